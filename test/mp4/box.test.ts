import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Mp4Error,
  findBox,
  iterateBoxes,
  parseBoxHeader,
  readUInt32,
  readUInt64,
  requireBox,
} from '../../src/mp4/box.ts';
import { box, largeBox, uint32, uint64 } from './boxes.ts';

test('a box header is its type, its size and its own length', () => {
  const free = box('free', Buffer.alloc(4));
  assert.deepEqual(parseBoxHeader(free), { type: 'free', headerSize: 8, size: 12 });
});

// ISO/IEC 14496-12, 4.2: "if size is 1 then the actual size is in the field largesize".
test('a size of 1 means that 64 bits of size follow', () => {
  const large = largeBox('mdat', Buffer.alloc(4));
  assert.deepEqual(parseBoxHeader(large), { type: 'mdat', headerSize: 16, size: 20 });
  assert.equal(parseBoxHeader(large.subarray(0, 15)), null, 'half of the size is not a size');
});

test('a header that is not all there yet is null', () => {
  const free = box('free');
  for (let length = 0; length < 8; length++) {
    assert.equal(parseBoxHeader(free.subarray(0, length)), null);
  }
  assert.equal(parseBoxHeader(free, 1), null);
});

test('bytes that name no box are refused', () => {
  assert.throws(() => parseBoxHeader(Buffer.from('GET / HTTP/1.1')), Mp4Error);
  assert.throws(() => parseBoxHeader(Buffer.alloc(16)), Mp4Error);
});

// ISO/IEC 14496-12, 4.2: size 0 reaches to the end of the file, and a live pipe has no end.
test('sizes smaller than the header are refused', () => {
  for (const size of [0, 2, 7]) {
    const bytes = Buffer.concat([uint32(size), Buffer.from('mdat'), Buffer.alloc(8)]);
    assert.throws(() => parseBoxHeader(bytes), /impossible size/);
  }
  const large = Buffer.concat([uint32(1), Buffer.from('mdat'), uint64(15n)]);
  assert.throws(() => parseBoxHeader(large), /impossible size 15/);
});

test('children are walked in order, as views', () => {
  const parent = Buffer.concat([box('aaaa', uint32(1)), largeBox('bbbb', uint32(2)), box('cccc')]);
  const children = [...iterateBoxes(parent)];
  assert.deepEqual(
    children.map(({ type, content }) => [type, content.toString('hex')]),
    [
      ['aaaa', '00000001'],
      ['bbbb', '00000002'],
      ['cccc', ''],
    ],
  );
  assert.equal(children[0]?.content.buffer, parent.buffer);
});

test('a child that reaches out of its parent is refused', () => {
  const child = box('aaaa', Buffer.alloc(8));
  assert.throws(() => [...iterateBoxes(child.subarray(0, 12))], Mp4Error);
  assert.throws(() => [...iterateBoxes(Buffer.concat([child, Buffer.alloc(3)]))], Mp4Error);
});

test('a box is found by its path', () => {
  const moov = box('moov', box('trak', box('tkhd')), box('mvex', box('trex', uint32(7))));
  assert.equal(findBox(moov, 'moov', 'mvex', 'trex')?.readUInt32BE(0), 7);
  assert.equal(findBox(moov, 'moov', 'mvex', 'mehd'), null);
  assert.equal(findBox(moov, 'moof', 'traf'), null);
  assert.throws(() => requireBox(moov, 'moov', 'trak', 'mdia'), /moov\/trak\/mdia is missing/);
});

test('a number that the box does not hold is refused', () => {
  assert.equal(readUInt32(uint32(5, 6), 4), 6);
  assert.throws(() => readUInt32(uint32(5), 1), Mp4Error);
  assert.throws(() => readUInt64(uint32(5), 0), Mp4Error);
});

test('64-bit numbers are exact, or refused', () => {
  // 90 kHz ticks since 1970, in 2026.
  assert.equal(readUInt64(uint64(160_000_000_000_001n), 0), 160_000_000_000_001);
  assert.equal(readUInt64(uint64(2n ** 53n - 1n), 0), Number.MAX_SAFE_INTEGER);
  assert.throws(() => readUInt64(uint64(2n ** 53n), 0), Mp4Error);
  assert.throws(() => readUInt64(uint64(2n ** 64n - 1n), 0), Mp4Error);
});

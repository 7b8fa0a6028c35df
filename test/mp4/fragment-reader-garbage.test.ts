// Whatever comes out of the pipe: an Mp4Error or nothing, never a hang, another error or a full memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mp4Error } from '../../src/mp4/box.ts';
import { FragmentReader } from '../../src/mp4/fragment-reader.ts';
import { createRandom } from '../random.ts';
import * as boxes from './boxes.ts';
import { FTYP, box, fragment, moof, moov, traf, uint32, uint64, versionAndFlags } from './boxes.ts';

const INIT = Buffer.concat([FTYP, moov()]);

function createReader() {
  return new FragmentReader({ onInit: () => {}, onSample: () => {} });
}

function push(...pieces: readonly Buffer[]): void {
  const reader = createReader();
  for (const piece of pieces) reader.push(piece);
}

const TFHD = box('tfhd', versionAndFlags(0, 0x020000), uint32(1));
const TFDT = box('tfdt', versionAndFlags(1, 0), uint64(0n));
const rawRun = (...words: readonly number[]) => box('trun', uint32(...words));
const rawFragment = (...children: readonly Buffer[]) => [
  moof(box('traf', ...children)),
  box('mdat', Buffer.alloc(64)),
];

const REFUSED: Readonly<Record<string, readonly Buffer[]>> = {
  'text instead of boxes': [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  zeros: [Buffer.alloc(100)],
  'boxes before the ftyp': [box('free'), FTYP],
  'a fragment before the init segment': [FTYP, moof()],
  'a box of 3 GB': [FTYP, uint32(3e9), Buffer.from('mdat')],
  'a box of 2^40 bytes': [FTYP, uint32(1), Buffer.from('mdat'), uint64(2n ** 40n)],
  'a box of 2^64-1 bytes': [FTYP, uint32(1), Buffer.from('mdat'), uint64(2n ** 64n - 1n)],
  'a box that goes on for ever': [FTYP, uint32(0), Buffer.from('mdat')],
  'a moov without tracks or defaults': [FTYP, box('moov', Buffer.alloc(3))],
  'no tfhd': [INIT, ...rawFragment(TFDT, rawRun(0, 0))],
  'no tfdt': [INIT, ...rawFragment(TFHD, rawRun(0, 0))],
  'a tfhd cut short': [INIT, ...rawFragment(box('tfhd', uint32(0)), TFDT)],
  'a tfhd without the defaults it promises': [
    INIT,
    ...rawFragment(box('tfhd', versionAndFlags(0, 0x38), uint32(1)), TFDT),
  ],
  'a tfdt cut short': [INIT, ...rawFragment(TFHD, box('tfdt', versionAndFlags(1, 0)))],
  'an empty trun': [INIT, ...rawFragment(TFHD, TFDT, box('trun'))],
  'a trun that promises more samples than it holds': [
    INIT,
    ...rawFragment(TFHD, TFDT, rawRun(0x301, 100, 0, 1, 1)),
  ],
  'a trun of 4 billion samples that take no room': [
    INIT,
    ...rawFragment(TFHD, TFDT, rawRun(0x1, 0xffffffff, 0)),
  ],
  'many truns of many samples that take no room': [
    INIT,
    ...rawFragment(TFHD, TFDT, ...Array.from({ length: 9_999 }, () => rawRun(0x1, 9_999, 0))),
  ],
  'a sample before its fragment': [INIT, ...rawFragment(TFHD, TFDT, rawRun(0x201, 1, -1, 8))],
  'a sample inside its moof': [INIT, ...rawFragment(TFHD, TFDT, rawRun(0x201, 1, 8, 8))],
  'a sample behind its mdat': [INIT, ...rawFragment(TFHD, TFDT, rawRun(0x201, 1, 160, 8))],
  'a sample longer than its mdat': [INIT, ...rawFragment(TFHD, TFDT, rawRun(0x201, 1, 100, 2e9))],
  'a decode time beyond 2^53': [
    INIT,
    ...rawFragment(TFHD, box('tfdt', versionAndFlags(1, 0), uint64(2n ** 63n))),
  ],
};

for (const [what, pieces] of Object.entries(REFUSED)) {
  test(`refused: ${what}`, () => {
    assert.throws(() => push(...pieces), Mp4Error);
  });
}

const STREAM = Buffer.concat([
  INIT,
  ...Array.from({ length: 3 }, (_, index) =>
    fragment(
      (dataOffset) => [
        traf({
          decodeTime: BigInt(index * 100),
          runs: [
            {
              dataOffset,
              samples: [
                { duration: 50, size: 4, flags: 0, compositionOffset: 0 },
                { duration: 50, size: 4, flags: 0x10000, compositionOffset: 0 },
              ],
            },
          ],
        }),
      ],
      Buffer.from('keysdiff'),
    ),
  ),
]);

function survives(bytes: Buffer, what: string): void {
  try {
    push(bytes);
  } catch (error) {
    assert.ok(error instanceof Mp4Error, `${what}: ${String(error)}`);
  }
}

test('no flipped byte does more than raise an Mp4Error', () => {
  for (let offset = 0; offset < STREAM.length; offset++) {
    for (const value of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
      const bytes = Buffer.from(STREAM);
      bytes[offset] = value;
      survives(bytes, `byte ${offset} = ${value}`);
    }
  }
});

test('no mixture of good and bad bytes does more than raise an Mp4Error', () => {
  for (let seed = 0; seed < 3_000; seed++) {
    const random = createRandom(seed);
    const bytes = Buffer.from(STREAM);
    for (let flips = 1 + random(8); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
    const cut = random(bytes.length);
    survives(Buffer.concat([bytes.subarray(0, cut), bytes.subarray(cut + random(40))]), `${seed}`);
  }
});

test('a box that is cut out of the middle is noticed by what follows', () => {
  const moofs = STREAM.indexOf('moof') - 4;
  const cut = Buffer.concat([STREAM.subarray(0, moofs + 20), STREAM.subarray(moofs + 60)]);
  assert.throws(() => push(cut), Mp4Error);
});

test('what waits for the rest of a box is bounded by the largest box that is believed', () => {
  const reader = createReader();
  reader.push(FTYP);
  reader.push(Buffer.concat([uint32(64 * 1024 * 1024 + 1), Buffer.from('md')]));
  assert.throws(() => reader.push(Buffer.from('at')), /claims 67108865 bytes/);
});

test('a header that hangs between two pieces is waited for', () => {
  const reader = createReader();
  for (const byte of boxes.largeBox('ftyp', Buffer.alloc(8))) reader.push(Buffer.from([byte]));
  assert.throws(() => reader.push(moof()), /before the init segment/);
});

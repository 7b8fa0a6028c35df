import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mp4Error } from '../../src/mp4/box.ts';
import { FragmentReader } from '../../src/mp4/fragment-reader.ts';
import type { InitSegment } from '../../src/mp4/init-segment.ts';
import type { Sample } from '../../src/mp4/sample.ts';
import { createRandom } from '../random.ts';
import { FTYP, box, fragment, largeBox, moof, moov, traf, trak, trex, uint32 } from './boxes.ts';

const NON_SYNC = 0x10000;
const INIT = Buffer.concat([FTYP, moov()]);

/** What a reader makes of the pieces; samples copied, for they may be views. */
function read(...pieces: readonly Buffer[]) {
  const inits: InitSegment[] = [];
  const samples: Sample[] = [];
  const reader = new FragmentReader({
    onInit: (init) => inits.push(init),
    onSample: (sample) => samples.push({ ...sample, data: Buffer.from(sample.data) }),
  });
  for (const piece of pieces) reader.push(piece);
  return { inits, samples };
}

function piecesOf(bytes: Buffer, size: (index: number) => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const piece = bytes.subarray(offset, offset + size(pieces.length));
    pieces.push(Buffer.from(piece));
    offset += piece.length;
  }
  return pieces;
}

/** A fragment of one keyframe and one other frame. */
function frames(decodeTime: bigint, text = 'keyother'): Buffer {
  const samples = [
    { duration: 3_000, size: 3, flags: 0, compositionOffset: 3_000 },
    { duration: 3_001, size: text.length - 3, flags: NON_SYNC, compositionOffset: -600 },
  ];
  return fragment(
    (dataOffset) => [traf({ decodeTime, runs: [{ dataOffset, samples }] })],
    Buffer.from(text),
  );
}

test('a fragment becomes its samples', () => {
  const { inits, samples } = read(INIT, frames(90_000n));
  assert.equal(inits.length, 1);
  assert.deepEqual(inits[0]?.bytes, INIT);
  const common = { trackId: 1 };
  assert.deepEqual(samples, [
    {
      ...common,
      decodeTime: 90_000,
      duration: 3_000,
      compositionOffset: 3_000,
      isKey: true,
      data: Buffer.from('key'),
    },
    {
      ...common,
      decodeTime: 93_000,
      duration: 3_001,
      compositionOffset: -600,
      isKey: false,
      data: Buffer.from('other'),
    },
  ]);
});

const LONG = Buffer.concat([
  INIT,
  ...Array.from({ length: 5 }, (_, index) => frames(BigInt(index * 6_001), `key${'x'.repeat(99)}`)),
]);

test('the pieces may be of any size', () => {
  const whole = read(LONG);
  assert.equal(whole.samples.length, 10);
  for (let size = 1; size <= 64; size++) {
    assert.deepEqual(read(...piecesOf(LONG, () => size)), whole, `${size} bytes a piece`);
  }
  for (let seed = 0; seed < 50; seed++) {
    const random = createRandom(seed);
    assert.deepEqual(read(...piecesOf(LONG, () => 1 + random(200))), whole, `seed ${seed}`);
  }
});

test('a sample is handed out as soon as the last byte of its fragment is there', () => {
  const bytes = Buffer.concat([INIT, frames(0n)]);
  const samples: Sample[] = [];
  const reader = new FragmentReader({
    onInit: () => {},
    onSample: (sample) => samples.push(sample),
  });
  reader.push(bytes.subarray(0, -1));
  assert.equal(samples.length, 0);
  reader.push(bytes.subarray(-1));
  assert.equal(samples.length, 2);
});

test('boxes that carry nothing needed are passed over', () => {
  const other = ['prft', 'styp', 'sidx', 'emsg', 'free', 'mfra'].map((type) =>
    box(type, Buffer.alloc(24)),
  );
  const { samples } = read(FTYP, ...other, moov(), ...other, frames(0n), ...other, frames(6_001n));
  assert.deepEqual(
    samples.map(({ decodeTime }) => decodeTime),
    [0, 3_000, 6_001, 9_001],
  );
});

test('the media of no fragment is passed over', () => {
  const { samples } = read(INIT, box('mdat', Buffer.alloc(100)), frames(0n));
  assert.equal(samples.length, 2);
});

test('an mdat with a 64-bit size is read', () => {
  const build = (dataOffset: number) =>
    moof(traf({ runs: [{ dataOffset, samples: [{ duration: 1, size: 3, flags: 0 }] }] }));
  const header = build(build(0).length + 16);
  const bytes = Buffer.concat([INIT, header, largeBox('mdat', Buffer.from('abc'))]);
  for (const pieces of [[bytes], piecesOf(bytes, () => 1)]) {
    assert.equal(read(...pieces).samples[0]?.data.toString(), 'abc');
  }
});

test('a moof with a 64-bit size is read', () => {
  const build = (dataOffset: number) =>
    largeBox(
      'moof',
      traf({ runs: [{ dataOffset, samples: [{ duration: 1, size: 3, flags: 0 }] }] }),
    );
  const header = build(build(0).length + 8);
  const { samples } = read(INIT, header, box('mdat', Buffer.from('abc')));
  assert.equal(samples[0]?.data.toString(), 'abc');
});

// ISO/IEC 14496-12, 8.8.8.1: "If the data-offset is not present, then the data for this run starts
// immediately after the data of the previous run".
test('several runs follow one another in time and in the media', () => {
  const samples = [{ duration: 10, size: 2, flags: NON_SYNC }];
  const bytes = fragment(
    (dataOffset) => [
      traf({ decodeTime: 5n, runs: [{ dataOffset, samples }, { samples }, { samples }] }),
    ],
    Buffer.from('aabbcc'),
  );
  assert.deepEqual(
    read(INIT, bytes).samples.map(({ decodeTime, data }) => [decodeTime, data.toString()]),
    [
      [5, 'aa'],
      [15, 'bb'],
      [25, 'cc'],
    ],
  );
});

test('several tracks may share a fragment', () => {
  const init = Buffer.concat([FTYP, moov({ traks: [trak(), trak({ id: 2 })] })]);
  const bytes = fragment(
    (dataOffset) => [
      traf({ runs: [{ dataOffset, samples: [{ duration: 1, size: 2 }] }] }),
      traf({ id: 2, runs: [{ dataOffset: dataOffset + 2, samples: [{ duration: 1, size: 3 }] }] }),
    ],
    Buffer.from('aabbb'),
  );
  assert.deepEqual(
    read(init, bytes).samples.map(({ trackId, data }) => [trackId, data.toString()]),
    [
      [1, 'aa'],
      [2, 'bbb'],
    ],
  );
});

// ISO/IEC 14496-12, 8.8.8.1: what the run does not say is in the tfhd, and else in the trex.
test('what a run does not say is taken from the fragment, and else from the track', () => {
  const init = Buffer.concat([
    FTYP,
    moov({ trexes: [trex({ duration: 40, size: 1, flags: NON_SYNC })] }),
  ]);
  const runs = (dataOffset: number) => [{ dataOffset, samples: [{}, {}] }];
  const fromTrack = fragment((at) => [traf({ runs: runs(at) })], Buffer.from('ab'));
  // Flags of the tfhd: base data offset (two words) and description index stand before the defaults.
  const flags = 0x1 | 0x2 | 0x8 | 0x10 | 0x20;
  const tfhd = { flags, fields: [0, 0, 1, 50, 2, 0] };
  const fromFragment = fragment((at) => [traf({ tfhd, runs: runs(at) })], Buffer.from('aabb'));
  const { samples } = read(init, fromTrack, fromFragment);
  assert.deepEqual(
    samples.map(({ duration, isKey, data }) => [duration, isKey, data.toString()]),
    [
      [40, false, 'a'],
      [40, false, 'b'],
      [50, true, 'aa'],
      [50, true, 'bb'],
    ],
  );
});

// ISO/IEC 14496-12, 8.8.8.1: first_sample_flags overrides the flags "for the first sample only".
test('the first sample of a run can have flags of its own', () => {
  const init = Buffer.concat([FTYP, moov({ trexes: [trex({ flags: NON_SYNC })] })]);
  const samples = [
    { duration: 1, size: 1 },
    { duration: 1, size: 1 },
  ];
  const bytes = fragment(
    (dataOffset) => [traf({ runs: [{ dataOffset, firstFlags: 0x02000000, samples }] })],
    Buffer.from('ab'),
  );
  assert.deepEqual(
    read(init, bytes).samples.map(({ isKey }) => isKey),
    [true, false],
  );
});

test('a composition offset is signed, also where an old muxer says version 0', () => {
  for (const version of [0, 1] as const) {
    const samples = [{ duration: 1, size: 1, flags: 0, compositionOffset: -3_000 }];
    const bytes = fragment(
      (dataOffset) => [traf({ runs: [{ version, dataOffset, samples }] })],
      Buffer.from('a'),
    );
    assert.equal(read(INIT, bytes).samples[0]?.compositionOffset, -3_000);
  }
});

test('decode times of 64 bits are exact', () => {
  const { samples } = read(INIT, frames(160_000_000_000_001n));
  assert.equal(samples[1]?.decodeTime, 160_000_000_003_001);
});

test('an error of who takes the samples is not mistaken for one of the file', () => {
  const reader = new FragmentReader({
    onInit: () => {},
    onSample: () => {
      throw new RangeError('mine');
    },
  });
  reader.push(INIT);
  assert.throws(
    () => reader.push(frames(0n)),
    (error) => error instanceof RangeError && !(error instanceof Mp4Error),
  );
});

test('a sample without bytes is a sample', () => {
  const samples = [{ duration: 1, size: 0, flags: 0 }];
  const bytes = fragment(
    (dataOffset) => [traf({ runs: [{ dataOffset, samples }] })],
    Buffer.alloc(0),
  );
  assert.equal(read(INIT, bytes, uint32(0)).samples[0]?.data.length, 0);
});

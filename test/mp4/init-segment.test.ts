import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mp4Error } from '../../src/mp4/box.ts';
import { parseDecodeTime, parseInitSegment } from '../../src/mp4/init-segment.ts';
import * as boxes from './boxes.ts';
import { box, moov, trak, trex, uint32, uint64, versionAndFlags } from './boxes.ts';

test('an init segment is its tracks, and its bytes as they came', () => {
  const bytes = Buffer.concat([boxes.FTYP, moov()]);
  const init = parseInitSegment(bytes);
  assert.equal(init.bytes, bytes);
  assert.deepEqual(init.tracks, [
    { id: 1, kind: 'video', timescale: 90_000, codec: 'avc1.42c01e', width: 640, height: 360 },
  ]);
});

test('boxes of version 1, with times of 64 bits, are read as well', () => {
  const bytes = moov({ traks: [trak({ id: 3, timescale: 600, boxVersion: 1 })] });
  const [track] = parseInitSegment(bytes).tracks;
  assert.equal(track?.id, 3);
  assert.equal(track?.timescale, 600);
});

// As long as a visual sample entry, which must not make it a picture.
const AUDIO_ENTRY = box('mp4a', Buffer.alloc(28, 0xff), box('esds', Buffer.alloc(51, 0xff)));

test('audio has no size, whatever its sample entry holds', () => {
  const traks = [
    trak(),
    trak({ id: 2, handler: 'soun', timescale: 48_000, sampleEntry: AUDIO_ENTRY }),
  ];
  const [, audio] = parseInitSegment(moov({ traks })).tracks;
  assert.deepEqual(audio, {
    id: 2,
    kind: 'audio',
    timescale: 48_000,
    codec: 'mp4a',
    width: 0,
    height: 0,
  });
});

test('a track that is neither picture nor sound is told apart', () => {
  const sampleEntry = box('stpp', Buffer.alloc(16));
  const [track] = parseInitSegment(
    moov({ traks: [trak({ handler: 'subt', sampleEntry })] }),
  ).tracks;
  assert.equal(track?.kind, 'other');
  assert.equal(track?.codec, 'stpp');
});

test('a codec that has no rule is named by its sample entry', () => {
  const sampleEntry = boxes.visualSampleEntry('vp09', box('vpcC'));
  const [track] = parseInitSegment(moov({ traks: [trak({ sampleEntry })] })).tracks;
  assert.deepEqual([track?.codec, track?.width, track?.height], ['vp09', 640, 360]);
});

test('defaults of samples are kept by track', () => {
  const trexes = [trex({ id: 1, duration: 3_600 }), trex({ id: 2, size: 5, flags: 0x10000 })];
  assert.deepEqual(
    [...parseInitSegment(moov({ trexes })).defaults],
    [
      [1, { duration: 3_600, size: 0, flags: 0 }],
      [2, { duration: 0, size: 5, flags: 0x10000 }],
    ],
  );
});

/** The track with its tkhd as the only child that keeps its place, but not its length. */
function cutTrackHeader(whole: Buffer): Buffer {
  return box('trak', box('tkhd', uint32(0)), whole.subarray(8));
}

const UNUSABLE: Readonly<Record<string, Buffer>> = {
  'no moov': boxes.FTYP,
  'no mvex: an MP4 in one piece': box('moov', trak()),
  'no sample entry': moov({ traks: [trak({ sampleEntry: Buffer.alloc(0) })] }),
  'no avcC': moov({ traks: [trak({ sampleEntry: boxes.visualSampleEntry('avc1') })] }),
  'no hvcC': moov({ traks: [trak({ sampleEntry: boxes.visualSampleEntry('hvc1') })] }),
  'a timescale of 0': moov({ traks: [trak({ timescale: 0 })] }),
  'no tkhd': moov({ traks: [box('trak', box('mdia'))] }),
  'a tkhd cut short': moov({ traks: [cutTrackHeader(trak())] }),
  'a trex cut short': moov({ trexes: [box('trex', uint32(0, 1, 1))] }),
  'a visual sample entry cut short': moov({
    traks: [trak({ sampleEntry: box('avc1', Buffer.alloc(20)) })],
  }),
};

for (const [what, bytes] of Object.entries(UNUSABLE)) {
  test(`an init segment with ${what} is refused`, () => {
    assert.throws(() => parseInitSegment(bytes), Mp4Error);
  });
}

test('decode times come in 32 or 64 bits', () => {
  assert.equal(
    parseDecodeTime(Buffer.concat([versionAndFlags(0, 0), uint32(2 ** 32 - 1)])),
    4294967295,
  );
  assert.equal(
    parseDecodeTime(Buffer.concat([versionAndFlags(1, 0), uint64(160_000_000_000_001n)])),
    160_000_000_000_001,
  );
  assert.throws(() => parseDecodeTime(versionAndFlags(1, 0)), Mp4Error);
  assert.throws(() => parseDecodeTime(Buffer.alloc(0)), Mp4Error);
});

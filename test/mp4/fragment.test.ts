import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBox, iterateBoxes, requireBox } from '../../src/mp4/box.ts';
import { FRAGMENT_HEADER_BYTES, renderFragmentHeader } from '../../src/mp4/fragment.ts';
import type { Sample } from '../../src/mp4/sample.ts';
import { encode, probePackets, probeStream } from './ffmpeg.ts';
import { FTYP, moov } from './boxes.ts';
import { readMp4 } from './read-samples.ts';

function renderFragment(sample: Sample, sequenceNumber = 1): Buffer {
  const { data, ...times } = sample;
  const header = renderFragmentHeader({ ...times, sequenceNumber, size: data.length });
  return Buffer.concat([header, data]);
}

const SAMPLE: Sample = {
  trackId: 1,
  decodeTime: 0,
  duration: 3_600,
  compositionOffset: 0,
  isKey: true,
  data: Buffer.from('a coded frame'),
};

const VARIANTS: Readonly<Record<string, Partial<Sample>>> = {
  'the first sample': {},
  'a sample that is no keyframe': { isKey: false },
  'a decode time of 32 bits': { decodeTime: 2 ** 32 - 1 },
  'a decode time of 33 bits': { decodeTime: 2 ** 32 },
  'a decode time since 1970': { decodeTime: 160_000_000_000_001 },
  'the latest decode time there is': { decodeTime: Number.MAX_SAFE_INTEGER },
  'a B-frame': { compositionOffset: -7_200, isKey: false },
  'a frame shown later': { compositionOffset: 7_200 },
  'a sample of another track': { trackId: 7 },
  'a large sample': { data: Buffer.alloc(1_000_000, 'x') },
  'an empty sample': { data: Buffer.alloc(0) },
};

for (const [what, variant] of Object.entries(VARIANTS)) {
  test(`what is written is read: ${what}`, () => {
    const sample = { ...SAMPLE, ...variant };
    const { samples } = readMp4(Buffer.concat([FTYP, moov(), renderFragment(sample)]));
    assert.deepEqual(samples, [sample]);
  });
}

test('the header is as long as it says', () => {
  const header = renderFragmentHeader({ ...SAMPLE, sequenceNumber: 1, size: 13 });
  assert.equal(header.length, FRAGMENT_HEADER_BYTES);
  const boxes = [...iterateBoxes(Buffer.concat([header, SAMPLE.data]))];
  assert.deepEqual(
    boxes.map(({ type, content }) => [type, content.length]),
    [
      ['moof', FRAGMENT_HEADER_BYTES - 16],
      ['mdat', 13],
    ],
  );
});

test('sequence numbers go on after 2^32', () => {
  for (const [number, written] of [
    [1, 1],
    [2 ** 32 - 1, 2 ** 32 - 1],
    [2 ** 32, 0],
    [2 ** 32 + 5, 5],
  ] as const) {
    const mfhd = requireBox(renderFragment(SAMPLE, number), 'moof', 'mfhd');
    assert.equal(mfhd.readUInt32BE(4), written);
  }
});

// ISO/IEC 23000-19, 7.5.16 and 7.5.17: one tfdt; default-base-is-moof set, base-data-offset not.
test('a fragment is a CMAF chunk', () => {
  const traf = requireBox(renderFragment(SAMPLE), 'moof', 'traf');
  assert.deepEqual(
    [...iterateBoxes(traf)].map(({ type }) => type),
    ['tfhd', 'tfdt', 'trun'],
  );
  assert.equal(findBox(renderFragment(SAMPLE), 'moof', 'mfhd')?.readUInt32BE(0), 0);
  assert.equal(findBox(traf, 'tfhd')?.readUInt32BE(0), 0x020000);
  assert.equal(findBox(traf, 'tfdt')?.readUInt8(0), 1, 'a decode time of 64 bits');
});

// ISO/IEC 14496-12, 8.6.4.3: sample_depends_on 2 is "does not depend on others", 1 is "does".
test('keyframes and other frames say what they depend on', () => {
  const flagsOf = (isKey: boolean) =>
    requireBox(renderFragment({ ...SAMPLE, isKey }), 'moof', 'traf', 'trun').readUInt32BE(20);
  assert.equal(flagsOf(true), 0x02000000);
  assert.equal(flagsOf(false), 0x01010000);
});

/** The file as Oriel would serve it: ffmpeg's init segment, fragments of our own. */
function repackage(mp4: Buffer, shift: number): Buffer {
  const { init, samples } = readMp4(mp4);
  const fragments = samples.map((sample, index) =>
    renderFragment({ ...sample, decodeTime: sample.decodeTime + shift }, index + 1),
  );
  return Buffer.concat([init.bytes, ...fragments]);
}

test('ffprobe reads our fragments as it reads those of ffmpeg, B-frames included', async () => {
  const mp4 = await encode(['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '25']);
  assert.deepEqual(await probePackets(repackage(mp4, 0)), await probePackets(mp4));
});

test('ffprobe reads decode times since 1970, and decodes every frame', async () => {
  const mp4 = await encode(['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency']);
  const since1970 = Date.UTC(2026, 0, 1) * 90;
  const ours = repackage(mp4, since1970);
  const packets = await probePackets(ours);
  assert.equal(packets.length, 50);
  assert.equal(packets[0]?.dts, since1970);
  assert.equal(packets[49]?.pts, since1970 + 49 * 3_600);
  assert.equal((await probeStream(ours)).nb_read_frames, '50');
});

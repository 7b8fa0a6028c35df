// ffprobe and ffmpeg judge: what they read from the plain file is what was in the fragments.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { Mp4Error, iterateBoxes, requireBox } from '../../src/mp4/box.ts';
import { renderPlainMp4 } from '../../src/mp4/plain-mp4.ts';
import type { PlainTrack } from '../../src/mp4/plain-mp4.ts';
import type { Sample } from '../../src/mp4/sample.ts';
import { CMAF, encode, hasEncoder, probePackets, runFfmpeg } from './ffmpeg.ts';
import { FTYP, moov, trak, trex } from './boxes.ts';
import { readMp4 } from './read-samples.ts';

const ZERO_LATENCY = '-c:v libx264 -preset ultrafast -tune zerolatency -g 25'.split(' ');
const B_FRAMES = '-c:v libx264 -preset veryfast -bf 2 -g 25'.split(' ');
const SINCE_1970 = Date.UTC(2026, 10, 23, 1, 2, 3) * 90;
const CREATED_AT = new Date(Date.UTC(2026, 10, 23, 1, 2, 3));

function readTrack(mp4: Buffer, shift = SINCE_1970): PlainTrack {
  const { init, samples } = readMp4(mp4);
  const moved = samples.map((sample) => ({ ...sample, decodeTime: sample.decodeTime + shift }));
  return { init: init.bytes, samples: moved };
}

function render(...tracks: readonly PlainTrack[]): Buffer {
  const { header, media, byteLength } = renderPlainMp4(tracks, CREATED_AT);
  const file = Buffer.concat([header, ...media]);
  assert.equal(file.length, byteLength);
  return file;
}

interface Stream {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly start_time: string;
  readonly duration: string;
  readonly nb_frames: string;
}

interface Facts {
  readonly streams: readonly Stream[];
  readonly format: { readonly duration: string; readonly tags: Readonly<Record<string, string>> };
}

async function probe(file: Buffer): Promise<Facts> {
  const args = ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', 'pipe:0'];
  const { stdout, stderr } = await execa('ffprobe', args, { input: file });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Facts;
}

interface Picture {
  /** Frames from the start of the file. */
  readonly time: number;
  readonly hash: string;
}

async function decode(file: Buffer): Promise<Picture[]> {
  const args = ['-i', 'pipe:0', '-map', '0:v', '-fps_mode', 'passthrough'];
  return readPictures(await runFfmpeg([...args, ...HASHES], file));
}

const HASHES = ['-f', 'framehash', '-hash', 'MD5', '-'];

/** stream, dts, pts, duration, size, hash */
function readPictures(framehash: Buffer): Picture[] {
  const lines = framehash.toString().split('\n');
  return lines
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').map((column) => column.trim()))
    .map((columns) => ({ time: Number(columns[2]), hash: columns[5] ?? '' }));
}

/** Of fragments with B-frames, ffmpeg tells the pictures right but not their times. */
async function assertSamePictures(file: Buffer, fragmented: Buffer): Promise<void> {
  const pictures = await decode(file);
  const expected = (await decode(fragmented)).map(({ hash }, time) => ({ time, hash }));
  assert.deepEqual(pictures, expected);
  assert.equal(pictures.length, 50);
}

function boxTypes(bytes: Buffer): string[] {
  return [...iterateBoxes(bytes)].map(({ type }) => type);
}

function tablesOf(file: Buffer): string[] {
  return boxTypes(requireBox(file, 'moov', 'trak', 'mdia', 'minf', 'stbl'));
}

for (const [what, encoder] of [
  ['without B-frames', ZERO_LATENCY],
  ['with B-frames', B_FRAMES],
] as const) {
  test(`H.264 ${what}: every frame is there, at its time, and decodes to the same picture`, async () => {
    const fragmented = await encode(encoder);
    const file = render(readTrack(fragmented));
    assert.deepEqual(boxTypes(file), ['ftyp', 'moov', 'mdat']);
    const { streams, format } = await probe(file);
    assert.equal(streams[0]?.nb_frames, '50');
    assert.equal(Number(streams[0]?.start_time), 0);
    assert.equal(Number(format.duration), 2);
    assert.equal(format.tags['creation_time'], '2026-11-23T01:02:03.000000Z');
    const before = await probePackets(fragmented);
    const after = await probePackets(file);
    assert.deepEqual(
      after.map(({ hash, isKey, duration }) => ({ hash, isKey, duration })),
      before.map(({ hash, isKey, duration }) => ({ hash, isKey, duration })),
    );
    await assertSamePictures(file, fragmented);
  });
}

test('HEVC becomes a file that decodes to the same pictures', async (t) => {
  if (!(await hasEncoder('libx265'))) return t.skip('this ffmpeg has no libx265');
  const encoder = '-c:v libx265 -preset ultrafast -tag:v hvc1 -x265-params';
  const fragmented = await encode([...encoder.split(' '), 'log-level=error:keyint=25:bframes=2']);
  const file = render(readTrack(fragmented));
  const { streams } = await probe(file);
  assert.deepEqual([streams[0]?.codec_name, streams[0]?.nb_frames], ['hevc', '50']);
  await assertSamePictures(file, fragmented);
});

test('a player that jumps into the file shows the right picture', async (t) => {
  const file = render(readTrack(await encode(B_FRAMES)));
  const directory = await mkdtemp(join(tmpdir(), 'oriel-test-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, 'clip.mp4');
  await writeFile(path, file);
  const pictures = await decode(file);
  for (const time of [0, 24, 25, 31, 49]) {
    const seek = ['-ss', String(time / 25), '-i', path, '-frames:v', '1'];
    const [found] = readPictures(await runFfmpeg([...seek, ...HASHES]));
    assert.equal(found?.hash, pictures[time]?.hash, `at frame ${time}`);
  }
});

test('tables that would say nothing are left out', async () => {
  const plain = readTrack(await encode(ZERO_LATENCY));
  assert.deepEqual(tablesOf(render(plain)), ['stsd', 'stts', 'stss', 'stsz', 'stsc', 'co64']);
  const [trakBox] = [...iterateBoxes(requireBox(render(plain), 'moov'))].slice(1);
  assert.deepEqual(boxTypes(trakBox?.content ?? Buffer.alloc(0)), ['tkhd', 'mdia']);
  const keyframes = await encode(['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '1']);
  assert.ok(!tablesOf(render(readTrack(keyframes))).includes('stss'));
});

test('a frame is shown until the next one comes, however long that takes', async () => {
  const { init, samples } = readTrack(await encode(ZERO_LATENCY));
  const late = samples.map((sample, index) =>
    index < 25 ? sample : { ...sample, decodeTime: sample.decodeTime + 5 * 90_000 },
  );
  const file = render({ init, samples: late });
  assert.equal(Number((await probe(file)).format.duration), 7);
  const packets = await probePackets(file);
  assert.equal(packets[24]?.duration, 5 * 90_000 + 3_600);
  assert.equal(packets[25]?.pts, 6 * 90_000);
});

test('a clip of a single frame is a file', async () => {
  const { init, samples } = readTrack(await encode(B_FRAMES));
  const file = render({ init, samples: samples.slice(0, 1) });
  const { streams, format } = await probe(file);
  assert.equal(streams[0]?.nb_frames, '1');
  assert.equal(Number(format.duration), 0.04);
  assert.equal((await decode(file)).length, 1);
});

test('a camera mounted on its side stays so', async () => {
  const fragmented = await encode(ZERO_LATENCY);
  const { init, samples } = readTrack(fragmented);
  const turned = Buffer.from(init);
  const tkhdOf = (mp4: Buffer) => requireBox(mp4, 'moov', 'trak', 'tkhd').subarray(-60);
  // A quarter turn in place of the unity matrix (ISO/IEC 14496-12, 8.3.2).
  const values = [0, 0x10000, 0, -0x10000, 0];
  values.forEach((value, index) => tkhdOf(turned).writeInt32BE(value, 16 + 4 * index));
  const file = render({ init: turned, samples });
  assert.deepEqual(tkhdOf(file), tkhdOf(turned));
  assert.notDeepEqual(tkhdOf(file), tkhdOf(init));
});

async function encodeSound(seconds: number): Promise<PlainTrack> {
  const source = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`];
  const muxer = CMAF.filter((word) => !['-video_track_timescale', '90000'].includes(word));
  const { init, samples } = readMp4(await runFfmpeg([...source, '-c:a', 'aac', ...muxer]));
  const shift = (SINCE_1970 * 48_000) / 90_000;
  const moved = samples.map((sample) => ({ ...sample, decodeTime: sample.decodeTime + shift }));
  return { init: init.bytes, samples: moved };
}

function delay({ init, samples }: PlainTrack, ticks: number): PlainTrack {
  return {
    init,
    samples: samples.map((sample) => ({ ...sample, decodeTime: sample.decodeTime + ticks })),
  };
}

test('sound lies beside the picture, and both begin when they were captured', async () => {
  const video = readTrack(await encode(B_FRAMES));
  const audio = await encodeSound(2);
  const file = render(video, delay(audio, 24_000));
  const { streams } = await probe(file);
  assert.deepEqual(
    streams.map(({ codec_type: type }) => type),
    ['video', 'audio'],
  );
  assert.equal(Number(streams[0]?.start_time), 0);
  assert.ok(Math.abs(Number(streams[1]?.start_time) - 0.5) < 0.03, streams[1]?.start_time);
  assert.equal((await decode(file)).length, 50);
});

test('sound from before the picture is not played', async () => {
  const video = readTrack(await encode(B_FRAMES));
  const audio = await encodeSound(2);
  const { streams } = await probe(render(video, delay(audio, -24_000)));
  assert.equal(Number(streams[0]?.start_time), 0);
  assert.ok(Math.abs(Number(streams[1]?.start_time)) < 0.03, streams[1]?.start_time);
  assert.ok(Math.abs(Number(streams[1]?.duration) - 1.5) < 0.05, streams[1]?.duration);
});

test('tracks lie side by side, so that a player need not jump', async () => {
  const video = readTrack(await encode(ZERO_LATENCY));
  const audio = await encodeSound(2);
  const { media } = renderPlainMp4([video, audio], CREATED_AT);
  const isVideo = new Set(video.samples.map(({ data }) => data));
  const order = media.map((data) => (isVideo.has(data) ? 'v' : 'a')).join('');
  assert.match(order, /^(v+a+|a+v+){2,}$/);
  assert.equal(media.length, video.samples.length + audio.samples.length);
});

test('media is passed on, not copied', async () => {
  const track = readTrack(await encode(ZERO_LATENCY));
  const { media } = renderPlainMp4([track], CREATED_AT);
  media.forEach((data, index) => assert.equal(data, track.samples[index]?.data));
});

const SAMPLE: Sample = {
  trackId: 1,
  decodeTime: 0,
  duration: 3_600,
  compositionOffset: 0,
  isKey: true,
  data: Buffer.alloc(4),
};

test('a track without samples, and samples of another track, are refused', () => {
  const traks = [trak({ id: 1 })];
  const init = Buffer.concat([FTYP, moov({ traks, trexes: [trex({ id: 1 })] })]);
  assert.throws(() => renderPlainMp4([{ init, samples: [] }], CREATED_AT), Mp4Error);
  const stranger = { ...SAMPLE, trackId: 2 };
  assert.throws(() => renderPlainMp4([{ init, samples: [stranger] }], CREATED_AT), Mp4Error);
});

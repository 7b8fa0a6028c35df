// What the real ffmpeg writes is read as ffprobe reads it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { CMAF, encode, hasEncoder, probePackets, probeStream, runFfmpeg } from './ffmpeg.ts';
import { readMp4 } from './read-samples.ts';

async function assertReadAsProbed(mp4: Buffer, pieceBytes?: number): Promise<void> {
  const { samples } = readMp4(mp4, pieceBytes);
  let shift = 0;
  const read = samples.map(({ decodeTime, duration, compositionOffset, isKey, data }) => {
    // ffprobe shows frames later by the most negative offset that it has met.
    shift = Math.max(shift, -compositionOffset);
    return {
      dts: decodeTime,
      pts: decodeTime + compositionOffset + shift,
      duration,
      isKey,
      hash: `MD5:${createHash('md5').update(data).digest('hex')}`,
    };
  });
  const probed = await probePackets(mp4);
  assert.equal(probed.length, 50);
  assert.deepEqual(read, probed);
}

const ZERO_LATENCY = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-tune',
  'zerolatency',
  '-g',
  '25',
];
const B_FRAMES = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '25'];

test('video encoded without B-frames is read as ffprobe reads it', async () => {
  const mp4 = await encode(ZERO_LATENCY);
  await assertReadAsProbed(mp4);
  await assertReadAsProbed(mp4, 1);
});

test('video encoded with B-frames is read as ffprobe reads it', async () => {
  const mp4 = await encode(B_FRAMES);
  await assertReadAsProbed(mp4);
  const { samples } = readMp4(mp4);
  assert.ok(samples.some(({ compositionOffset }) => compositionOffset < 0));
});

test('copied video is read as ffprobe reads it', async () => {
  for (const encoder of [ZERO_LATENCY, B_FRAMES]) {
    const camera = await encode(encoder, ['-f', 'mpegts', 'pipe:1']);
    await assertReadAsProbed(await runFfmpeg(['-i', 'pipe:0', '-c', 'copy', ...CMAF], camera));
  }
});

test('fragments of many frames are read as ffprobe reads them', async () => {
  const movflags = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
  const muxer = [...movflags, '-video_track_timescale', '90000', '-f', 'mp4', 'pipe:1'];
  await assertReadAsProbed(await encode(B_FRAMES, muxer));
});

test('HEVC is read as ffprobe reads it', async (t) => {
  if (!(await hasEncoder('libx265'))) return t.skip('this ffmpeg has no libx265');
  const encoder = '-c:v libx265 -preset ultrafast -tune zerolatency -tag:v hvc1 -x265-params';
  const mp4 = await encode([...encoder.split(' '), 'log-level=error:keyint=25']);
  await assertReadAsProbed(mp4);
  const { codec, width, height } = readMp4(mp4).init.tracks[0] ?? {};
  const { profile, level } = await probeStream(mp4);
  assert.equal(profile, 'Main');
  // profile_idc 1, compatible with profiles 1 and 2; progressive, frame only.
  assert.match(codec ?? '', new RegExp(`^hvc1\\.1\\.6\\.L${level}\\.90$`));
  assert.deepEqual([width, height], [192, 108]);
});

/** profile_idc and the constraint_set flags of ffprobe's profile names (ITU-T H.264, annex A.2). */
const AVC_PROFILES: Readonly<Record<string, readonly [name: string, codec: string]>> = {
  baseline: ['Constrained Baseline', '42c0'],
  main: ['Main', '4d40'],
  high: ['High', '6400'],
};

for (const [profile, [name, prefix]] of Object.entries(AVC_PROFILES)) {
  test(`the codec string of H.264 ${profile} says what ffprobe says`, async () => {
    const mp4 = await encode(['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', profile]);
    const [track] = readMp4(mp4).init.tracks;
    const stream = await probeStream(mp4);
    assert.equal(stream.profile, name);
    assert.equal(track?.codec, `avc1.${prefix}${stream.level.toString(16).padStart(2, '0')}`);
    assert.deepEqual([track?.width, track?.height], [stream.width, stream.height]);
    assert.equal(stream.time_base, `1/${track?.timescale}`);
  });
}

test('a file with sound keeps its tracks apart', async () => {
  const sound = [
    '-f',
    'lavfi',
    '-i',
    'sine=duration=2',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=duration=2',
  ];
  const muxer = ['-movflags', 'cmaf+frag_every_frame', '-f', 'mp4', 'pipe:1'];
  const mp4 = await runFfmpeg([...sound, '-c:a', 'aac', ...ZERO_LATENCY, ...muxer]);
  const { init, samples } = readMp4(mp4);
  const [audio, video] = init.tracks.toSorted((a, b) => a.kind.localeCompare(b.kind));
  assert.deepEqual([audio?.kind, audio?.width, audio?.height], ['audio', 0, 0]);
  assert.deepEqual([video?.kind, video?.width, video?.height], ['video', 320, 240]);
  const durationOf = (id?: number) =>
    samples
      .filter(({ trackId }) => trackId === id)
      .reduce((sum, { duration }) => sum + duration, 0);
  assert.equal(durationOf(video?.id) / (video?.timescale ?? NaN), 2);
  assert.ok(Math.abs(durationOf(audio?.id) / (audio?.timescale ?? NaN) - 2) < 0.05);
});

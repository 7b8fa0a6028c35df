import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFolder, makeVideo, sendMjpeg, serve } from './media.ts';
import { assertByTheClock, assertFormat, dtsSteps, keyframeSeconds, record } from './recording.ts';
import type { Packet } from './recording.ts';

const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'];

test('the test picture has a keyframe each second and even times', async () => {
  const { format, packets } = await record('test:', 65);
  assertFormat(format, 640, 360);
  assert.deepEqual(new Set(dtsSteps(packets)), new Set([3000]));
  assert.deepEqual(keyframeSeconds(packets), [0, 1, 2]);
  assert.ok(packets.every(({ pts, dts }) => pts === dts));
});

test('the test picture comes in the size, rate and GOP asked for', async () => {
  const options = { resolution: '240p', fps: 15, gop_seconds: 0.4 };
  const { format, packets } = await record('test:', 20, options);
  assertFormat(format, 426, 240);
  assert.deepEqual(new Set(dtsSteps(packets)), new Set([6000]));
  assert.deepEqual(keyframeSeconds(packets), [0, 0.4, 0.8, 1.2]);
});

test('a file that browsers play is copied byte by byte, in a loop and in real time', async (t) => {
  const path = join(await createFolder(t), 'a.mp4');
  await makeVideo(path, [...H264, '-bf', '2', '-g', '10', '-t', '0.8']);
  const startMs = performance.now();
  const { packets, mp4 } = await record(`file:${path}`, 40);
  assert.ok(performance.now() - startMs > 1200, '1.6 s of video in less than it lasts');
  assert.deepEqual(new Set(dtsSteps(packets)), new Set([3600]));
  assert.ok(mp4.includes('avc1'));
  const keyframes = packets.flatMap(({ isKey }, index) => (isKey ? [index] : []));
  assert.deepEqual(keyframes.slice(0, 4), [0, 10, 20, 30]);
});

test('a file is encoded to what was asked for, and its frames are thinned out evenly', async (t) => {
  const path = join(await createFolder(t), 'a.mp4');
  await makeVideo(path, [...H264, '-t', '2']);
  const options = { resolution: '90p', fps: 10, gop_seconds: 0.5, bitrate_kbps: 200 };
  const { format, packets } = await record(`file:${path}`, 25, options);
  assertFormat(format, 160, 90);
  const steps = dtsSteps(packets);
  assert.ok(
    steps.every((step) => step === 7200 || step === 10_800),
    steps.join(' '),
  );
  const seconds = (packets[20]?.pts ?? 0) / 90_000;
  assert.ok(Math.abs(seconds - 2) < 0.05, `20 frames in ${seconds} s`);
});

test('odd sizes and other colours are made playable', async (t) => {
  const path = join(await createFolder(t), 'a.mp4');
  await makeVideo(path, [
    '-vf',
    'scale=321:181',
    '-c:v',
    'mjpeg',
    '-pix_fmt',
    'yuvj444p',
    '-t',
    '1',
  ]);
  const { format } = await record(`file:${path}`, 5);
  assertFormat(format, 320, 180);
});

test('MJPEG over HTTP runs by the clock, whatever rate it seems to have', async (t) => {
  const path = await makeVideo(join(await createFolder(t), 'a.jpg'), ['-frames:v', '1']);
  const sent = new Map<object, number[]>();
  const onSent = (answer: object): void => {
    sent.set(answer, [...(sent.get(answer) ?? []), performance.now()]);
  };
  const origin = await serve(t, sendMjpeg(await readFile(path), 10, onSent));
  for (const source of [`${origin}/video`, `${origin.replace('//', '//ann:s3cret@')}/video`]) {
    const { packets } = await record(source, 22);
    // The probe had an answer of its own before.
    assertByTheClock(packets, [...sent.values()].at(-1) ?? [], [0, 20]);
    const second = ({ pts }: Packet): number => Math.floor(pts / 90_000 + 0.005);
    for (const [index, packet] of packets.entries()) {
      const before = packets[index - 1];
      assert.equal(packet.isKey, !before || second(packet) !== second(before), `frame ${index}`);
    }
  }
});

test('a bit rate that was asked for is not exceeded', async () => {
  const options = { resolution: '640x360', bitrate_kbps: 300 };
  const { mp4, packets } = await record('test:', 120, options);
  const seconds = (packets.at(-1)?.pts ?? 0) / 90_000;
  const kbps = (mp4.length * 8) / 1000 / seconds;
  assert.ok(kbps < 300 * 1.4, `${Math.round(kbps)} kbit/s`);
});

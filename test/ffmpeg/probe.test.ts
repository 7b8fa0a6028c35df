import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SourceError, StartupError } from '../../src/errors.ts';
import { needsProbe, parseProbe, probeSource } from '../../src/ffmpeg/probe.ts';
import type { ProbeContext } from '../../src/ffmpeg/probe.ts';
import { createLog } from '../../src/log.ts';
import { collectSecrets, parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';
import { createFolder, makeVideo, sendMjpeg, serve } from './media.ts';

const log = createLog({ level: 'silent', format: 'json' });

function probe(source: string, rest: Partial<ProbeContext> = {}) {
  return probeSource({
    program: 'ffprobe',
    source: parseSource(source),
    options: CAMERA_OPTIONS,
    purpose: 'report',
    secrets: collectSecrets(source),
    signal: new AbortController().signal,
    log,
    ...rest,
  });
}

test('a file tells what is in it', async (t) => {
  const path = join(await createFolder(t), 'a.mp4');
  const sound = ['-f', 'lavfi', '-i', 'sine', '-c:a', 'aac', '-map', '1', '-map', '0'];
  const x264 = ['-c:v', 'libx264', '-bf', '2', '-profile:v', 'high', '-pix_fmt', 'yuv420p'];
  await makeVideo(path, [...sound, ...x264, '-t', '1']);
  assert.deepEqual(await probe(`file:${path}`), {
    format: 'mov,mp4,m4a,3gp,3g2,mj2',
    codec: 'h264',
    profile: 'High',
    pixelFormat: 'yuv420p',
    width: 320,
    height: 180,
    fps: 25,
    reorderFrames: 2,
    interlaced: false,
    audio: { codec: 'aac', profile: 'LC', sampleRate: 44_100, channels: 1 },
  });
});

test('an MJPEG camera tells what it sends, with and without a password', async (t) => {
  const path = await makeVideo(join(await createFolder(t), 'a.jpg'), ['-frames:v', '1']);
  const origin = await serve(t, sendMjpeg(await readFile(path), 25));
  const open = await probe(`${origin}/video`);
  assert.deepEqual([open.format, open.codec, open.width], ['mpjpeg', 'mjpeg', 320]);
  const secret = await probe(`${origin.replace('//', '//ann:s3cret@')}/video`);
  assert.deepEqual(secret, { ...open, format: 'concat' });
});

test('a source without video has none', async (t) => {
  const path = join(await createFolder(t), 'a.mp4');
  await makeVideo(path, ['-f', 'lavfi', '-i', 'sine', '-map', '1', '-t', '1']);
  await assert.rejects(probe(`file:${path}`), { code: 'no_video', message: /has no video/ });
});

test('a file that is no video, and one that is not there, say so', async (t) => {
  const path = join(await createFolder(t), 'a.mp4');
  await writeFile(path, 'not a video, but quite long enough to be looked at '.repeat(500));
  await assert.rejects(probe(`file:${path}`), { code: 'no_video' });
  await assert.rejects(probe('file:/nowhere/a.mp4'), { code: 'not_found' });
});

test('a camera that refuses the password says so, without it', async (t) => {
  const origin = await serve(t, (_request, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
  });
  await assert.rejects(probe(`${origin.replace('//', '//ann:s3cret@')}/video`), (error) => {
    assert.ok(error instanceof SourceError);
    assert.equal(error.code, 'unauthorized');
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });
});

test('nothing at the address is unreachable', async () => {
  await assert.rejects(probe('rtsp://127.0.0.1:1/a'), { code: 'unreachable' });
});

test('a source that never answers is given up', async (t) => {
  const origin = await serve(t, () => {});
  await assert.rejects(probe(`${origin}/video`, { timeoutMs: 300 }), {
    code: 'unreachable',
    message: /within 0.3 s/,
  });
});

test('a probe ends with its signal, even where ffprobe ignores it', async () => {
  const program = fileURLToPath(new URL('../programs/silent.mjs', import.meta.url));
  const reason = new Error('enough');
  const stop = new AbortController();
  const ended = probe('rtsp://127.0.0.1:1/a', { program, signal: stop.signal });
  setImmediate(() => stop.abort(reason));
  await assert.rejects(ended, reason);
});

test('an ffprobe that is not there is a fault of the machine', async () => {
  await assert.rejects(probe('file:/a', { program: '/nowhere/ffprobe' }), StartupError);
});

test('only what may be other than asked for is probed', () => {
  const needs = (source: string) => needsProbe(CAMERA_OPTIONS, parseSource(source));
  assert.equal(needs('rtsp://10.0.0.5/a'), true);
  assert.equal(needs('file:/media/a.mp4'), true);
  assert.equal(needs('v4l2:/dev/video0'), false);
  assert.equal(needs('test:'), false);
});

function report(stream: object): string {
  const video = { codec_type: 'video', codec_name: 'h264', width: 640, height: 480, ...stream };
  return JSON.stringify({ streams: [{ codec_type: 'data' }, video], format: {} });
}

test('a frame rate that nobody knows is none', () => {
  assert.equal(parseProbe(report({ avg_frame_rate: '0/0', r_frame_rate: '90000/1' })).fps, null);
  assert.equal(parseProbe(report({ avg_frame_rate: '0/0', r_frame_rate: '15/1' })).fps, 15);
  assert.equal(parseProbe(report({ avg_frame_rate: '30000/1001' })).fps, 29.97);
  assert.equal(parseProbe(report({})).fps, null);
});

test('interlaced video is recognised by the order of its fields', () => {
  assert.equal(parseProbe(report({ field_order: 'tt' })).interlaced, true);
  assert.equal(parseProbe(report({ field_order: 'progressive' })).interlaced, false);
  assert.equal(parseProbe(report({})).interlaced, false);
});

test('video whose size nobody knows is no video', () => {
  assert.throws(() => parseProbe(report({ width: 0 })), { code: 'no_video' });
  assert.throws(() => parseProbe('{}'), { code: 'no_video' });
});

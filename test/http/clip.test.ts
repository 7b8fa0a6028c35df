import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { judgeClip } from '../camera/clip-judge.ts';
import type { ClipFacts } from '../camera/clip-judge.ts';
import { eventually } from '../eventually.ts';
import { runFfmpeg } from '../mp4/ffmpeg.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { startTestApp, temporaryDirectory } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

function startDemo(t: TestContext, camera: object = {}): Promise<TestApp> {
  return startTestApp(t, { cameras: [{ id: 'demo', name: 'Demo', source: 'test:', ...camera }] });
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

async function judge(t: TestContext, response: Response): Promise<ClipFacts> {
  assert.equal(response.status, 200);
  const path = join(await temporaryDirectory(t), 'clip.mp4');
  await writeFile(path, Buffer.from(await response.arrayBuffer()));
  return await judgeClip(path);
}

/** Asks until there are that many seconds. */
function downloadClip(t: TestContext, app: TestApp, seconds: number): Promise<ClipFacts> {
  return eventually(`${seconds} s to save`, async () => {
    const response = await app.get(`cameras/demo/clip.mp4?seconds=${seconds}`);
    const facts = await judge(t, response);
    return facts.seconds >= seconds ? facts : null;
  });
}

test('a clip is a file to keep, of a known size, with a dated name', async (t) => {
  const app = await startDemo(t);
  const response = await app.get('cameras/demo/clip.mp4');
  assert.equal(response.status, 200);
  const { headers } = response;
  assert.equal(headers.get('content-type'), 'video/mp4');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('accept-ranges'), 'none');
  assert.equal(headers.get('access-control-allow-origin'), '*');
  assert.match(
    headers.get('content-disposition') ?? '',
    /^attachment; filename="demo-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.mp4"$/,
  );
  const ageMs = Date.now() - Date.parse(headers.get('x-captured-at') ?? '');
  assert.ok(ageMs > 0 && ageMs < 10_000, `${ageMs} ms old`);
  const body = await response.arrayBuffer();
  assert.equal(body.byteLength, Number(headers.get('content-length')));
});

test('what Oriel encodes is saved as it plays', async (t) => {
  const app = await startDemo(t);
  const { codec, seconds, frames, startsWithKeyframe } = await downloadClip(t, app, 3);
  assert.equal(codec, 'h264');
  assert.ok(startsWithKeyframe);
  // A keyframe each second: the clip is at most that much longer than asked for.
  assert.ok(seconds >= 3 && seconds < 4.2, String(seconds));
  assert.ok(Math.abs(frames - seconds * 30) < 3, `${frames} frames in ${seconds} s`);
});

for (const [codec, name] of [
  ['h264', 'h264'],
  ['h265', 'hevc'],
] as const) {
  test(`${name} with B-frames is saved as the camera sends it`, async (t) => {
    const { url } = await startRtspServer(t, { codec, bframes: 2, fps: 25, gop: 25 });
    const app = await startDemo(t, { source: url, video: 'copy' });
    const facts = await downloadClip(t, app, 3);
    assert.equal(facts.codec, name);
    assert.ok(facts.startsWithKeyframe);
    assert.ok(facts.seconds >= 3 && facts.seconds < 4.5, String(facts.seconds));
    assert.ok(Math.abs(facts.frames - facts.seconds * 25) < 5, JSON.stringify(facts));
  });
}

test('what makes no sense is a 400 that says what would', async (t) => {
  const app = await startDemo(t, { window_seconds: 20 });
  const values = [
    '0',
    '21',
    '-5',
    '',
    'all',
    '1e1',
    '3.5',
    '5;rm',
    '%00',
    '5%0A',
    '0x5',
    '9999999',
  ];
  const queries = [
    ...values.map((value) => `seconds=${value}`),
    'seconds=5&seconds=6',
    'until=now',
    'until=-1',
  ];
  for (const query of queries) {
    const response = await app.get(`cameras/demo/clip.mp4?${query}`);
    assert.equal(response.status, 400, query);
    assert.equal(await codeOf(response), 'invalid_parameter');
  }
  const message = await (await app.get('cameras/demo/clip.mp4?seconds=21')).text();
  assert.match(message, /seconds must be one whole number from 1 to 20/);
});

test('a camera that starts with its first viewer starts for a clip', async (t) => {
  const app = await startDemo(t, { start: 'on_demand' });
  assert.equal((await judge(t, await app.get('cameras/demo/clip.mp4'))).startsWithKeyframe, true);
});

test('a clip may end at a given time; of what is not held there is none', async (t) => {
  const app = await startDemo(t);
  const whole = await downloadClip(t, app, 3);
  const until = Date.now() - 1500;
  const response = await app.get(`cameras/demo/clip.mp4?seconds=1&until=${until}`);
  const startedAtMs = Date.parse(response.headers.get('x-captured-at') ?? '');
  const { seconds, startsWithKeyframe } = await judge(t, response);
  assert.ok(startsWithKeyframe);
  assert.ok(seconds >= 0.9 && seconds < 2.2 && seconds < whole.seconds, String(seconds));
  assert.ok(Math.abs(startedAtMs + seconds * 1000 - until) < 100, `${startedAtMs} ${seconds}`);
  const early = await app.get(`cameras/demo/clip.mp4?until=${until - 60_000}`);
  assert.deepEqual([early.status, await codeOf(early)], [409, 'not_enough_buffer']);
});

test('what is not held does not start a camera', async (t) => {
  const app = await startDemo(t, { start: 'on_demand' });
  const response = await app.get(`cameras/demo/clip.mp4?until=${Date.now()}`);
  assert.deepEqual([response.status, await codeOf(response)], [409, 'not_enough_buffer']);
  const state = (await (await app.get('api/cameras/demo')).json()) as { status: string };
  assert.equal(state.status, 'idle');
});

test('a camera that is off has no clip', async (t) => {
  const app = await startDemo(t, { enabled: false });
  const response = await app.get('cameras/demo/clip.mp4');
  assert.deepEqual([response.status, await codeOf(response)], [503, 'camera_stopped']);
});

test('HEAD says how large the clip is, and sends nothing', async (t) => {
  const app = await startDemo(t);
  const head = await app.get('cameras/demo/clip.mp4', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.ok(Number(head.headers.get('content-length')) > 1_000);
  assert.equal((await head.arrayBuffer()).byteLength, 0);
});

/** Takes the head of the answer and lets the body wait. */
function askWithoutReading(url: URL): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(url, { agent: false }, resolve).once('error', reject).end();
  return promise;
}

/** Two seconds that no encoder can make small. */
async function fileOfNoise(t: TestContext): Promise<string> {
  const path = join(await temporaryDirectory(t), 'noise.mp4');
  const noise =
    '-f rawvideo -pix_fmt yuv420p -video_size 640x360 -framerate 25 -t 2 -i /dev/urandom';
  const encoder = '-c:v libx264 -preset ultrafast -tune zerolatency -g 25 -qp 12';
  await runFfmpeg([...noise.split(' '), ...encoder.split(' '), path]);
  return path;
}

test('clients that do not read what they asked for do not keep everybody’s media', async (t) => {
  const app = await startDemo(t, { source: `file:${await fileOfNoise(t)}`, video: 'copy' });
  await eventually('more than the buffers of a connection hold', async () => {
    const response = await app.get('cameras/demo/clip.mp4', { method: 'HEAD' });
    return Number(response.headers.get('content-length')) > 12_000_000 ? true : null;
  });
  const url = new URL('cameras/demo/clip.mp4', app.url);
  const slow = await Promise.all(Array.from({ length: 4 }, () => askWithoutReading(url)));
  assert.deepEqual(
    slow.map(({ statusCode }) => statusCode),
    [200, 200, 200, 200],
  );
  const refused = await app.get('cameras/demo/clip.mp4');
  assert.deepEqual([refused.status, await codeOf(refused)], [503, 'too_many_clips']);
  assert.equal((await app.get('cameras/demo/hls/index.m3u8')).status, 200);
  for (const response of slow) response.destroy();
  await eventually('there is room again', async () => {
    const response = await app.get('cameras/demo/clip.mp4', { method: 'HEAD' });
    return response.status === 200 ? true : null;
  });
});

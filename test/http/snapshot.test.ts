import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { eventually } from '../eventually.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { startTestApp, temporaryDirectory } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const DEMO = { cameras: [{ id: 'demo', name: 'Demo', source: 'test:' }] };

async function sizeOf(response: Response): Promise<string> {
  assert.equal(response.status, 200, response.statusText);
  const args = ['-v', 'error', '-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0'];
  const input = Buffer.from(await response.arrayBuffer());
  return (await execa('ffprobe', [...args, 'pipe:0'], { input })).stdout;
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

function startDemo(t: TestContext, camera: object = {}): Promise<TestApp> {
  return startTestApp(t, { cameras: [{ ...DEMO.cameras[0], ...camera }] });
}

test('a snapshot is a fresh picture, for any page, that says when it was captured', async (t) => {
  const app = await startDemo(t);
  const response = await app.get('cameras/demo/snapshot.jpg');
  const { headers } = response;
  assert.equal(headers.get('content-type'), 'image/jpeg');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('access-control-allow-origin'), '*');
  assert.match(headers.get('access-control-expose-headers') ?? '', /\bX-Captured-At\b/);
  const capturedAt = headers.get('x-captured-at') ?? '';
  assert.match(capturedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const ageMs = Date.now() - Date.parse(capturedAt);
  assert.ok(ageMs > 0 && ageMs < 5_000, `${ageMs} ms old`);
  const lastModified = Date.parse(headers.get('last-modified') ?? '');
  assert.equal(lastModified, Math.floor(Date.parse(capturedAt) / 1000) * 1000);
  assert.equal(await sizeOf(response), 'mjpeg,640,360');
});

test('a snapshot comes in the width that was asked for', async (t) => {
  const app = await startDemo(t);
  assert.equal(await sizeOf(await app.get('cameras/demo/snapshot.jpg?width=320')), 'mjpeg,320,180');
  const small = await app.get('cameras/demo/snapshot.jpg?quality=5');
  const large = await app.get('cameras/demo/snapshot.jpg?quality=95');
  const lengths = [small, large].map(({ headers }) => Number(headers.get('content-length')));
  assert.ok((lengths[0] ?? 0) < (lengths[1] ?? 0), String(lengths));
});

test('what makes no sense is a 400 that says what would', async (t) => {
  const app = await startDemo(t);
  const widths = ['0', '15', '3841', 'abc', '', '-320', '1e3', '320.5', '0x140', '320%0A', '%00'];
  const qualities = ['0', '101', '%0a50', 'high'];
  const queries = [
    ...widths.map((width) => `width=${width}`),
    ...qualities.map((quality) => `quality=${quality}`),
    'width=320&width=640',
    'age=all',
    'age=',
    'age=any&age=any',
    'at=now',
    'at=-1',
    'at=1e12',
    'at=99999999999999',
  ];
  for (const query of queries) {
    const response = await app.get(`cameras/demo/snapshot.jpg?${query}`);
    assert.equal(response.status, 400, query);
    assert.equal(await codeOf(response), 'invalid_parameter');
  }
});

test('a camera that starts with its first viewer starts for a snapshot', async (t) => {
  const app = await startDemo(t, { start: 'on_demand' });
  const idle = (await (await app.get('api/cameras/demo')).json()) as { status: string };
  assert.equal(idle.status, 'idle');
  assert.equal(await sizeOf(await app.get('cameras/demo/snapshot.jpg')), 'mjpeg,640,360');
});

test('a camera that is off, away or unknown has no snapshot, and the answer says why', async (t) => {
  const app = await startTestApp(t, {
    cameras: [
      { id: 'off', source: 'test:', enabled: false },
      { id: 'away', source: 'rtsp://admin:c4n4ry@127.0.0.1:9/stream1' },
    ],
  });
  const off = await app.get('cameras/off/snapshot.jpg');
  assert.deepEqual([off.status, await codeOf(off)], [503, 'camera_stopped']);
  const away = await app.get('cameras/away/snapshot.jpg');
  assert.equal(away.status, 503);
  const text = await away.text();
  assert.match(text, /"camera_unavailable"/);
  assert.doesNotMatch(text, /c4n4ry/);
  const unknown = await app.get('cameras/nobody/snapshot.jpg');
  assert.deepEqual([unknown.status, await codeOf(unknown)], [404, 'camera_not_found']);
});

test('a camera that has been away for long is not shown as it was', async (t) => {
  const camera = await startRtspServer(t, { gop: 25 });
  const app = await startDemo(t, { source: camera.url });
  assert.equal((await app.get('cameras/demo/snapshot.jpg')).status, 200);
  await camera.kill();
  await eventually('the camera is away', async () => {
    const state = (await (await app.get('api/cameras/demo')).json()) as { status: string };
    return state.status === 'retrying' ? true : null;
  });
  assert.equal((await app.get('cameras/demo/snapshot.jpg')).status, 200);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 });
  const response = await app.get('cameras/demo/snapshot.jpg');
  assert.deepEqual([response.status, await codeOf(response)], [503, 'camera_unavailable']);
});

test('an ffmpeg that makes no picture is our fault, not the client’s', async (t) => {
  const ffmpeg = join(await temporaryDirectory(t), 'ffmpeg');
  const script = '#!/bin/sh\ncase "$*" in *mjpeg*) exit 3 ;; esac\nexec ffmpeg "$@"\n';
  await writeFile(ffmpeg, script, { mode: 0o755 });
  const app = await startTestApp(t, DEMO, { ffmpeg });
  const response = await app.get('cameras/demo/snapshot.jpg');
  assert.deepEqual([response.status, await codeOf(response)], [500, 'internal']);
});

test('HEAD says how large the picture is, POST is refused', async (t) => {
  const app = await startDemo(t);
  const head = await app.get('cameras/demo/snapshot.jpg', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.ok(Number(head.headers.get('content-length')) > 1_000);
  const post = await app.get('cameras/demo/snapshot.jpg', { method: 'POST' });
  assert.equal(post.status, 405);
});

test('the last picture there is comes at once, however old, and starts nothing', async (t) => {
  const app = await startDemo(t, { start: 'on_demand' });
  const never = await app.get('cameras/demo/snapshot.jpg?age=any');
  assert.deepEqual([never.status, await codeOf(never)], [404, 'no_picture']);
  const fresh = await app.get('cameras/demo/snapshot.jpg');
  assert.equal(fresh.status, 200);
  const stop = await app.get('api/cameras/demo/stop', { method: 'POST' });
  assert.equal(((await stop.json()) as { status: string }).status, 'stopped');
  const kept = await app.get('cameras/demo/snapshot.jpg?age=any&width=320');
  assert.ok(
    (kept.headers.get('x-captured-at') ?? '') >= (fresh.headers.get('x-captured-at') ?? '!'),
  );
  assert.match(kept.headers.get('access-control-expose-headers') ?? '', /\bX-Captured-At\b/);
  assert.equal(await sizeOf(kept), 'mjpeg,320,180');
  const state = (await (await app.get('api/cameras/demo')).json()) as object;
  assert.deepEqual({ ...state, status: 'stopped', window_seconds: 0 }, state);
});

test('a camera that leads elsewhere now does not show what was there before', async (t) => {
  const app = await startDemo(t);
  assert.equal((await app.get('cameras/demo/snapshot.jpg')).status, 200);
  await app.get('api/cameras/demo/stop', { method: 'POST' });
  const change = async (options: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ...options, enabled: false });
    const response = await app.get('api/cameras/demo', { method: 'PATCH', headers, body });
    assert.equal(response.status, 200, await response.text());
  };
  await change({ name: 'Gate' });
  assert.equal((await app.get('cameras/demo/snapshot.jpg?age=any')).status, 200);
  await change({ source: 'rtsp://127.0.0.1:9/elsewhere' });
  assert.equal((await app.get('cameras/demo/snapshot.jpg?age=any')).status, 404);
});

test('a picture of a given time is the keyframe at or before it', async (t) => {
  const app = await startDemo(t);
  const capturedAt = async (query: string): Promise<number> => {
    const response = await app.get(`cameras/demo/snapshot.jpg?${query}`);
    assert.equal(response.status, 200, await response.text());
    return Date.parse(response.headers.get('x-captured-at') ?? '');
  };
  const first = await capturedAt('');
  // A keyframe each second.
  const later = await eventually('two more keyframes', async () => {
    const newest = await capturedAt('age=any');
    return newest > first + 1500 ? newest : null;
  });
  assert.equal(await capturedAt(`at=${first}`), first);
  assert.equal(await capturedAt(`at=${first + 500}`), first);
  assert.equal(await capturedAt(`at=${later}`), later);
  assert.ok((await capturedAt(`at=${Date.now() + 60_000}`)) >= later);
  const before = await app.get(`cameras/demo/snapshot.jpg?at=${first - 60_000}`);
  assert.deepEqual([before.status, await codeOf(before)], [404, 'no_picture']);
});

for (const codec of ['h264', 'h265'] as const) {
  test(`${codec} with B-frames, as the camera sends it, becomes a picture`, async (t) => {
    const { url } = await startRtspServer(t, { codec, bframes: 2, width: 320, height: 240 });
    const app = await startDemo(t, { source: url, video: 'copy' });
    assert.equal(await sizeOf(await app.get('cameras/demo/snapshot.jpg')), 'mjpeg,320,240');
  });
}

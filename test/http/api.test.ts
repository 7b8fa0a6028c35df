import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { startTestApp } from '../running-app.ts';

const DEMO = { cameras: [{ id: 'demo', name: 'Demo', source: 'test:' }] };
const CANARY = 'c4n4ry-pa55';
const UNREACHABLE = {
  cameras: [{ id: 'porch', source: `rtsp://admin:${CANARY}@127.0.0.1:9/stream?token=${CANARY}` }],
};

interface CameraAnswer {
  readonly id: string;
  readonly status: string;
  readonly last_error: { code: string; message: string } | null;
  readonly codec: string | null;
  readonly resolution: string | null;
  readonly viewers: number;
  readonly start: string;
  readonly window_seconds: number;
  readonly renditions: readonly { id: string; width: number; height: number }[];
  readonly urls: { hls: string; dash: string; player: string; live: string };
}

test('a live camera says what it is and where it plays', async (t) => {
  const app = await startTestApp(t, DEMO);
  await app.get('cameras/demo/hls/index.m3u8');
  const camera = await eventually('the camera is live', async () => {
    const found = (await (await app.get('api/cameras/demo')).json()) as CameraAnswer;
    return found.status === 'live' && found.renditions.length > 0 ? found : null;
  });
  assert.match(camera.codec ?? '', /^avc1\./);
  assert.equal(camera.resolution, '640x360');
  assert.equal(camera.viewers, 1);
  assert.equal(camera.start, 'always');
  assert.ok(camera.window_seconds > 0 && camera.window_seconds < 10, `${camera.window_seconds} s`);
  assert.ok(Number.isInteger(camera.window_seconds * 10), `${camera.window_seconds} s`);
  assert.deepEqual(
    camera.renditions.map(({ id, width, height }) => [id, width, height]),
    [['video', 640, 360]],
  );
  const { live, ...pages } = camera.urls;
  assert.equal(live, 'cameras/demo/live');
  for (const url of Object.values(pages)) {
    assert.equal((await app.get(url)).status, 200, url);
  }
  const all = (await (await app.get('api/cameras')).json()) as { cameras: CameraAnswer[] };
  assert.deepEqual(
    all.cameras.map(({ id }) => id),
    ['demo'],
  );
});

test('a camera on demand is started by the first request, which waits for it', async (t) => {
  const cameras = [{ id: 'demo', source: 'test:', start: 'on_demand' }];
  const app = await startTestApp(t, { cameras });
  const status = async (): Promise<string> =>
    ((await (await app.get('api/cameras/demo')).json()) as CameraAnswer).status;
  assert.equal(await status(), 'idle');
  assert.equal((await app.get('cameras/demo/hls/index.m3u8')).status, 200);
  assert.equal(await status(), 'live');
});

test('a camera without media holds nothing and has no sizes', async (t) => {
  const cameras = [{ id: 'demo', source: 'test:', start: 'on_demand' }];
  const app = await startTestApp(t, { cameras });
  const state = (await (await app.get('api/cameras/demo')).json()) as CameraAnswer;
  assert.deepEqual([state.start, state.window_seconds, state.renditions], ['on_demand', 0, []]);
});

test('the clock is an ISO 8601 time with milliseconds, close to this one', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const before = Date.now();
  const text = await (await app.get('api/time')).text();
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Date.parse(text) >= before && Date.parse(text) <= Date.now());
});

test('a camera that cannot be reached is reported with its reason and without its password', async (t) => {
  const app = await startTestApp(t, UNREACHABLE);
  const health = await eventually('health knows', async () => {
    const response = await app.get('api/health');
    return response.status === 503 ? response : null;
  });
  const bodies = [await health.text(), await (await app.get('api/cameras')).text()];
  assert.match(bodies[0] ?? '', /"code":"unreachable".*"camera":"porch"/);
  const playlist = await app.get('cameras/porch/hls/index.m3u8');
  assert.equal(playlist.status, 503);
  assert.equal(playlist.headers.get('retry-after'), '1');
  bodies.push(
    await playlist.text(),
    await (await app.get('cameras/porch/dash/manifest.mpd')).text(),
  );
  assert.match(bodies[2] ?? '', /"code":"camera_unavailable"/);
  for (const body of bodies) assert.ok(!body.includes(CANARY), body);
  // A container is not restarted because a camera is away.
  assert.equal((await app.get('api/health?scope=server')).status, 200);
});

test('a camera is stopped and started by POST, and players are told', async (t) => {
  const app = await startTestApp(t, DEMO);
  await app.get('cameras/demo/hls/index.m3u8');
  const stopped = await app.get('api/cameras/demo/stop', { method: 'POST' });
  assert.equal(stopped.status, 202);
  assert.equal(((await stopped.json()) as CameraAnswer).status, 'stopped');
  const refused = await app.get('cameras/demo/hls/index.m3u8');
  assert.equal(refused.status, 503);
  assert.match(await refused.text(), /"code":"camera_stopped"/);
  const started = await app.get('api/cameras/demo/start', { method: 'POST' });
  assert.equal(started.status, 202);
  assert.equal((await app.get('cameras/demo/hls/index.m3u8')).status, 200);
});

test('a page of another origin cannot steer a camera', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'demo', source: 'test:', enabled: false }] });
  const { host } = new URL(app.url);
  const post = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const url = new URL('api/cameras/demo/stop', app.url);
      request(url, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
  assert.equal(await post({ origin: 'https://evil.example' }), 403);
  assert.equal(await post({ origin: 'null', 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await post({ 'sec-fetch-site': 'same-site', origin: `http://${host}` }), 403);
  // DNS rebinding: the attacker's name points here, so that its origin is the host.
  const rebound = { host: 'evil.example:8099', origin: 'http://evil.example:8099' };
  assert.equal(await post({ ...rebound, 'sec-fetch-site': 'same-origin' }), 403);
  assert.equal(await post({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }), 202);
  assert.equal(await post({}), 202);
  // Behind a proxy of this machine, programs of all others seem to run on it.
  for (const name of ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']) {
    assert.equal(await post({ [name]: '203.0.113.7' }), 403, name);
  }
  assert.equal((await app.get('api/cameras')).headers.get('access-control-allow-origin'), null);
});

test('what is not there is a 404 with a code, what is not allowed a 405', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const expected: readonly (readonly [string, RequestInit, number, string])[] = [
    ['api/cameras/nobody', {}, 404, 'camera_not_found'],
    ['cameras/nobody/', {}, 404, 'camera_not_found'],
    ['cameras/nobody/hls/index.m3u8', {}, 404, 'camera_not_found'],
    ['cameras/nobody/dash/manifest.mpd', {}, 404, 'camera_not_found'],
    ['cameras/%E0%A4%A/hls/index.m3u8', {}, 400, 'bad_request'],
    ['cameras/..%2F..%2Fetc/hls/passwd', {}, 404, 'camera_not_found'],
    ['assets/..%2f..%2fpackage.json', {}, 404, 'not_found'],
    ['nothing', {}, 404, 'not_found'],
    ['api/cameras', { method: 'DELETE' }, 405, 'method_not_allowed'],
    ['api/cameras/nobody/start', {}, 405, 'method_not_allowed'],
  ];
  for (const [path, init, status, code] of expected) {
    const response = await app.get(path, init);
    const body = await response.text();
    assert.equal(response.status, status, `${path}: ${body}`);
    assert.match(body, new RegExp(`^{"error":{"code":"${code}","message":"`), path);
  }
});

test('pages carry a policy that lets no foreign script run, and their links are relative', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'demo', source: 'test:', enabled: false }] });
  for (const path of ['', 'cameras/demo/']) {
    const page = await app.get(path);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/);
    const html = await page.text();
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.ok(!link.startsWith('/') && !link.includes('://'), link);
      assert.equal((await app.get(new URL(link, page.url).href)).status, 200, link);
    }
  }
  const bare = await app.get('cameras/demo', { redirect: 'manual' });
  assert.equal(bare.status, 301);
  assert.equal(bare.headers.get('location'), 'demo/');
});

test('options are changed by PATCH, checked as in the file', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'demo', source: 'test:', enabled: false }] });
  const patch = (body: string, type = 'application/json'): Promise<Response> =>
    app.get('api/cameras/demo', { method: 'PATCH', body, headers: { 'content-type': type } });
  const changed = await patch('{"name":"Gate","fps":10}');
  assert.equal(changed.status, 200);
  const answer = (await changed.json()) as { to: object; effect: string; camera: { name: string } };
  assert.deepEqual(answer.to, { name: 'Gate', fps: 10 });
  assert.equal(answer.camera.name, 'Gate');
  const wrong = await patch('{"fps":1000,"nmae":"x"}');
  assert.equal(wrong.status, 400);
  const { error } = (await wrong.json()) as {
    error: { code: string; details: { path: string }[] };
  };
  assert.equal(error.code, 'invalid_options');
  assert.deepEqual(error.details.map(({ path }) => path).toSorted(), ['fps', 'nmae']);
  assert.equal((await patch('[1]')).status, 400);
  assert.equal((await patch('{"fps":')).status, 400);
  assert.equal((await patch('{"fps":10}', 'text/plain')).status, 400);
  assert.equal((await patch(JSON.stringify({ name: 'x'.repeat(70_000) }))).status, 413);
  const state = (await (await app.get('api/cameras/demo')).json()) as { name: string };
  assert.equal(state.name, 'Gate');
});

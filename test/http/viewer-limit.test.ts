import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

async function watch(app: TestApp, camera: string, agent: string): Promise<Response> {
  const headers = { 'User-Agent': agent };
  const response = await app.get(`cameras/${camera}/hls/index.m3u8`, { headers });
  return response;
}

async function assertRefused(response: Response, message: string): Promise<void> {
  assert.equal(response.status, 503);
  assert.ok(Number(response.headers.get('Retry-After')) > 0);
  assert.deepEqual(await response.json(), { error: { code: 'viewer_limit', message } });
}

test('a viewer more than the camera may have is refused, those who watch are not', async (t) => {
  const cameras = [{ id: 'porch', name: 'Porch', source: 'test:', max_viewers: 2 }];
  const app = await startTestApp(t, { cameras });
  assert.equal((await watch(app, 'porch', 'first')).status, 200);
  assert.equal((await watch(app, 'porch', 'second')).status, 200);
  const message = 'Porch has all the viewers its option max_viewers allows (2)';
  await assertRefused(await watch(app, 'porch', 'third'), message);
  assert.equal((await watch(app, 'porch', 'first')).status, 200);
});

test('a refused viewer does not wake a camera on demand', async (t) => {
  const app = await startTestApp(t, {
    cameras: [
      { id: 'porch', source: 'test:' },
      { id: 'gate', source: 'test:', start: 'on_demand' },
    ],
    http: { max_viewers: 1 },
  });
  assert.equal((await watch(app, 'porch', 'first')).status, 200);
  const message =
    'the cameras have all the viewers that the option http.max_viewers allows together (1)';
  await assertRefused(await watch(app, 'gate', 'first'), message);
  const gate: unknown = await (await app.get('api/cameras/gate')).json();
  assert.partialDeepStrictEqual(gate, { status: 'idle', viewers: 0 });
});

test('more viewers are let in while the camera plays', async (t) => {
  const cameras = [{ id: 'porch', source: 'test:', max_viewers: 1 }];
  const app = await startTestApp(t, { cameras });
  assert.equal((await watch(app, 'porch', 'first')).status, 200);
  assert.equal((await watch(app, 'porch', 'second')).status, 503);
  const answer = await app.get('api/cameras/porch', {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: '{"max_viewers":2}',
  });
  assert.partialDeepStrictEqual(await answer.json(), { effect: 'live' });
  assert.equal((await watch(app, 'porch', 'second')).status, 200);
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const REPORT = {
  viewer: 'dGhpcyBpcyBhIHRlc3Q_',
  transport: 'live',
  delay_ms: { p50: 96.4, p95: 101 },
  stalls: 0,
  dropped: 0,
  frames: 298,
  seconds: 10,
};
const JSON_TYPE = { 'Content-Type': 'application/json' };

function startDemo(t: TestContext): Promise<TestApp> {
  return startTestApp(t, { cameras: [{ id: 'demo', source: 'test:' }] });
}

function report(app: TestApp, body: unknown, headers: object = {}): Promise<Response> {
  return app.get('cameras/demo/report', {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function delayOf(app: TestApp): Promise<unknown> {
  const camera = (await (await app.get('api/cameras/demo')).json()) as Record<string, unknown>;
  assert.ok('delay_ms' in camera);
  return camera['delay_ms'];
}

async function assertError(response: Response, status: number, code: string): Promise<string> {
  assert.equal(response.status, status);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  assert.equal(error.code, code);
  return error.message;
}

/** `fetch` sets these headers as it likes. */
function reportWith(app: TestApp, headers: Readonly<Record<string, string>>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const url = new URL('cameras/demo/report', app.url);
  request(url, { method: 'POST', headers: { ...JSON_TYPE, ...headers } })
    .on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
    .on('error', reject)
    .end(JSON.stringify({ ...REPORT, viewer: randomBytes(12).toString('base64url') }));
  return promise;
}

test('what players report is the camera’s delay, until the camera stops', async (t) => {
  const app = await startDemo(t);
  assert.equal(await delayOf(app), null);
  assert.equal((await report(app, REPORT)).status, 204);
  const other = { ...REPORT, viewer: 'x'.repeat(16), delay_ms: { p50: 196, p95: 340.7 } };
  assert.equal((await report(app, other)).status, 204);
  assert.deepEqual(await delayOf(app), { p50: 96, p95: 341, viewers: 2 });
  const stop = await app.get('api/cameras/demo/stop', { method: 'POST' });
  assert.equal(stop.status, 202);
  assert.equal(await delayOf(app), null);
  assert.equal((await report(app, { ...REPORT, viewer: 'y'.repeat(32) })).status, 204);
  assert.equal(await delayOf(app), null);
});

test('a player without a picture may say so', async (t) => {
  const app = await startDemo(t);
  assert.equal((await report(app, { ...REPORT, delay_ms: null, frames: 0 })).status, 204);
  assert.equal(await delayOf(app), null);
});

test('a report that makes no sense is refused in words', async (t) => {
  const app = await startDemo(t);
  const wrong: readonly [unknown, RegExp][] = [
    [[], /^report must be object/],
    [{}, /^report must have required property 'viewer'/],
    [{ ...REPORT, viewer: 'short' }, /^report\.viewer must match pattern/],
    [{ ...REPORT, viewer: `${'x'.repeat(20)}\n` }, /^report\.viewer/],
    [{ ...REPORT, viewer: 'x'.repeat(33) }, /^report\.viewer/],
    [{ ...REPORT, transport: 'webrtc' }, /^report\.transport/],
    [{ ...REPORT, delay_ms: { p50: 1 } }, /^report\.delay_ms must have required property 'p95'/],
    [{ ...REPORT, delay_ms: { p50: 102, p95: 101 } }, /^report\.delay_ms\.p50 must be <= 101/],
    [{ ...REPORT, delay_ms: { p50: -1001, p95: 0 } }, /^report\.delay_ms\.p50 must be >= -1000/],
    [{ ...REPORT, delay_ms: { p50: 0, p95: 600_001 } }, /^report\.delay_ms\.p95 must be <= 600000/],
    [{ ...REPORT, delay_ms: 96 }, /^report\.delay_ms must be object/],
    [{ ...REPORT, stalls: -1 }, /^report\.stalls must be >= 0/],
    [{ ...REPORT, frames: 1.5 }, /^report\.frames must be integer/],
    [{ ...REPORT, dropped: '0' }, /^report\.dropped must be integer/],
    [{ ...REPORT, seconds: 0 }, /^report\.seconds must be > 0/],
    [{ ...REPORT, more: 1 }, /^report must NOT have additional properties/],
  ];
  for (const [body, words] of wrong) {
    const message = await assertError(await report(app, body), 400, 'invalid_payload');
    assert.match(message, words, JSON.stringify(body));
  }
  assert.equal(await delayOf(app), null);
});

test('other sites’ pages cannot report, nor can forms', async (t) => {
  const app = await startDemo(t);
  const { host, origin } = new URL(app.url);
  assert.equal(await reportWith(app, {}), 204);
  assert.equal(await reportWith(app, { Origin: origin }), 204);
  assert.equal(await reportWith(app, { Origin: `https://${host}` }), 204);
  assert.equal(await reportWith(app, { Origin: 'https://evil.example' }), 403);
  assert.equal(await reportWith(app, { Origin: 'null' }), 403);
  assert.equal(await reportWith(app, { Origin: `http://evil.example`, Host: 'oriel.local' }), 403);
  const behindProxy = { Origin: 'https://home.example', 'Sec-Fetch-Site': 'same-origin' };
  assert.equal(await reportWith(app, behindProxy), 204);
  const form = await report(app, REPORT, { 'Content-Type': 'text/plain' });
  await assertError(form, 400, 'invalid_payload');
  const preflight = await app.get('cameras/demo/report', { method: 'OPTIONS' });
  assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), null);
});

test('a viewer who reports too often is told when to come again', async (t) => {
  const app = await startDemo(t);
  assert.equal((await report(app, REPORT)).status, 204);
  const refused = await report(app, REPORT);
  assert.match(refused.headers.get('Retry-After') ?? '', /^[12]$/);
  await assertError(refused, 429, 'too_many_reports');
});

test('a report for a camera that is not there, or by GET, or too long, is refused', async (t) => {
  const app = await startDemo(t);
  const stray = await app.get('cameras/gate/report', {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify(REPORT),
  });
  await assertError(stray, 404, 'camera_not_found');
  await assertError(await app.get('cameras/demo/report'), 405, 'method_not_allowed');
  await assertError(await report(app, '{'), 400, 'bad_request');
  const long = JSON.stringify({ ...REPORT, more: 'x'.repeat(3000) });
  await assertError(await report(app, long), 413, 'bad_request');
});

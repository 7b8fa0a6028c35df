import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { loadStill, stillUrl } from '../../../www/player/still.ts';
import { ApiError } from '../../../www/server/api.ts';
import { serve } from '../serve.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

async function serveCamera(t: TestContext, listener: RequestListener): Promise<string> {
  return `${await serve(t, listener)}cameras/porch/`;
}

test('a still tells when it was captured and how old it is, by the clock of the server', async (t) => {
  // A day away from the clock of whoever looks.
  const serverNowMs = Math.floor(Date.now() / 1000) * 1000 - 86_400_000;
  const url = await serveCamera(t, (_, response) => {
    response.sendDate = false;
    response.setHeader('Date', new Date(serverNowMs).toUTCString());
    response.setHeader('X-Captured-At', new Date(serverNowMs - 12_000).toISOString());
    response.end(JPEG);
  });
  const askedAtMs = performance.now();
  const still = await loadStill(url);
  assert.ok(still !== null);
  t.after(() => still.release());
  assert.equal(still.capturedAtMs, serverNowMs - 12_000);
  const ageMs = still.ageMs() ?? 0;
  // By two clocks, which are read one after the other.
  const mostMs = 12_000 + performance.now() - askedAtMs + 2;
  assert.ok(ageMs >= 12_000 && ageMs <= mostMs, `${ageMs}`);
  const blob = await fetch(still.url).then((response) => response.arrayBuffer());
  assert.deepEqual(Buffer.from(blob), JPEG);
});

test('a still grows older while the device sleeps', async (t) => {
  const url = await serveCamera(t, (_, response) => {
    response.setHeader('X-Captured-At', new Date().toISOString());
    response.end(JPEG);
  });
  const still = await loadStill(url);
  assert.ok(still !== null);
  t.after(() => still.release());
  // `performance.now()` stands still meanwhile.
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 8 * 3_600_000 });
  assert.ok((still.ageMs() ?? 0) >= 8 * 3_600_000);
});

test('a released still holds no memory', async (t) => {
  const url = await serveCamera(t, (_, response) => response.end(JPEG));
  const still = await loadStill(url);
  assert.ok(still !== null);
  assert.equal(still.ageMs(), null);
  still.release();
  await assert.rejects(fetch(still.url));
});

test('a camera that never gave a picture has no still; other refusals are told', async (t) => {
  let status = 404;
  const url = await serveCamera(t, (_, response) => response.writeHead(status).end('{}'));
  assert.equal(await loadStill(url), null);
  status = 502;
  await assert.rejects(
    loadStill(url),
    (error) => error instanceof ApiError && error.status === 502,
  );
});

test('what is asked for is the newest picture, or that of a moment, in one of few widths', () => {
  assert.equal(stillUrl('cameras/porch/', {}), 'cameras/porch/snapshot.jpg?age=any');
  assert.equal(
    stillUrl('cameras/porch/', { atMs: 1_790_000_000_123.4, width: 160 }),
    'cameras/porch/snapshot.jpg?at=1790000000123&width=160',
  );
  assert.deepEqual(
    [150, 161, 320 * 2.6, 5000].map((width) => stillUrl('', { width }).split('width=')[1]),
    ['160', '320', '960', '1920'],
  );
});

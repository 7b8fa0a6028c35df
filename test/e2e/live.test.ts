import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { countPlaying, openPage, readBadges } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { measureGlassToGlass, percentile } from '../glass-to-glass.ts';
import { startProgram, writeOptions } from '../running-app.ts';

const PATIENCE_MS = 30_000;
/** Small pictures, few of them: a dozen encoders and decoders share the processor with the tests. */
const SMALL = { source: 'test:', resolution: '320x180', fps: 10 };
/** What the report and what the frames say may differ by. */
const AGREEMENT_MS = 50;

async function startCameras(t: TestContext, cameras: readonly object[]): Promise<string> {
  const file = await writeOptions(t, JSON.stringify({ cameras }));
  const { url } = await startProgram(t, ['--options', file, '--port', '0']);
  return url;
}

async function awaitPlaying(page: Page, count = 1): Promise<void> {
  await eventually(
    `${count} playing`,
    async () => ((await countPlaying(page)) === count ? true : null),
    PATIENCE_MS,
  );
}

async function awaitBadge(page: Page, pattern: RegExp, withinMs = PATIENCE_MS): Promise<string> {
  return await eventually(
    `a badge like ${pattern}`,
    async () => (await readBadges(page)).find((text) => pattern.test(text)) ?? null,
    withinMs,
  );
}

interface CameraFacts {
  readonly viewers: number;
  readonly delay_ms: { readonly p50: number } | null;
}

async function readCamera(url: string, id: string): Promise<CameraFacts> {
  const response = await fetch(`${url}api/cameras/${id}`);
  return (await response.json()) as CameraFacts;
}

for (const { protocol, mostMs } of [
  { protocol: 'live', mostMs: 250 },
  { protocol: 'dash', mostMs: 400 },
  { protocol: 'hls', mostMs: 600 },
]) {
  test(`${protocol}: the delay shown and reported is the one read out of the frames`, async (t) => {
    const url = await startCameras(t, [{ id: 'porch', source: 'test:' }]);
    const { page } = await openPage(t, `${url}cameras/porch/?protocol=${protocol}`);
    await awaitPlaying(page);
    // Until the player has settled and reported once.
    await delay(5000);
    const { delaysMs } = await measureGlassToGlass(page, 8500);
    const seenMs = percentile(delaysMs, 0.5);
    assert.ok(seenMs < mostMs, `${seenMs} ms`);
    const [badge] = await readBadges(page);
    const shownMs = Number(/([\d.]+) s/.exec(badge ?? '')?.[1]) * 1000;
    assert.ok(Math.abs(shownMs - seenMs) <= AGREEMENT_MS, `${badge}, but ${seenMs} ms`);
    const reported = await readCamera(url, 'porch');
    const reportedMs = reported.delay_ms?.p50 ?? Number.NaN;
    assert.ok(
      Math.abs(reportedMs - seenMs) <= AGREEMENT_MS,
      `reported ${reportedMs}, but ${seenMs}`,
    );
  });
}

test('twelve cameras play live on one page, over one connection', async (t) => {
  const cameras = Array.from({ length: 12 }, (_, index) => ({ id: `cam${index}`, ...SMALL }));
  const url = await startCameras(t, cameras);
  const { page } = await openPage(t, 'about:blank');
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.setViewportSize({ width: 1400, height: 1400 });
  await page.goto(url);
  await awaitPlaying(page, 12);
  assert.deepEqual(sockets, [`${url.replace('http', 'ws')}live`]);
  await eventually('every badge says live', async () => {
    const badges = await readBadges(page);
    return badges.length === 12 && badges.every((text) => text.startsWith('live')) ? true : null;
  });
});

test('two players of one camera share its media, and each goes on without the other', async (t) => {
  const url = await startCameras(t, [{ id: 'porch', ...SMALL }]);
  const { page, complaints } = await openPage(t, `${url}cameras/porch/?protocol=live`);
  await awaitPlaying(page);
  await page.evaluate(`(() => {
    const second = document.createElement('oriel-player');
    second.setAttribute('camera-url', location.pathname);
    second.protocol = 'live';
    document.body.prepend(second);
  })()`);
  await awaitPlaying(page, 2);
  await page.evaluate(`document.querySelector('oriel-player').remove()`);
  await delay(1500);
  await awaitPlaying(page, 1);
  assert.deepEqual(complaints, []);
});

test('where the socket is refused LL-DASH plays within seconds', async (t) => {
  const url = await startCameras(t, [{ id: 'porch', ...SMALL }]);
  const { page } = await openPage(t, 'about:blank');
  await page.routeWebSocket(/\/live$/, (socket) => socket.close());
  const startedMs = Date.now();
  await page.goto(`${url}cameras/porch/`);
  await awaitBadge(page, /^LL-DASH/);
  await awaitPlaying(page);
  const tookMs = Date.now() - startedMs;
  assert.ok(tookMs < 6000, `${tookMs} ms`);
});

test('a restarted camera plays on without anybody reloading the page', async (t) => {
  const url = await startCameras(t, [{ id: 'porch', ...SMALL }]);
  const { page } = await openPage(t, `${url}cameras/porch/?protocol=live`);
  await awaitPlaying(page);
  const answer = await fetch(`${url}api/cameras/porch/restart`, { method: 'POST' });
  assert.equal(answer.status, 202);
  const restartedMs = Date.now();
  await eventually(
    'a picture drawn after the restart',
    async () => {
      if ((await countPlaying(page)) === 0) return null;
      const { delaysMs } = await measureGlassToGlass(page, 300);
      const newest = delaysMs.at(-1);
      return newest !== undefined && Date.now() - newest > restartedMs + 500 ? true : null;
    },
    PATIENCE_MS,
  );
});

test('who scrolls a camera out of view is no viewer of it any more, and is one again at once', async (t) => {
  const url = await startCameras(t, [{ id: 'porch', ...SMALL }]);
  const { page } = await openPage(t, `${url}cameras/porch/?protocol=live`);
  await awaitPlaying(page);
  assert.equal((await readCamera(url, 'porch')).viewers, 1);
  await page.evaluate(`(() => {
    document.body.style.height = '6000px';
    scrollTo(0, 5000);
  })()`);
  await eventually('nobody looks', async () =>
    (await readCamera(url, 'porch')).viewers === 0 ? true : null,
  );
  await page.evaluate('scrollTo(0, 0)');
  await awaitPlaying(page);
  assert.equal((await readCamera(url, 'porch')).viewers, 1);
});

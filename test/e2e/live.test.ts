import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { countPlaying, readBadges } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { measureGlassToGlass, percentile } from '../glass-to-glass.ts';
import type { GlassToGlass } from '../glass-to-glass.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';
import { awaitBadge, awaitLive, awaitPlaying, PATIENCE_MS, readCamera } from './player-page.ts';

/** Small pictures, few of them: a dozen encoders and decoders share the processor with the tests. */
const SMALL = { source: 'test:', resolution: '320x180', fps: 10 };
/** What the report and what the frames say may differ by. */
const AGREEMENT_MS = 50;

async function startCameras(t: TestContext, cameras: readonly object[]): Promise<string> {
  const file = await writeOptions(t, JSON.stringify({ cameras }));
  const { url } = await startProgram(t, ['--options', file, '--port', '0']);
  return url;
}

interface Shown {
  readonly atMs: number;
  readonly delayMs: number;
}

/** What the badge says of the delay, again and again until it is told to end. */
async function collectBadges(page: Page, end: AbortSignal): Promise<Shown[]> {
  const shown: Shown[] = [];
  while (!end.aborted) {
    const [badge = ''] = await readBadges(page);
    const [, seconds] = /([\d.]+) s/.exec(badge) ?? [];
    if (seconds !== undefined) shown.push({ atMs: Date.now(), delayMs: Number(seconds) * 1000 });
    await page.waitForTimeout(400);
  }
  return shown;
}

/** The badge tells of the second before; with the time until it is drawn anew. */
const BADGE_LOOKS_BACK_MS = 1_300;

/** How far the badge was off the frames it told of, in the median. */
function badgeError(shown: readonly Shown[], { delaysMs, drawnAtMs }: GlassToGlass): number {
  const errors = shown.flatMap(({ atMs, delayMs }) => {
    const told = delaysMs.filter((frameMs, index) => {
      const agoMs = atMs - ((drawnAtMs[index] ?? 0) + frameMs);
      return agoMs >= 0 && agoMs < BADGE_LOOKS_BACK_MS;
    });
    if (told.length === 0) return [];
    return [Math.max(Math.abs(delayMs - percentile(told, 0.5)) - badgeGrainMs(delayMs), 0)];
  });
  return percentile(errors, 0.5);
}

/** What is no news to the badge, and what it rounds to: tenths of a second from one second on. */
function badgeGrainMs(delayMs: number): number {
  return Math.max(20, 0.05 * delayMs) + (delayMs < 995 ? 5 : 50);
}

/** Players report three seconds after their first picture, and this often from then on. */
const REPORT_EVERY_MS = 10_000;

async function nextReport(page: Page): Promise<void> {
  await page.waitForResponse((response) => response.url().endsWith('/report'));
}

for (const { protocol, mostMs } of [
  { protocol: 'live', mostMs: 500 },
  { protocol: 'dash', mostMs: 800 },
  { protocol: 'hls', mostMs: 1200 },
]) {
  test(`${protocol}: the delay shown and reported is the one read out of the frames`, async (t) => {
    // Nothing that holds up the camera's first frames, from which its clock is told.
    const { page } = await openPage(t, 'about:blank');
    const url = await startCameras(t, [{ id: 'porch', source: 'test:', resolution: '320x180' }]);
    await awaitLive(url, 'porch');
    const settled = nextReport(page);
    await page.goto(`${url}cameras/porch/?protocol=${protocol}`);
    await settled;
    const reporting = nextReport(page);
    const measured = new AbortController();
    const showing = collectBadges(page, measured.signal);
    // As long as what is reported next.
    const seen = await measureGlassToGlass(page, REPORT_EVERY_MS - 500);
    measured.abort();
    const seenMs = percentile(seen.delaysMs, 0.5);
    const badgeErrorMs = badgeError(await showing, seen);
    await reporting;
    const { delay_ms: reported } = await readCamera(url, 'porch');
    const reportedMs = reported?.p50 ?? Number.NaN;
    const text = `${Math.round(seenMs)} ms, shown ${Math.round(badgeErrorMs)} ms off, reported ${reportedMs}`;
    t.diagnostic(`${protocol}: ${text}`);
    assert.ok(seenMs < mostMs, text);
    assert.ok(badgeErrorMs <= AGREEMENT_MS, text);
    assert.ok(Math.abs(reportedMs - seenMs) <= AGREEMENT_MS, text);
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
  const leftAtMs = Date.now();
  await page.evaluate(`document.querySelector('oriel-player').remove()`);
  await awaitPlaying(page, 1);
  await awaitPictureSince(page, leftAtMs + 1000);
  assert.deepEqual(complaints, []);
});

test('where the socket is refused LL-DASH plays within seconds', async (t) => {
  const url = await startCameras(t, [{ id: 'porch', ...SMALL }]);
  await awaitLive(url, 'porch');
  const { page } = await openPage(t, 'about:blank');
  const refused = Promise.withResolvers<number>();
  await page.routeWebSocket(/\/live$/, (socket) => {
    refused.resolve(Date.now());
    return socket.close();
  });
  await page.goto(`${url}cameras/porch/`);
  await awaitBadge(page, /^LL-DASH/);
  await awaitPlaying(page);
  const tookMs = Date.now() - (await refused.promise);
  assert.ok(tookMs < 6000, `${tookMs} ms`);
});

test('a restarted camera plays on without anybody reloading the page', async (t) => {
  const url = await startCameras(t, [{ id: 'porch', ...SMALL }]);
  const { page } = await openPage(t, `${url}cameras/porch/?protocol=live`);
  await awaitPlaying(page);
  const answer = await fetch(`${url}api/cameras/porch/restart`, { method: 'POST' });
  assert.equal(answer.status, 202);
  await awaitPictureSince(page, Date.now() + 500);
});

/** Resolves when the page shows a frame that was drawn after that. */
async function awaitPictureSince(page: Page, unixMs: number): Promise<void> {
  await eventually(
    'a picture drawn after that',
    async () => {
      if ((await countPlaying(page)) === 0) return null;
      const { drawnAtMs } = await measureGlassToGlass(page, 300);
      return (drawnAtMs.at(-1) ?? 0) > unixMs ? true : null;
    },
    PATIENCE_MS,
  );
}

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

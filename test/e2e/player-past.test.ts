// The timeline and the past it leads to, in a real browser.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { countPlaying } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { measureGlassToGlass, percentile } from '../glass-to-glass.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';
import { awaitBadge, awaitPlaying, awaitWindow } from './player-page.ts';

const CAMERA = {
  id: 'yard',
  source: 'test:',
  resolution: '640x360',
  fps: 10,
  renditions: ['180p@200'],
};

/** What a busy browser does: it opens a Media Source long after all else was there. */
const LATE_MEDIA_SOURCE = `
  const listen = EventTarget.prototype.addEventListener;
  MediaSource.prototype.addEventListener = function (type, listener, options) {
    const late = type === 'sourceopen' ? (event) => setTimeout(() => listener.call(this, event), 500) : listener;
    listen.call(this, type, late, options);
  };
`;

interface Scene {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly player: Locator;
}

/** Of all tests: what they go back to fills up meanwhile. */
let url: string;

before(async (hook) => {
  const t = hook as TestContext;
  const file = await writeOptions(t, JSON.stringify({ cameras: [CAMERA] }));
  ({ url } = await startProgram(t, ['--options', file, '--port', '0']));
});

/** By the live socket alone: on a busy machine it would change to another way, whose badge reads otherwise. */
async function openCamera(t: TestContext): Promise<Scene> {
  const { page, complaints } = await openPage(t, `${url}cameras/yard/?protocol=live`);
  return { page, complaints, player: page.locator('oriel-player') };
}

/** In seconds, by the badge. */
async function readBehind(page: Page): Promise<number> {
  const badge = await awaitBadge(page, /^-0:\d\d$/);
  return Number(badge.slice('-0:'.length));
}

/** Ten seconds back, and playing there. */
async function goBack({ page, player }: Scene): Promise<void> {
  await awaitPlaying(page);
  await awaitWindow(url, 'yard', 15);
  await page.mouse.move(500, 300);
  await player.getByRole('slider').focus();
  await page.keyboard.press('PageDown');
  await awaitBadge(page, /^-0:\d\d$/);
  await player.locator('[data-layer=video]').waitFor();
  await awaitPlaying(page);
}

test('a drag on the timeline shows what was there, and plays it when let go', async (t) => {
  const { page, player } = await openCamera(t);
  await awaitPlaying(page);
  await awaitWindow(url, 'yard', 12);
  await page.mouse.move(500, 300);
  const slider = player.getByRole('slider');
  // Stands still when that is done.
  await slider.hover();
  const box = await slider.boundingBox();
  assert.ok(box !== null);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width - 8, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, y, { steps: 4 });
  await player.locator('.bubble img').waitFor();
  assert.match((await awaitBadge(page, /^live/)) ?? '', /live/);
  await page.mouse.up();
  await awaitBadge(page, /^-0:\d\d$/);
  await page.mouse.move(500, 300);
  await player.getByRole('button', { name: 'Go to live', exact: true }).click();
  await awaitBadge(page, /^live/);
});

test('the past is played from where the timeline is put, as the frames themselves tell', async (t) => {
  const { page, player, complaints } = await openCamera(t);
  await awaitPlaying(page);
  // Of which the page may not have heard yet.
  await awaitWindow(url, 'yard', 25);
  await page.mouse.move(500, 300);
  const slider = player.getByRole('slider');
  await slider.waitFor();
  assert.equal(await slider.getAttribute('aria-valuetext'), 'Live');
  await slider.focus();
  const pressedAtMs = Date.now();
  await page.keyboard.press('PageDown');
  await awaitBadge(page, /^-0:\d\d$/);
  await player.locator('[data-layer=video]').waitFor();
  // Live goes on while it is loaded.
  const loadMs = Date.now() - pressedAtMs;
  const behind = await measureGlassToGlass(page, 2000);
  const behindMs = percentile(behind.delaysMs, 0.5);
  assert.ok(behindMs > 9500 && behindMs < 10_500 + loadMs, `${behindMs} ms behind`);
  const spoken = (await slider.getAttribute('aria-valuetext')) ?? '';
  const [, seconds] = /^(\d+) seconds ago$/.exec(spoken) ?? [];
  assert.ok(Math.abs(Number(seconds) - behindMs / 1000) <= 1.5, `${spoken}, ${behindMs} ms behind`);
  // Five seconds back, then the pause key holds the picture.
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  await awaitBadge(page, /^-0:(1[5-9]|2\d)$/);
  await player.locator('[data-layer=video]').waitFor();
  await awaitPlaying(page);
  await player.evaluate((element: { pause: () => void }) => element.pause());
  await eventually('it holds', async () => ((await countPlaying(page)) === 0 ? true : null));
  const held = await readBehind(page);
  await eventually('live goes on', async () => ((await readBehind(page)) > held + 1 ? true : null));
  await page.keyboard.press('l');
  await awaitBadge(page, /^live/);
  await awaitPlaying(page);
  const live = await measureGlassToGlass(page, 1000);
  assert.ok(percentile(live.delaysMs, 0.5) < 1000);
  assert.deepEqual(complaints, []);
});

test('the past begins where it was asked for, in a browser that is late and for a user who is not', async (t) => {
  const { page, player, complaints } = await openCamera(t);
  await page.addInitScript(LATE_MEDIA_SOURCE);
  await page.reload();
  await awaitPlaying(page);
  await awaitWindow(url, 'yard', 25);
  const slider = player.getByRole('slider');
  for (const [first, then, behindMs] of [
    ['PageDown', [], 10_000],
    // Before anything of the first step can be played; and back again.
    ['PageDown', ['PageDown'], 20_000],
    ['PageDown', ['PageDown', 'PageUp'], 10_000],
  ] as const) {
    await page.mouse.move(500, 300);
    await slider.focus();
    const listed = page.waitForResponse(/\/hls\/video\.m3u8/);
    const pressedAtMs = Date.now();
    await page.keyboard.press(first);
    await (await listed).finished();
    for (const key of then) await page.keyboard.press(key);
    await awaitBadge(page, /^-0:\d\d$/);
    await player.locator('[data-layer=video]').waitFor();
    await awaitPlaying(page);
    const loadMs = Date.now() - pressedAtMs;
    const { delaysMs } = await measureGlassToGlass(page, 1000);
    const measuredMs = percentile(delaysMs, 0.5);
    assert.ok(
      measuredMs > behindMs - 1000 && measuredMs < behindMs + loadMs + 500,
      `${first} ${then.join(' ')}: ${measuredMs} ms`,
    );
    await page.keyboard.press('l');
    await awaitBadge(page, /^live/);
    await awaitPlaying(page);
  }
  assert.deepEqual(complaints, []);
});

test('the past outlives a network that is away for a moment, playing or paused', async (t) => {
  const scene = await openCamera(t);
  const { page, player, complaints } = scene;
  await goBack(scene);
  const isPast = (request: { url: () => string }): boolean => request.url().includes('/hls/');
  // The browser goes on to say that it is online.
  const lost = page.waitForEvent('requestfailed', isPast);
  await page.route('**/hls/**', (route) => route.abort('connectionreset'));
  await lost;
  await page.unroute('**/hls/**');
  await page.waitForEvent('requestfinished', isPast);
  await awaitBadge(page, /^-0:1\d$/);
  await awaitPlaying(page);
  // The browser's own pause, as a media key says it.
  await player.locator('video').evaluate((video: { pause: () => void }) => video.pause());
  await player.getByRole('button', { name: 'Play', exact: true }).first().waitFor();
  assert.equal(await countPlaying(page), 0);
  // For good, as far as hls.js knows.
  await page.route('**/hls/**', (route) => route.fulfill({ status: 404 }));
  await page.waitForResponse((response) => response.status() === 404);
  await awaitBadge(page, /^-0:[2-5]\d$/);
  await page.unroute('**/hls/**');
  await page.keyboard.press('Space');
  await awaitPlaying(page);
  await awaitBadge(page, /^-0:[2-5]\d$/);
  // The browser's own notes of it.
  const others = complaints.filter((text) => !text.startsWith('Failed to load resource'));
  assert.deepEqual(others, []);
});

test('a step back from a paused picture leads to what was before it', async (t) => {
  const { page, player } = await openCamera(t);
  await awaitPlaying(page);
  await awaitWindow(url, 'yard', 25);
  await player.evaluate((element: { pause: () => void }) => element.pause());
  // So long that five seconds before now would be a step forward.
  await awaitBadge(page, /\b1\d s/);
  await page.mouse.move(500, 300);
  await page.keyboard.press('ArrowLeft');
  await awaitBadge(page, /^-0:(1[5-9]|2\d)$/);
  await player.locator('[data-layer=video]').waitFor();
  await awaitPlaying(page);
});

test('another size is shown in the past, too', async (t) => {
  const scene = await openCamera(t);
  await goBack(scene);
  const { page, player } = scene;
  const height = async (): Promise<number> =>
    await player.locator('video').evaluate((video: { videoHeight: number }) => video.videoHeight);
  assert.equal(await height(), 360);
  await player.evaluate((element: { rendition: string }) => {
    element.rendition = '180p';
  });
  await eventually('the smaller picture', async () => ((await height()) === 180 ? true : null));
  await awaitPlaying(page);
  await awaitBadge(page, /^-0:1\d$/);
});

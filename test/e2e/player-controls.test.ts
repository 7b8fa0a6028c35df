// The player's controls in a real browser: by keyboard, for everybody, and gone without a trace.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { makeFlashAndBeep } from '../av-sync.ts';
import { eventually } from '../eventually.ts';
import { startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';
import { awaitBadge, awaitPlaying } from './player-page.ts';

const AXE = new URL('../../node_modules/axe-core/axe.min.js', import.meta.url);

interface Scene {
  readonly page: Page;
  readonly player: Locator;
}

/** Of all tests: what the last one goes back to fills up meanwhile. */
let url: string;

before(async (hook) => {
  const t = hook as TestContext;
  const path = join(await temporaryDirectory(t), 'a.mkv');
  await makeFlashAndBeep(path, ['-c:a', 'aac', '-ac', '1']);
  const silent = { source: 'test:', resolution: '320x180', fps: 10 };
  // One that is switched off and on in its tests, and one with sound.
  const cameras = [
    { id: 'porch', ...silent },
    { id: 'gate', ...silent },
    { id: 'hall', source: `file:${path}` },
  ];
  const file = await writeOptions(t, JSON.stringify({ cameras }));
  ({ url } = await startProgram(t, ['--options', file, '--port', '0']));
});

async function openCamera(t: TestContext, camera = 'porch'): Promise<Scene> {
  const { page } = await openPage(t, 'about:blank');
  await page.addInitScript(COUNT);
  await page.goto(`${url}cameras/${camera}/`);
  return { page, player: page.locator('oriel-player') };
}

/** What axe finds wrong on the page now. */
async function findFaults(page: Page): Promise<string[]> {
  // By the protocol of the debugger, which no content security policy concerns.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { html: string }[] }[];
  }>('axe.run(document.querySelector("oriel-camera-page"))');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Counts what is begun and not ended. */
const COUNT = `(() => {
  const open = { timeouts: new Set(), intervals: new Set(), sockets: new Set(), urls: new Set() };
  globalThis.openThings = () => Object.fromEntries(Object.entries(open).map(([name, { size }]) => [name, size]));
  const { setTimeout, clearTimeout, setInterval, clearInterval, WebSocket } = globalThis;
  globalThis.setTimeout = (act, ms, ...rest) => {
    const handle = setTimeout(() => { open.timeouts.delete(handle); act(...rest); }, ms);
    open.timeouts.add(handle);
    return handle;
  };
  globalThis.clearTimeout = (handle) => { open.timeouts.delete(handle); clearTimeout(handle); };
  globalThis.setInterval = (...all) => { const handle = setInterval(...all); open.intervals.add(handle); return handle; };
  globalThis.clearInterval = (handle) => { open.intervals.delete(handle); clearInterval(handle); };
  globalThis.WebSocket = class extends WebSocket {
    constructor(...all) {
      super(...all);
      open.sockets.add(this);
      this.addEventListener('close', () => open.sockets.delete(this));
    }
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => { const url = createObjectURL(object); open.urls.add(url); return url; };
  URL.revokeObjectURL = (url) => { open.urls.delete(url); revokeObjectURL(url); };
})()`;

test('a player that moves to another place on the page plays on there', async (t) => {
  const { page } = await openCamera(t);
  await awaitPlaying(page);
  await page.evaluate(`(() => {
    const { shadowRoot } = document.querySelector('oriel-camera-page');
    const player = shadowRoot.querySelector('oriel-player');
    document.body.append(player);
  })()`);
  await awaitPlaying(page);
  await awaitBadge(page, /^live/);
});

test('the button that Firefox lays over videos is not there, and picture-in-picture is', async (t) => {
  const { page, player } = await openCamera(t);
  // What tells Firefox from others.
  await page.addInitScript('HTMLMediaElement.prototype.mozHasAudio = false');
  await page.reload();
  await awaitPlaying(page);
  const isDisabled = async (): Promise<boolean> =>
    await player
      .locator('video')
      .evaluate((video: { disablePictureInPicture: boolean }) => video.disablePictureInPicture);
  assert.equal(await isDisabled(), true);
  for (const isIn of [true, false]) {
    await page.mouse.move(500, 300);
    await page.keyboard.press('p');
    await eventually(`in picture-in-picture: ${isIn}`, async () => {
      const isThere = await page.evaluate('document.pictureInPictureElement !== null');
      return isThere === isIn && (await isDisabled()) !== isIn ? true : null;
    });
  }
  await awaitPlaying(page);
});

test('axe finds nothing: live with controls, its menu, the past, in trouble', async (t) => {
  const { page, player } = await openCamera(t, 'gate');
  await awaitPlaying(page);
  await page.mouse.move(500, 300);
  await player.getByRole('button', { name: 'More' }).focus();
  assert.deepEqual(await findFaults(page), []);
  await page.keyboard.press('Enter');
  await player.getByRole('menu').waitFor();
  assert.deepEqual(await findFaults(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await player.locator('oriel-stats dl').waitFor();
  assert.deepEqual(await findFaults(page), []);
  await fetch(`${url}api/cameras/gate/stop`, { method: 'POST' });
  await page.getByText('This camera is switched off').first().waitFor();
  assert.deepEqual(await findFaults(page), []);
  await fetch(`${url}api/cameras/gate/start`, { method: 'POST' });
});

test('the menu is used by keyboard, and gives the focus back', async (t) => {
  const { page, player } = await openCamera(t);
  await awaitPlaying(page);
  await page.mouse.move(500, 300);
  const more = player.getByRole('button', { name: 'More' });
  await more.focus();
  await page.keyboard.press('Enter');
  const menu = player.getByRole('menu');
  await menu.waitFor();
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await player.getByRole('menuitem', { name: 'Protocol' }).focus();
  await page.keyboard.press('ArrowRight');
  const auto = player.getByRole('menuitemradio', { name: 'Auto' });
  await auto.waitFor();
  assert.equal(await auto.getAttribute('aria-checked'), 'true');
  await player.getByRole('menuitemradio', { name: 'HLS' }).press('Enter');
  await menu.waitFor({ state: 'detached' });
  assert.match(page.url(), /protocol=hls/);
  await awaitBadge(page, /HLS/);
  await more.press('Enter');
  await menu.waitFor();
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  assert.equal(
    await more.evaluate((button: { matches(s: string): boolean }) => button.matches(':focus')),
    true,
  );
});

test('who may change the camera switches it off and on again; a page may do it another way', async (t) => {
  const { page, player } = await openCamera(t, 'gate');
  await awaitPlaying(page);
  await player.evaluate((element: { mayChange: boolean }) => {
    element.mayChange = true;
  });
  await page.mouse.move(500, 300);
  const choose = async (name: string): Promise<void> => {
    await page.mouse.move(500, 320);
    await player.getByRole('button', { name: 'More' }).click();
    await player.getByRole('menuitem', { name }).click();
  };
  await choose('Switch the camera off');
  await page.getByText('This camera is switched off').first().waitFor();
  await player.locator('.message').getByRole('button', { name: 'Switch the camera on' }).click();
  await awaitPlaying(page);
  await page.evaluate(`document.addEventListener('player-request', (event) => {
    event.preventDefault();
    globalThis.asked = event.detail.kind;
  })`);
  await choose('Restart the camera');
  assert.equal(await page.evaluate('asked'), 'restart');
  const camera = (await (await fetch(`${url}api/cameras/gate`)).json()) as { status: string };
  assert.equal(camera.status, 'live');
});

test('sound that was wanted is remembered, and begins again with the first tap', async (t) => {
  const { page, player } = await openCamera(t, 'hall');
  const isMuted = async (): Promise<boolean> =>
    await page.locator('video').evaluate((video: { muted: boolean }) => video.muted);
  await awaitPlaying(page);
  await page.mouse.move(500, 300);
  await player.getByRole('button', { name: 'Sound on' }).click();
  assert.equal(await isMuted(), false);
  await page.reload();
  await awaitPlaying(page);
  const hint = player.getByRole('button', { name: 'Tap for sound' });
  await hint.waitFor();
  assert.equal(await isMuted(), true);
  await page.mouse.click(500, 300);
  assert.equal(await isMuted(), false);
  await hint.waitFor({ state: 'detached' });
  await player.getByRole('button', { name: 'Sound off' }).click();
  await page.reload();
  await awaitPlaying(page);
  await page.mouse.click(500, 300);
  assert.equal(await isMuted(), true);
});

test('a player that is taken away leaves no timer, socket or object URL behind', async (t) => {
  const { page, player } = await openCamera(t);
  await awaitPlaying(page);
  await eventually('a past', async () => {
    const response = await fetch(`${url}api/cameras/porch`);
    const camera = (await response.json()) as { window_seconds: number };
    return camera.window_seconds > 12 ? true : null;
  });
  await page.mouse.move(500, 300);
  await page.keyboard.press('i');
  await player.locator('oriel-stats dl').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await awaitBadge(page, /^-0:\d\d$/);
  await player.locator('[data-layer=video]').waitFor();
  // The controls may have gone meanwhile.
  await page.mouse.move(500, 310);
  await player.getByRole('button', { name: 'More' }).click();
  await player.getByRole('menu').waitFor();
  await page.evaluate(`(() => {
    const { shadowRoot } = document.querySelector('oriel-camera-page');
    shadowRoot.querySelector('oriel-player').remove();
    document.querySelector('oriel-camera-page').remove();
  })()`);
  await eventually(
    'nothing is left',
    async () => {
      const left = await page.evaluate<Record<string, number>>('openThings()');
      return Object.values(left).every((count) => count === 0) ? true : null;
    },
    15_000,
  ).catch(async (error: unknown) => {
    throw new Error(JSON.stringify(await page.evaluate('openThings()')), { cause: error });
  });
});

// The player's own page in a real browser: what a viewer sees and can do.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { countPlaying } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import { assertSameBytes } from '../same-bytes.ts';
import { openPage } from './page.ts';
import { awaitBadge, awaitPlaying, awaitWindow, readCamera } from './player-page.ts';

const PATIENCE_MS = 30_000;
const SMALL = { source: 'test:', resolution: '320x180', fps: 10 };

interface Scene {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly player: Locator;
}

/** One for each test that counts viewers. */
const CAMERAS = [
  { id: 'porch', name: 'Porch', ...SMALL },
  // Larger than what stands in for the next picture.
  { id: 'gate', ...SMALL, resolution: '1280x720', start: 'on_demand' },
  ...['hall', 'attic', 'shed'].map((id) => ({ id, ...SMALL })),
];

/** Of all tests: what they go back to fills up meanwhile. */
let url: string;

before(async (hook) => {
  const t = hook as TestContext;
  const file = await writeOptions(t, JSON.stringify({ cameras: CAMERAS }));
  ({ url } = await startProgram(t, ['--options', file, '--port', '0']));
});

/** By the live socket alone: on a busy machine it would change to another way, whose badge reads otherwise. */
async function openCamera(t: TestContext, camera = 'porch'): Promise<Scene> {
  const { page, complaints } = await openPage(t, `${url}cameras/${camera}/?protocol=live`);
  return { page, complaints, player: page.locator('oriel-player') };
}

async function awaitViewers(camera: string, viewers: number): Promise<void> {
  await eventually(`${viewers} viewers`, async () =>
    (await readCamera(url, camera)).viewers === viewers ? true : null,
  );
}

test('the last picture is there at once with its age, and the video fades in over it', async (t) => {
  const { page, player } = await openCamera(t);
  await awaitPlaying(page);
  await awaitWindow(url, 'porch', 2);
  // Media is held back until the still has been looked at.
  const held: WebSocketRoute[] = [];
  let isHolding = true;
  await page.routeWebSocket(/\/live$/, (socket) => {
    if (isHolding) held.push(socket);
    else socket.connectToServer();
  });
  await page.goto(`${url}cameras/porch/?protocol=live`);
  await player.locator('[data-layer=still] img.still').waitFor();
  await awaitBadge(page, /^\d+ s ago$/);
  assert.equal(await countPlaying(page), 0);
  isHolding = false;
  for (const socket of held) await socket.close();
  await player.locator('[data-layer=video]').waitFor();
  await awaitBadge(page, /^live/);
});

test('a clip and a snapshot are saved under names that say when', async (t) => {
  const { page, player } = await openCamera(t);
  await awaitPlaying(page);
  await awaitWindow(url, 'porch', 4);
  await page.mouse.move(500, 300);
  await saveSnapshot(page);
  const saved = page.waitForEvent('download');
  await page.mouse.move(500, 310);
  await player.getByRole('button', { name: 'Save a clip' }).click();
  const clip = await saved;
  assert.match(clip.suggestedFilename(), /^porch-\d{4}-\d\d-\d\d-\d{6}\.mp4$/);
  assert.equal((await readFile(await clip.path())).toString('latin1', 4, 8), 'ftyp');
  await page.route(/clip\.mp4/, (route) =>
    route.fulfill({ status: 503, json: { error: { code: 'too_many_clips', message: 'four' } } }),
  );
  await player.getByRole('button', { name: 'Save a clip' }).click();
  await page.getByText('The clip could not be saved: Too many clips are being saved').waitFor();
});

test('what somebody stopped to look at stays whole, and is what a snapshot saves', async (t) => {
  const { page, player } = await openCamera(t, 'gate');
  // Playing is not enough: there has to be something to look at.
  await player.locator('[data-layer="video"]').waitFor();
  await page.mouse.move(500, 300);
  await page.keyboard.press(' ');
  await awaitBadge(page, /^Paused/);
  const first = await saveSnapshot(page);
  await player.getByText('Saved').waitFor();
  assert.deepEqual(await sizeOf(page, first), [1280, 720]);
  const savedAtMs = Date.now();
  await eventually('a newer picture at the server', async () => {
    const { headers } = await fetch(`${url}cameras/gate/snapshot.jpg`);
    return Date.parse(headers.get('X-Captured-At') ?? '') > savedAtMs ? true : null;
  });
  assertSameBytes(await saveSnapshot(page), first);
});

async function sizeOf(page: Page, jpeg: Buffer): Promise<unknown> {
  return await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${jpeg.toString('base64')}'), (letter) => letter.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return [width, height];
  })()`);
}

async function saveSnapshot(page: Page): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.keyboard.press('s');
  const picture = await download;
  assert.match(picture.suggestedFilename(), /^(porch|gate)-\d{4}-\d\d-\d\d-\d{6}\.jpg$/);
  const jpeg = await readFile(await picture.path());
  assert.deepEqual([...jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  return jpeg;
}

// Most of their time is waiting.
suite('out of sight', { concurrency: 2 }, () => {
  test('a link over the picture, as tiles have, is no cover', async (t) => {
    const { page } = await openCamera(t, 'shed');
    await awaitPlaying(page);
    await page.evaluate(`(() => {
    const link = document.createElement('a');
    link.style.cssText = 'position:absolute;inset:0;z-index:9';
    document.body.append(link);
  })()`);
    await page.waitForTimeout(6500);
    assert.equal((await readCamera(url, 'shed')).viewers, 1);
  });

  test('under a dialog it rests, and plays again when that is gone', async (t) => {
    const { page } = await openCamera(t, 'attic');
    await awaitPlaying(page);
    assert.equal((await readCamera(url, 'attic')).viewers, 1);
    await page.evaluate(`(() => {
    const cover = document.createElement('div');
    cover.id = 'cover';
    cover.style.cssText = 'position:fixed;inset:0;background:rgb(0 0 0/60%);z-index:9';
    document.body.append(cover);
  })()`);
    await awaitViewers('attic', 0);
    await page.evaluate(`document.querySelector('#cover').remove()`);
    await awaitPlaying(page);
  });
});

suite('not as usual', { concurrency: 3 }, () => {
  test('a video whose clock runs on while no picture comes is rebuilt', async (t) => {
    const { page, player } = await openCamera(t);
    await awaitPlaying(page);
    await page.evaluate(`(() => {
    globalThis.states = [];
    document.addEventListener('player-state', ({ detail }) => states.push(detail.kind));
  })()`);
    const rebuilt = player.evaluate((element: { shadowRoot: never }) => {
      const { shadowRoot } = element as { shadowRoot: { querySelector(name: string): never } };
      const video = shadowRoot.querySelector('video') as {
        getVideoPlaybackQuality: () => object;
        addEventListener(type: string, listener: () => void, options: object): void;
      };
      const frozen = video.getVideoPlaybackQuality();
      video.getVideoPlaybackQuality = () => frozen;
      return new Promise<void>((resolve) => {
        video.addEventListener('emptied', () => resolve(), { once: true });
      });
    });
    await Promise.race([
      rebuilt,
      page.waitForTimeout(PATIENCE_MS).then(() => assert.fail('it was not rebuilt')),
    ]);
    await eventually('it connects anew', async () => {
      const states = await page.evaluate<string[]>('states');
      return states.includes('connecting') ? true : null;
    });
  });

  test('stills cost no viewer; a tap plays live for a while', async (t) => {
    const { page, player } = await openCamera(t, 'hall');
    await awaitPlaying(page);
    await player.evaluate(
      (element: { mode: string; stillSeconds: number; liveSeconds: number }) => {
        element.stillSeconds = 1;
        element.liveSeconds = 3;
        element.mode = 'stills';
      },
    );
    await awaitViewers('hall', 0);
    await awaitBadge(page, /^\d s ago$/);
    assert.equal(await page.locator('video').evaluate((video: { src: string }) => video.src), '');
    const first = await player.locator('img.still').getAttribute('src');
    await eventually('another still', async () =>
      (await player.locator('img.still').getAttribute('src')) === first ? null : true,
    );
    await page.mouse.click(300, 250);
    await awaitBadge(page, /^live/);
    await awaitPlaying(page);
    await awaitBadge(page, /^\d s ago$/);
    await awaitViewers('hall', 0);
    await player.getByRole('button', { name: /^Watch .*live$/ }).press('Enter');
    await awaitBadge(page, /^live/);
  });

  test('a browser without the codec says so, and shows stills', async (t) => {
    const { page, player } = await openCamera(t);
    await page.addInitScript(`
    MediaSource.isTypeSupported = () => false;
    navigator.mediaCapabilities.decodingInfo = async () => ({ supported: false, smooth: false, powerEfficient: false });
  `);
    await page.reload();
    await player.evaluate((element: { stillSeconds: number }) => {
      element.stillSeconds = 1;
    });
    const sentence = player
      .locator('.message')
      .getByText('This browser does not play what the camera sends');
    await sentence.waitFor();
    const seen = new Set<string | null>();
    await eventually('stills that change', async () => {
      seen.add(await player.locator('img.still').getAttribute('src'));
      return seen.size > 3 ? true : null;
    });
    // Whatever has been tried meanwhile.
    assert.equal(await sentence.count(), 1);
  });
});

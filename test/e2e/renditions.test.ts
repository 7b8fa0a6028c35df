// Players of others, and a bare Media Source, go from one version of the picture to another.

import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';

const library = (path: string): string =>
  fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
const OPTIONS = `
cameras:
  - id: porch
    source: 'test:'
    resolution: 640x360
    fps: 15
    renditions: [240p@400, 120p@150]
`;
const HEIGHTS = [360, 240, 120];
const PATIENCE_MS = 30_000;

interface Watched {
  readonly page: Page;
  readonly url: string;
}

let url: string;

before(async (hook) => {
  const t = hook as TestContext;
  const file = await writeOptions(t, OPTIONS);
  ({ url } = await startProgram(t, ['--options', file, '--port', '0']));
});

/** A page with nothing but a video element, of the same origin: Chromium keeps others from this machine. */
async function openBlank(t: TestContext): Promise<Watched> {
  const { page } = await openPage(t, `${url}api/time`);
  await page.evaluate(`
    window.video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
  `);
  return { page, url: `${url}cameras/porch/` };
}

interface Shown {
  readonly height: number;
  readonly seconds: number;
  readonly ranges: number;
}

async function look(page: Page): Promise<Shown> {
  return page.evaluate(
    '({ height: video.videoHeight, seconds: video.currentTime, ranges: video.buffered.length })',
  );
}

/** Waits until the video has this height, and has played on for a second after that. */
async function awaitHeight(page: Page, height: number): Promise<Shown> {
  const first = await eventually(
    `a picture of ${height} lines`,
    async () => {
      const shown = await look(page);
      return shown.height === height ? shown : null;
    },
    PATIENCE_MS,
  );
  return eventually(
    'it plays on',
    async () => {
      const shown = await look(page);
      return shown.height === height && shown.seconds > first.seconds + 1 ? shown : null;
    },
    PATIENCE_MS,
  );
}

/** Up and down, and over two steps at once. */
const WAY = [0, 2, 1, 0, 1, 2];

/** The least that plays the live socket; it never jumps over a hole. */
const LIVE_PLAYER = `(async () => {
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  const queue = [];
  let buffer = null;
  const next = () => {
    if (!buffer || buffer.updating || queue.length === 0) return;
    const item = queue.shift();
    if (typeof item === 'string') buffer.changeType(item), next();
    else buffer.appendBuffer(item);
  };
  window.socket = new WebSocket(LIVE_URL);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') queue.push(data);
    else {
      const message = JSON.parse(data);
      if (message.type !== 'init') return;
      const type = 'video/mp4; codecs="' + message.codec + '"';
      if (buffer) queue.push(type);
      else {
        buffer = source.addSourceBuffer(type);
        buffer.addEventListener('updateend', next);
      }
    }
    next();
    const { buffered } = video;
    if (video.currentTime === 0 && buffered.length > 0) {
      video.currentTime = buffered.start(0);
      video.play();
    }
  };
})()`;

// Most of their time is waiting.
suite('all renditions', { concurrency: 3 }, () => {
  test('hls.js finds all levels, and plays each of them', async (t) => {
    const { page, url } = await openBlank(t);
    await page.addScriptTag({ path: library('hls.js/dist/hls.js') });
    const heights = await page.evaluate(`(async () => {
    window.problems = [];
    window.hls = new Hls({ lowLatencyMode: true, startLevel: 0 });
    hls.on(Hls.Events.ERROR, (_, { details, fatal }) => {
      // It gives up what it was loading when it is told to change, and may jump to where it starts.
      const isUsual = /stall|aborted/i.test(details) || !hls.hasEnoughToStart;
      if (fatal || !isUsual) problems.push(details);
    });
    hls.loadSource(${JSON.stringify(`${url}hls/index.m3u8`)});
    hls.attachMedia(video);
    await new Promise((resolve, reject) => {
      hls.once(Hls.Events.MANIFEST_PARSED, resolve);
      hls.once(Hls.Events.ERROR, (_, { error }) => reject(error));
    });
    video.play();
    return hls.levels.map(({ height }) => height);
  })()`);
    // By their bit rates.
    assert.deepEqual(heights, HEIGHTS.toReversed());
    for (const step of WAY) {
      const height = HEIGHTS[step] ?? 0;
      await page.evaluate(
        `hls.nextLevel = hls.levels.findIndex((each) => each.height === ${height})`,
      );
      await awaitHeight(page, height);
    }
    assert.deepEqual(await page.evaluate('problems'), []);
  });

  test('dash.js finds all representations, and plays each of them', async (t) => {
    const { page, url } = await openBlank(t);
    await page.addScriptTag({ path: library('dashjs/dist/legacy/umd/dash.all.debug.js') });
    const ids = await page.evaluate(`(async () => {
    window.problems = [];
    window.dash = dashjs.MediaPlayer().create();
    dash.updateSettings({
      streaming: { abr: { autoSwitchBitrate: { video: false } }, buffer: { fastSwitchEnabled: true } },
    });
    dash.on('error', ({ error }) => problems.push(error.message));
    dash.initialize(video, ${JSON.stringify(`${url}dash/manifest.mpd`)}, true);
    await new Promise((resolve) => dash.on('streamInitialized', resolve));
    return dash.getRepresentationsByType('video').map(({ id }) => id);
  })()`);
    assert.deepEqual(new Set(ids as string[]), new Set(['video', '240p', '120p']));
    for (const step of WAY) {
      const id = ['video', '240p', '120p'][step];
      await page.evaluate(
        `dash.setRepresentationForTypeById('video', ${JSON.stringify(id)}, true)`,
      );
      await awaitHeight(page, HEIGHTS[step] ?? 0);
    }
    assert.deepEqual(await page.evaluate('problems'), []);
  });

  test('a Media Source plays the live socket over all switches, without a hole', async (t) => {
    const { page, url } = await openBlank(t);
    const address = `${url.replace('http', 'ws')}live?rendition=120p`;
    await page.evaluate(LIVE_PLAYER.replace('LIVE_URL', JSON.stringify(address)));
    await awaitHeight(page, 120);
    for (const step of WAY) {
      const rendition = ['video', '240p', '120p'][step];
      const message = JSON.stringify({ type: 'subscribe', camera: 'porch', rendition });
      await page.evaluate(`socket.send(${JSON.stringify(message)})`);
      const { ranges } = await awaitHeight(page, HEIGHTS[step] ?? 0);
      assert.equal(ranges, 1);
    }
  });
});

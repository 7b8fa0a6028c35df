import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { countPlaying } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { measureGlassToGlass } from '../glass-to-glass.ts';
import { childrenOf } from '../processes.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';

/** Fails a test that waits for a picture in vain. */
const PATIENCE = { timeout: 30_000 };

/** Resolves when the page shows frames drawn after `sinceMs`: what plays is live, not left over. */
async function awaitLivePicture(page: Page, sinceMs: number): Promise<void> {
  await eventually(
    'a live picture',
    async () => {
      if ((await countPlaying(page)) === 0) return null;
      const { drawnAtMs } = await measureGlassToGlass(page, 300);
      return (drawnAtMs.at(-1) ?? 0) > sinceMs ? true : null;
    },
    PATIENCE.timeout,
  );
}

/** What Chromium says about failed requests by itself cannot be silenced by a page. */
const complaintsOfPage = (complaints: readonly string[]): string[] =>
  complaints.filter((text) => !text.startsWith('Failed to load resource'));

for (const protocol of ['live', 'hls', 'dash'] as const) {
  test(`${protocol} plays in a browser, goes on after kill -9 of ffmpeg, without a console error`, async (t) => {
    const { child, url } = await startProgram(t, ['--port', '0']);
    const { page, complaints } = await openPage(t, `${url}cameras/demo/?protocol=${protocol}`);
    await awaitLivePicture(page, 0);
    assert.deepEqual(complaints, []);
    const [ffmpeg] = await childrenOf(child.pid ?? 0, 'ffmpeg');
    process.kill(ffmpeg ?? assert.fail(), 'SIGKILL');
    await awaitLivePicture(page, Date.now());
    assert.deepEqual(complaintsOfPage(complaints), []);
  });

  test(`${protocol} plays on when Oriel itself has been restarted`, async (t) => {
    const first = await startProgram(t, ['--port', '0']);
    const { page, complaints } = await openPage(
      t,
      `${first.url}cameras/demo/?protocol=${protocol}`,
    );
    await awaitLivePicture(page, 0);
    first.child.kill('SIGKILL');
    await first.ended;
    await startProgram(t, ['--port', new URL(first.url).port]);
    await awaitLivePicture(page, Date.now());
    assert.deepEqual(complaintsOfPage(complaints), []);
  });
}

test('the page says in words why a camera does not play', async (t) => {
  const options = 'cameras: [{ id: porch, name: Porch, source: "rtsp://127.0.0.1:9/x" }]';
  const { url } = await startProgram(t, [
    '--options',
    await writeOptions(t, options),
    '--port',
    '0',
  ]);
  const { page, complaints } = await openPage(t, `${url}cameras/porch/`);
  await page
    .getByText(/nothing answers|refused|cannot be reached/i)
    .first()
    .waitFor(PATIENCE);
  assert.deepEqual(complaintsOfPage(complaints), []);
});

test('the page of all cameras plays several at once, and each by its name', async (t) => {
  await playAll(t, 4);
});

test('six cameras play though a browser opens six connections to a server at most', async (t) => {
  await playAll(t, 6);
});

async function playAll(t: TestContext, count: number): Promise<void> {
  const cameras = Array.from({ length: count }, (_, index) => ({
    id: `cam${index}`,
    name: `Camera ${index}`,
    source: 'test:',
    resolution: '320x180',
    fps: 10,
  }));
  const file = await writeOptions(t, JSON.stringify({ cameras }));
  const { url } = await startProgram(t, ['--options', file, '--port', '0']);
  const { page, complaints } = await openPage(t, url);
  await page.setViewportSize({ width: 1400, height: 1400 });
  for (const { name } of cameras) await page.getByText(name).first().waitFor(PATIENCE);
  await eventually(
    'all cameras play',
    async () => ((await countPlaying(page)) === count ? true : null),
    PATIENCE.timeout,
  );
  assert.deepEqual(complaintsOfPage(complaints), []);
}

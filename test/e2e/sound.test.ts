import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { makeFlashAndBeep } from '../av-sync.ts';
import { countPlaying } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';

const PATIENCE_MS = 30_000;

interface Heard {
  readonly muted: boolean;
  /** Bytes of sound that the browser has decoded. */
  readonly bytes: number;
  readonly seconds: number;
  /** By the page's own clock. */
  readonly atSeconds: number;
}

/** Of the only video on the page. */
const READ = `(() => {
  const find = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
    element.localName === 'video' ? [element] : element.shadowRoot ? find(element.shadowRoot) : []);
  const [video] = find(document);
  return {
    muted: video.muted,
    bytes: video.webkitAudioDecodedByteCount,
    seconds: video.currentTime,
    atSeconds: performance.now() / 1000,
  };
})()`;

// Most of their time is waiting.
suite('sound', { concurrency: 3 }, () => {
  for (const protocol of ['live', 'dash', 'hls']) {
    test(`${protocol}: sound is there, and M turns it on`, async (t) => {
      const path = join(await temporaryDirectory(t), 'a.mkv');
      await makeFlashAndBeep(path, ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1']);
      const file = await writeOptions(
        t,
        JSON.stringify({ cameras: [{ id: 'porch', source: `file:${path}` }] }),
      );
      const { url } = await startProgram(t, ['--options', file, '--port', '0']);
      const { page, complaints } = await openPage(t, 'about:blank');
      // Three seconds after the first picture: by then it has jumped to live if it had to.
      const settled = page.waitForResponse((response) => response.url().endsWith('/report'));
      await page.goto(`${url}cameras/porch/?protocol=${protocol}`);
      await settled;
      await eventually(
        'it plays',
        async () => ((await countPlaying(page)) === 1 ? true : null),
        PATIENCE_MS,
      );
      await eventually('the button is there', async () =>
        (await page.getByRole('button', { name: 'Sound on' }).count()) === 1 ? true : null,
      );
      await page.keyboard.press('m');
      const before = await page.evaluate<Heard>(READ);
      // 96 kbit/s at most, and silence is cheap.
      const after = await eventually('three seconds with sound', async () => {
        const now = await page.evaluate<Heard>(READ);
        const isHeard = !now.muted && now.bytes - before.bytes > 1_000;
        return isHeard && now.seconds - before.seconds > 3 ? now : null;
      });
      const played = after.seconds - before.seconds;
      const passed = after.atSeconds - before.atSeconds;
      assert.ok(played > passed / 2 && played < passed + 1, `${played} s in ${passed} s`);
      assert.deepEqual(complaints, []);
    });
  }
});

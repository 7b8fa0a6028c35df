import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { makeFlashAndBeep } from '../av-sync.ts';
import { countPlaying, openPage } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';

const PATIENCE_MS = 30_000;

interface Heard {
  readonly muted: boolean;
  /** Bytes of sound that the browser has decoded. */
  readonly bytes: number;
  readonly seconds: number;
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
  };
})()`;

for (const protocol of ['live', 'dash', 'hls']) {
  test(`${protocol}: sound is there, and M turns it on`, async (t) => {
    const path = join(await temporaryDirectory(t), 'a.mkv');
    await makeFlashAndBeep(path, ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1']);
    const file = await writeOptions(
      t,
      JSON.stringify({ cameras: [{ id: 'porch', source: `file:${path}` }] }),
    );
    const { url } = await startProgram(t, ['--options', file, '--port', '0']);
    const { page, complaints } = await openPage(t, `${url}cameras/porch/?protocol=${protocol}`);
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
    await delay(4_000);
    const after = await page.evaluate<Heard>(READ);
    assert.equal(after.muted, false);
    // 96 kbit/s at most, and silence is cheap.
    assert.ok(after.bytes - before.bytes > 1_000, `${after.bytes - before.bytes} bytes of sound`);
    const played = after.seconds - before.seconds;
    assert.ok(played > 3 && played < 6, `${played} s in 4 s`);
    assert.deepEqual(complaints, []);
  });
}

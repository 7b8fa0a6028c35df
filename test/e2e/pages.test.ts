// The app's own pages as people use them: in Chromium, with real cameras.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { countPlaying } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import type { Program } from '../running-app.ts';
import { openPage } from './page.ts';
import type { WatchedPage } from './page.ts';

const PATIENCE_MS = 30_000;
const PORCH = { id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 };

async function start(
  t: TestContext,
  cameras: readonly object[],
  log_level = 'info',
): Promise<Program> {
  const file = await writeOptions(t, JSON.stringify({ cameras, log_level }));
  return startProgram(t, ['--options', file, '--port', '0']);
}

async function open(t: TestContext, url: string): Promise<WatchedPage> {
  const watched = await openPage(t, url);
  watched.page.setDefaultTimeout(PATIENCE_MS);
  return watched;
}

async function awaitPlaying(page: Page, count = 1): Promise<void> {
  await eventually(
    `${count} videos play`,
    async () => ((await countPlaying(page)) === count ? true : null),
    PATIENCE_MS,
  );
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly fps: number | null;
}

async function listCameras({ url }: Program): Promise<readonly Listed[]> {
  const response = await fetch(`${url}api/cameras`);
  return ((await response.json()) as { cameras: Listed[] }).cameras;
}

/** What Chromium says of refusals by itself cannot be silenced by a page. */
function complaintsOf({ complaints }: WatchedPage): string[] {
  return complaints.filter((text) => !text.startsWith('Failed to load resource'));
}

test('a camera is added by its address: Oriel looks, says what it does, and it plays', async (t) => {
  const camera = await startRtspServer(t, { user: 'admin', password: 'p@ss: 100%', audio: true });
  const program = await start(t, [PORCH]);
  const watched = await open(t, program.url);
  const { page } = watched;
  await page.getByRole('link', { name: 'Add camera' }).click();
  const address = page.getByLabel('Address', { exact: true });
  await address.fill('rtsp//127.0.0.1');
  await address.press('Enter');
  await page.getByText(/expected one of rtsp:/).waitFor();
  await address.fill(`rtsp://127.0.0.1:${camera.port}/stream1`);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill('p@ss: 100%');
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByText('Every browser plays it.').waitFor();
  await page.getByText(/^H\.264/).waitFor();
  await page.getByText('640 × 360', { exact: true }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Garden gate');
  assert.equal(await page.getByLabel('ID', { exact: true }).inputValue(), 'garden_gate');
  await page.getByRole('button', { name: 'Add camera' }).click();
  await page.waitForURL('**/cameras/garden_gate/');
  await awaitPlaying(page);
  assert.doesNotMatch(await page.content(), /p@ss|p%40ss/);
  await page.goBack();
  await page.getByRole('link', { name: 'Garden gate', exact: true }).waitFor();
  assert.equal((await listCameras(program)).length, 2);
  assert.deepEqual(complaintsOf(watched), []);
});

test('an address with a password in it is taken apart, and a wrong one is told in words', async (t) => {
  const camera = await startRtspServer(t, { user: 'admin', password: 'right' });
  const program = await start(t, [PORCH]);
  const { page } = await open(t, `${program.url}#add`);
  const address = page.getByLabel('Address', { exact: true });
  await address.fill(`rtsp://admin:wrong@127.0.0.1:${camera.port}/stream1`);
  await address.press('Enter');
  await page.getByText('It refuses user name and password', { exact: true }).waitFor();
  await page.getByText(/account of their own for RTSP/).waitFor();
  assert.equal(await address.inputValue(), `rtsp://127.0.0.1:${camera.port}/stream1`);
  const password = page.getByLabel('Password');
  assert.equal(await password.getAttribute('type'), 'password');
  await password.fill('right');
  await password.press('Enter');
  await page.getByText('Oriel sees').first().waitFor();
  assert.equal((await listCameras(program)).length, 1, 'looking adds nothing');
});

test('a look can be stopped', async (t) => {
  const program = await start(t, [PORCH]);
  const { page } = await open(t, `${program.url}#add`);
  // Waits for somebody to send.
  await page.getByLabel('Address', { exact: true }).fill('udp://127.0.0.1:50123');
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByText(/Looking at the camera: [1-9]/).waitFor();
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await page.getByText(/Looking at the camera/).waitFor({ state: 'detached' });
});

test('what is wrong with a value stands at its field, and the first one has the focus', async (t) => {
  const program = await start(t, [PORCH]);
  const { page } = await open(t, `${program.url}cameras/porch/#settings`);
  const fps = page.getByLabel('Frames per second');
  await fps.fill('many');
  // Told by the server alone, which knows how options depend on each other.
  await page.getByLabel('Part length (ms)').fill('900');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Needs a number.').waitFor();
  await page.locator('#fps:focus').waitFor();
  await fps.fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/expected at most half of segment_seconds/).waitFor();
  const part = page.getByLabel('Part length (ms)');
  assert.equal(await part.getAttribute('aria-invalid'), 'true');
  await part.fill('100');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/Saved, and in effect. The camera and its playlists/).waitFor();
  await eventually('12 frames a second', async () => {
    const [porch] = await listCameras(program);
    return Math.round(porch?.fps ?? 0) === 12 ? true : null;
  });
});

test('settings that bring no picture change nothing', async (t) => {
  const program = await start(t, [PORCH]);
  const { page } = await open(t, `${program.url}cameras/porch/#settings`);
  await page.getByLabel('Address', { exact: true }).fill('rtsp://127.0.0.1:9/x');
  await page.getByLabel('Name', { exact: true }).fill('Elsewhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/gave no picture with these settings. Nothing was changed/).waitFor();
  assert.deepEqual(
    (await listCameras(program)).map(({ name }) => name),
    ['Porch'],
  );
});

test('a name changes at once; what is not saved is not lost by leaving', async (t) => {
  const program = await start(t, [PORCH]);
  const watched = await open(t, `${program.url}cameras/porch/`);
  const { page } = watched;
  await page.getByRole('link', { name: 'Settings' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Veranda');
  await page.goBack();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay' }).click();
  assert.equal(await name.inputValue(), 'Veranda');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/went on without a break/).waitFor();
  await page.getByRole('link', { name: 'Veranda' }).click();
  await page.getByRole('heading', { name: 'Veranda', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await name.fill('Nowhere');
  await page.getByRole('link', { name: 'Veranda' }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Veranda', level: 1 }).waitFor();
  assert.deepEqual(complaintsOf(watched), []);
});

test('the password is never shown, stays when other settings change, and is replaced by typing', async (t) => {
  const camera = await startRtspServer(t, { user: 'admin', password: 'hunter2' });
  const program = await start(t, [{ id: 'gate', source: camera.url }]);
  const { page } = await open(t, `${program.url}cameras/gate/#settings`);
  const password = page.getByLabel('Password');
  await password.waitFor();
  assert.equal(await password.inputValue(), '');
  assert.equal(await page.getByLabel('User name').inputValue(), '');
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByText('Every browser plays it.').waitFor();
  await page.getByLabel('RTSP transport').selectOption('udp');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/Saved, and in effect. The camera was started anew/).waitFor();
  await page.getByLabel('User name').fill('admin');
  await password.fill('wrong');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/It refuses user name and password/).waitFor();
  await page.getByLabel('Address', { exact: true }).fill('rtsp://127.0.0.1:9/other');
  await page.getByLabel('User name').fill('');
  await password.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('type user name and password again').waitFor();
  assert.doesNotMatch(await page.content(), /hunter2/);
});

test('removing a camera is asked about by its name, and then it is gone', async (t) => {
  const program = await start(t, [PORCH, { ...PORCH, id: 'gate', name: 'Gate' }]);
  const { page } = await open(t, program.url);
  await page.getByRole('link', { name: 'Settings of Gate' }).click();
  const remove = page.getByRole('button', { name: 'Remove camera' });
  await remove.click();
  const dialog = page.getByRole('dialog', { name: 'Remove Gate?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // The focus is back.
  await page.locator('button.remove:focus').waitFor();
  await remove.click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('link', { name: 'Porch', exact: true }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Gate', exact: true }).count(), 0);
  assert.deepEqual(
    (await listCameras(program)).map(({ id }) => id),
    ['porch'],
  );
});

test('what is wrong is told with what to do, and leads to the log of that camera', async (t) => {
  const gate = { id: 'gate', name: 'Gate', source: 'rtsp://127.0.0.1:9/x' };
  const program = await start(t, [PORCH, gate]);
  const watched = await open(t, program.url);
  const { page } = watched;
  await page.getByText('Nothing answers at its address').waitFor();
  await page.getByText(/Check that the camera is on/).waitFor();
  await page.getByRole('link', { name: 'Log: Gate' }).click();
  const log = page.getByRole('log');
  await log
    .getByText(/nothing answers/i)
    .first()
    .waitFor();
  assert.equal(await log.getByText('Oriel runs').count(), 0, 'lines of others are left out');
  await page.getByLabel('Camera', { exact: true }).selectOption('');
  await log.getByText(/Oriel runs/).waitFor();
  await page.getByLabel('Search').fill('PORCH');
  await log.getByText('live', { exact: false }).first().waitFor();
  assert.equal(await log.getByText(/Oriel runs/).count(), 0);
  await page.getByLabel('Search').fill('');
  await page.getByLabel('Level').selectOption('error');
  await page.getByText('No line matches.').waitFor();
  await page.getByLabel('Level').selectOption('trace');
  await page.getByRole('button', { name: 'Pause' }).click();
  await fetch(`${program.url}api/cameras/porch/restart`, { method: 'POST' });
  await page.getByRole('button', { name: /new line/ }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  assert.deepEqual(complaintsOf(watched), []);
});

test('the log follows by itself until somebody scrolls up to read', async (t) => {
  const away = Array.from({ length: 12 }, (_, index) => ({
    id: `away${index}`,
    source: `rtsp://127.0.0.1:9/${index}`,
  }));
  const program = await start(t, away, 'debug');
  const { page } = await open(t, `${program.url}#log`);
  await page.setViewportSize({ width: 900, height: 500 });
  const log = page.getByRole('log');
  const lines = log.getByRole('listitem');
  await eventually('more lines than fit', async () => ((await lines.count()) > 60 ? true : null));
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await eventually('the newest line is in sight', async () => {
    const view = await log.boundingBox();
    const line = await lines.last().boundingBox();
    if (view === null || line === null) return null;
    return line.y + line.height <= view.y + view.height + 8 ? true : null;
  });
  await log.hover();
  await page.mouse.wheel(0, -300);
  await page.getByRole('button', { name: 'Follow' }).waitFor();
  const news = page.getByRole('button', { name: /new lines?$/ });
  await news.waitFor();
  await news.click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
});

test('the log goes on after Oriel was restarted, and no line comes twice', async (t) => {
  const file = await writeOptions(t, JSON.stringify({ cameras: [PORCH] }));
  const first = await startProgram(t, ['--options', file, '--port', '0']);
  const { page } = await open(t, `${first.url}#log`);
  const log = page.getByRole('log');
  await log.getByText(/Oriel runs/).waitFor();
  first.child.kill('SIGKILL');
  await page.getByText('The connection is cut. Trying again.').waitFor();
  await startProgram(t, ['--options', file, '--port', new URL(first.url).port]);
  await eventually(
    'both starts are in the log',
    async () => ((await log.getByText(/Oriel runs/).count()) === 2 ? true : null),
    PATIENCE_MS,
  );
});

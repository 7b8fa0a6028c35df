// Who sees what on the app's own pages, in which language, and whether everybody can use them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { findViolations } from '../axe.ts';
import { startHomeAssistant } from '../ingress/home-assistant.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import { openContext } from './page.ts';

const PATIENCE_MS = 30_000;
const CAMERAS = [
  { id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 },
  { id: 'gate', name: 'Gate', source: 'rtsp://user:secret@127.0.0.1:9/x' },
  { id: 'attic', name: 'Attic', source: 'test:', enabled: false },
];
const BEN = { id: '2b'.repeat(16), username: 'ben' };
const ADA = { id: '1a'.repeat(16), username: 'ada' };

async function open(t: TestContext, options?: BrowserContextOptions): Promise<Page> {
  const page = await (await openContext(t, options)).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

async function startWith(t: TestContext, cameras: readonly object[]): Promise<string> {
  const file = await writeOptions(t, JSON.stringify({ cameras }));
  const { url } = await startProgram(t, ['--options', file, '--port', '0']);
  return url;
}

/** Through ingress, as the user. */
async function visit(page: Page, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  const { hostname: domain } = new URL(url);
  const path = '/api/hassio_ingress/';
  await page.context().addCookies([{ name, value, domain, path, sameSite: 'Strict' }]);
  await page.goto(url);
}

/** Each view, and what says that it is there. */
const VIEWS: readonly { path: string; open: (page: Page) => Promise<unknown> }[] = [
  { path: '', open: (page) => page.getByText('Nothing answers at its address').waitFor() },
  {
    path: '#add',
    open: async (page) => {
      await page.getByLabel('Address', { exact: true }).fill('rtsp://u:p@127.0.0.1:9/x');
      await page.getByRole('button', { name: 'Look' }).click();
      await page.getByText('No picture', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Add camera' }).click();
      await page.getByText('One field needs another value.').waitFor();
    },
  },
  { path: '#log', open: (page) => page.getByText(/Oriel runs/).waitFor() },
  {
    path: 'cameras/porch/',
    open: async (page) => {
      await page.getByText('H.264', { exact: true }).waitFor();
      for (const summary of await page.locator('summary').all()) await summary.click();
    },
  },
  {
    path: 'cameras/gate/#settings',
    open: async (page) => {
      await page.getByRole('button', { name: 'Look' }).click();
      await page.getByText('No picture', { exact: true }).waitFor();
    },
  },
  {
    path: 'cameras/gate/#settings',
    open: async (page) => {
      await page.getByRole('button', { name: 'Remove camera' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { path: 'cameras/none/', open: (page) => page.getByText('There is no camera').waitFor() },
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to complain of on any page in ${colorScheme} colours`, async (t) => {
    const url = await startWith(t, CAMERAS);
    const page = await open(t, { colorScheme, reducedMotion: 'reduce' });
    for (const { path, open } of VIEWS) {
      await page.goto('about:blank');
      await page.goto(url + path);
      await open(page);
      const violations = await findViolations(page);
      // The player has tests of its own.
      const ours = violations.filter((violation) => !violation.includes('"oriel-player'));
      assert.deepEqual(ours, [], `at ${path}`);
    }
  });
}

test('on a small phone nothing is wider than the screen, and all that is pressed is large enough', async (t) => {
  const url = await startWith(t, CAMERAS);
  const page = await open(t, { viewport: { width: 320, height: 640 }, hasTouch: true });
  for (const { path, open } of VIEWS) {
    await page.goto('about:blank');
    await page.goto(url + path);
    await open(page);
    const { overflow, small } = await page.evaluate<{ overflow: number; small: string[] }>(`(() => {
      const find = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
        [element, ...(element.shadowRoot && element.localName !== 'oriel-player' ? find(element.shadowRoot) : [])]);
      const small = find(document)
        .filter((element) => element.matches('button, .button, summary, select, input:not([type=checkbox], [type=radio])'))
        .filter((element) => element.checkVisibility())
        .filter((element) => { const box = element.getBoundingClientRect(); return box.width < 44 || box.height < 43.5; })
        .map((element) => element.outerHTML.slice(0, 120));
      return { overflow: document.documentElement.scrollWidth - innerWidth, small };
    })()`);
    assert.equal(overflow, 0, `${path} is ${overflow} px too wide`);
    assert.deepEqual(small, [], path);
  }
});

test('the pages speak the language of the browser, names of options too', async (t) => {
  const url = await startWith(t, CAMERAS);
  const page = await open(t, { locale: 'de-AT' });
  await page.goto(url);
  await page.getByRole('link', { name: 'Kamera hinzufügen' }).waitFor();
  assert.equal(await page.evaluate('document.documentElement.lang'), 'de');
  await page.getByText('Unter ihrer Adresse antwortet nichts').waitFor();
  await page.getByRole('link', { name: 'Einstellungen von Porch' }).click();
  await page.getByLabel('Bilder pro Sekunde').fill('viele');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('Hier gehört eine Zahl hin.').waitFor();
});

test('without cameras, the first one is added right there', async (t) => {
  const url = await startWith(t, []);
  const page = await open(t);
  await page.goto(url);
  await page.getByRole('heading', { name: 'Your first camera' }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await page.getByRole('button', { name: 'A test picture with a clock' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Clock');
  await page.getByRole('button', { name: 'Add camera' }).click();
  await page.waitForURL('**/cameras/clock/');
});

test('through ingress, an administrator changes cameras; others look and see nothing to change', async (t) => {
  const home = await startHomeAssistant(t, {
    options: { cameras: CAMERAS, http: { admins: ['ada'] } },
  });
  const ada = await open(t);
  await visit(ada, home.ingressUrl, await home.login(ADA));
  await ada.getByRole('link', { name: 'Settings of Porch' }).click();
  await ada.getByLabel('Name', { exact: true }).fill('Veranda');
  await ada.getByRole('button', { name: 'Save' }).click();
  await ada.getByText(/Saved, and in effect/).waitFor();
  await ada.goto(`${home.ingressUrl}#log`);
  await ada
    .getByText(/Oriel runs/)
    .first()
    .waitFor();

  const ben = await open(t);
  await visit(ben, home.ingressUrl, await home.login(BEN));
  await ben.getByRole('link', { name: 'Veranda', exact: true }).waitFor();
  for (const path of ['', '#add', '#log', 'cameras/porch/', 'cameras/porch/#settings']) {
    await ben.goto('about:blank');
    await ben.goto(home.ingressUrl + path);
    await ben.getByText('Veranda').first().waitFor();
    const controls = ben.getByRole('link', { name: /Add|Settings|Log/ });
    assert.equal(await controls.count(), 0, path);
    assert.equal(await ben.locator('oriel-camera-editor, oriel-log').count(), 0, path);
    assert.equal(await ben.getByText('For other players').count(), 0, path);
  }
});

test('through ingress, addresses for other devices carry a token', async (t) => {
  const home = await startHomeAssistant(t, {
    options: {
      cameras: CAMERAS,
      http: { admins: ['ada'], base_url: 'http://192.168.1.5:8098' },
    },
  });
  const page = await open(t);
  await visit(page, `${home.ingressUrl}cameras/porch/`, await home.login(ADA));
  await page.getByText('For other players').click();
  const hls = page.getByLabel('HLS, for any player');
  assert.match(
    await hls.inputValue(),
    /^http:\/\/192\.168\.1\.5:8098\/t\/[\w-]{43}\/cameras\/porch\/hls\/index\.m3u8$/,
  );
});

test('where nobody may change anything, an empty page says who can', async (t) => {
  const home = await startHomeAssistant(t, { options: { cameras: [], http: { admins: ['ada'] } } });
  const page = await open(t);
  await visit(page, home.ingressUrl, await home.login(BEN));
  await page.getByRole('heading', { name: 'No cameras yet' }).waitFor();
  await page.getByText(/add "ben" to http\.admins/).waitFor();
  assert.equal(await page.locator('oriel-camera-editor').count(), 0);
});

test('inside Home Assistant, the page says what is set up there and what is left to do', async (t) => {
  const home = await startHomeAssistant(t, {
    options: { cameras: CAMERAS, http: { admins: ['ada'] } },
  });
  const page = await open(t);
  const line = 'add the line - {url: "/local/oriel/oriel-card.js?v=1", type: module}';
  const status = {
    card: { state: 'by_hand', message: line, resource_url: '/local/oriel/oriel-card.js?v=1' },
    camera_entities: {
      state: 'incomplete',
      message: null,
      entries: [
        { camera: 'porch', entity_id: 'camera.porch', state: 'ready', message: null },
        {
          camera: 'gate',
          entity_id: null,
          state: 'deleted',
          message: 'remove it and add it again',
        },
      ],
    },
  };
  // This Home Assistant has no Core behind it that could keep its dashboards in YAML.
  await page.route('**/api/home-assistant', (route) => route.fulfill({ json: status }));
  await visit(page, home.ingressUrl, await home.login(ADA));
  await page.getByText('Your dashboards are kept in YAML').waitFor();
  await page.getByText(line).waitFor();
  const address = page.getByLabel('Address of the card');
  assert.equal(await address.inputValue(), '/local/oriel/oriel-card.js?v=1');
  await page.getByText('camera.porch').waitFor();
  await page.getByText('remove it and add it again').waitFor();
  const violations = await findViolations(page);
  assert.deepEqual(
    violations.filter((violation) => !violation.includes('"oriel-player')),
    [],
  );
});

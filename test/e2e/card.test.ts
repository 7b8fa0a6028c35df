// The dashboard card in Chromium: on a dashboard of Home Assistant, through ingress, with Oriel as its app.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { countPlaying } from '../browser.ts';
import { openDashboard, oriel, startHome } from '../card/home.ts';
import type { Home, HomeOptions } from '../card/home.ts';
import { eventually } from '../eventually.ts';
import { findFreePort } from '../mosquitto.ts';

const PATIENCE_MS = 30_000;

function cameras(ids: readonly string[]): object[] {
  return ids.map((id) => ({
    id,
    name: `Camera ${id}`,
    source: 'test:',
    resolution: '320x180',
    fps: 10,
  }));
}

async function start(
  t: TestContext,
  ids: readonly string[],
  more: Partial<HomeOptions> = {},
): Promise<Home> {
  return await startHome(t, { options: { cameras: cameras(ids) }, ...more });
}

async function awaitPlaying(page: Page, count: number, withinMs = PATIENCE_MS): Promise<void> {
  await eventually(
    `${count} videos play`,
    async () => ((await countPlaying(page)) === count ? true : null),
    withinMs,
  );
}

/** What Chromium says about failed requests by itself cannot be silenced by a page. */
function complaintsOfPage(complaints: readonly string[]): string[] {
  return complaints.filter((text) => !/^Failed to load resource|^WebSocket connection/.test(text));
}

test('a card plays through ingress: no open port, and no administrator is needed', async (t) => {
  const home = await start(t, ['porch']);
  const { page, complaints } = await openDashboard(t, home, {
    query: { user: 'ben' },
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await awaitPlaying(page, 1);
  const origins: string[] = await page.evaluate(
    `performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)`,
  );
  const { origin } = new URL(home.url);
  assert.deepEqual([...new Set(origins.filter((each) => each !== 'null'))], [origin]);
  assert.deepEqual(complaints, []);
});

test('without a camera named, a card shows all there are', async (t) => {
  const home = await start(t, ['a', 'b', 'c']);
  const { page, complaints } = await openDashboard(t, home, { views: [{ cards: [oriel({})] }] });
  await awaitPlaying(page, 3);
  assert.equal(await page.getByText('Camera b').count(), 1);
  assert.deepEqual(complaints, []);
});

test('the slug is found without the card’s address telling it, by who may see the list of apps', async (t) => {
  const home = await start(t, ['porch']);
  const view = { cards: [oriel({ camera: 'porch' })] };
  const { page } = await openDashboard(t, home, { query: { app: '' }, views: [view] });
  await awaitPlaying(page, 1);
  const other = await openDashboard(t, home, { query: { app: '', user: 'ben' }, views: [view] });
  await other.page.getByText('Oriel was not found').waitFor();
  await other.run(`dashboard.changeHass({ devices: { d: {
    id: 'd', manufacturer: 'Oriel', configuration_url: 'homeassistant://app/a1b2c3d4_oriel' } } })`);
  await other.page.getByRole('button', { name: 'Try again' }).click();
  await awaitPlaying(other.page, 1);
});

test('a session that has ended is renewed without anybody noticing', async (t) => {
  const home = await start(t, ['porch']);
  const { page, run, complaints } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ camera: 'porch' })] }, { cards: [] }],
  });
  await awaitPlaying(page, 1);
  await home.supervisor.change({ endSessions: true });
  await run('dashboard.show(1)');
  await awaitPlaying(page, 0);
  await run(
    'dashboard.open([{ cards: [{ type: "custom:oriel-card", camera: "porch", protocol: "dash" }] }])',
  );
  await awaitPlaying(page, 1);
  assert.deepEqual(complaintsOfPage(complaints), []);
});

test('when the app was restarted, its cards are live again within seconds', async (t) => {
  const home = await start(t, ['a', 'b']);
  const { page, complaints } = await openDashboard(t, home, { views: [{ cards: [oriel({})] }] });
  await awaitPlaying(page, 2);
  await home.stopOriel();
  await awaitPlaying(page, 0);
  await home.startOriel();
  const backAtMs = performance.now();
  await awaitPlaying(page, 2, 15_000);
  t.diagnostic(`live ${Math.round(performance.now() - backAtMs)} ms after the app was back`);
  assert.deepEqual(complaintsOfPage(complaints), []);
});

test('an app that is not running is told in words, and played when it runs', async (t) => {
  const home = await start(t, ['porch'], { supervisor: { appState: 'stopped' } });
  const { page } = await openDashboard(t, home, {
    query: { language: 'de' },
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await page.getByText('Oriel läuft nicht').waitFor();
  await home.supervisor.change({ appState: 'started' });
  await awaitPlaying(page, 1);
});

test('when Home Assistant was restarted, its cards are live again', async (t) => {
  const home = await start(t, ['porch']);
  const { page, complaints } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await awaitPlaying(page, 1);
  await home.stopCore();
  await awaitPlaying(page, 0);
  await home.startCore();
  await awaitPlaying(page, 1);
  assert.deepEqual(complaintsOfPage(complaints), []);
});

test('an app that was installed anew has another address, which cards find', async (t) => {
  const home = await start(t, ['porch']);
  const { page } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await awaitPlaying(page, 1);
  await home.stopOriel();
  await home.supervisor.change({ ingressToken: 'An0therT0ken' });
  await home.startOriel();
  await awaitPlaying(page, 1);
});

test('without a Supervisor a card says what to do, and takes the address it is given', async (t) => {
  const lanPort = await findFreePort();
  const home = await startHome(t, {
    options: { cameras: cameras(['porch']), http: { lan_port: lanPort } },
    hasSupervisor: false,
  });
  const { page, run, complaints } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await page.getByText('This Home Assistant has no apps').waitFor();
  const direct = home.oriel().url.replace('0.0.0.0', '127.0.0.1');
  const { origin } = new URL(direct);
  const listed = await fetch(`${direct}api/tokens`, {
    headers: { origin, 'sec-fetch-site': 'same-origin' },
  });
  const { tokens } = (await listed.json()) as { tokens: { camera: string; path: string }[] };
  const { path } = tokens.find(({ camera }) => camera === 'porch') ?? assert.fail();
  const card = oriel({ camera: 'porch', url: `http://127.0.0.1:${lanPort}/${path}` });
  await run(`dashboard.open([{ cards: [${JSON.stringify(card)}] }])`);
  await awaitPlaying(page, 1);
  assert.deepEqual(complaints, []);
});

test('what leaves the page stops, and plays again when its view comes back', async (t) => {
  const home = await start(t, ['a', 'b']);
  const { page, run, complaints } = await openDashboard(t, home, {
    views: [{ cards: [oriel({})] }, { cards: [oriel({ camera: 'a', mode: 'stills' })] }],
  });
  await awaitPlaying(page, 2);
  await run('dashboard.show(1)');
  await awaitPlaying(page, 0);
  await run('dashboard.show(0)');
  await awaitPlaying(page, 2);
  assert.deepEqual(complaints, []);
});

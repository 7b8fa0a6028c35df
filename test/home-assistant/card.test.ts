// The card on a dashboard of Home Assistant, where Oriel put it by itself, through Home Assistant's own ingress.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { countPlaying, readBadges } from '../browser.ts';
import { startClockCamera } from '../clock-camera.ts';
import { eventually } from '../eventually.ts';
import { measureGlassToGlass, percentile } from '../glass-to-glass.ts';
import { SLUG } from '../ingress/supervisor-for-core.ts';
import { AppHome } from './app-home.ts';
import { findComplaints } from './core-log.ts';
import { coreIsMissing } from './core.ts';
import { saveDashboard } from './dashboard.ts';
import { findDevice } from './entities.ts';
import { openScreen } from './screen.ts';
import type { Screen, ScreenOptions } from './screen.ts';

const skip = coreIsMissing;
/** With the browser, the encoders and Home Assistant on the same few cores. */
const DELAY_AT_MOST_MS = 1000;
const DASHBOARD = 'home-cameras';
const SIZE = { width: 1280, height: 800 };

let home: AppHome;
/** What of a dashboard leads to which camera. */
let paths: Readonly<Record<'porch' | 'garden' | 'both' | 'own' | 'edited', string>>;

before(async (hook) => {
  if (skip) return;
  const t = hook as TestContext;
  const rtsp = await startClockCamera(t, { width: 1280, height: 720, fps: 15 });
  home = await AppHome.start(t, {
    sections: 'stream:\n',
    options: {
      mqtt: {},
      home_assistant: { camera_entities: true },
      cameras: [
        { id: 'porch', name: 'Porch', source: 'test:', resolution: '640x360', fps: 15 },
        { id: 'garden', name: 'Garden', source: rtsp.url },
      ],
    },
  });
  const areLive = async (): Promise<true | null> => {
    const response = await fetch(new URL('api/cameras', home.orielUrl));
    const { cameras } = (await response.json()) as { cameras: { status: string }[] };
    return cameras.every(({ status }) => status === 'live') || null;
  };
  await eventually('both cameras are live', areLive, 60_000);
  const root = await saveDashboard(home.ha, {
    path: DASHBOARD,
    title: 'Cameras',
    views: [
      view('porch', [{ type: 'custom:oriel-card', camera: 'porch' }]),
      view('garden', [{ type: 'custom:oriel-card', camera: 'garden' }]),
      view(
        'both',
        [heading('Garden'), { type: 'custom:oriel-card', camera: 'garden' }, ...tiles('garden')],
        [heading('Porch'), { type: 'custom:oriel-card', camera: 'porch' }, ...tiles('porch')],
      ),
      view('edited', [{ type: 'custom:oriel-card', camera: 'porch' }]),
      view('own', [{ type: 'picture-entity', entity: 'camera.porch', camera_view: 'live' }]),
    ],
  });
  paths = {
    porch: `${root}/porch`,
    garden: `${root}/garden`,
    both: `${root}/both`,
    own: `${root}/own`,
    edited: `${root}/edited`,
  };
});

function view(path: string, ...sections: readonly (readonly object[])[]): object {
  return {
    title: `${path.charAt(0).toUpperCase()}${path.slice(1)}`,
    path,
    type: 'sections',
    sections: sections.map((cards) => ({ cards })),
  };
}

interface Dashboard {
  readonly views: readonly {
    readonly path: string;
    readonly sections: readonly { readonly cards: readonly { readonly camera?: string }[] }[];
  }[];
}

function editedCamera({ views }: Dashboard): string | undefined {
  const edited = views.find(({ path }) => path === 'edited');
  return edited?.sections[0]?.cards.at(-1)?.camera;
}

function heading(text: string): object {
  return { type: 'heading', heading: text };
}

function tiles(camera: string): object[] {
  return [`switch.${camera}_stream`, `sensor.${camera}_status`].map((entity) => ({
    type: 'tile',
    entity,
    name: entity.endsWith('stream') ? 'Stream' : 'Status',
  }));
}

async function look(
  t: TestContext,
  { isGuest = false, ...options }: ScreenOptions & { readonly isGuest?: boolean } = {},
): Promise<Screen> {
  const login = isGuest ? home.guest : home.owner;
  const seen: Screen[] = [];
  // Before the browser is gone.
  t.after(async () => {
    if (!passed(t)) await seen[0]?.capture(`failed-${t.name.replaceAll(/\W+/g, '-')}`);
  });
  const screen = await openScreen(t, home.core.url, { ...SIZE, ...login, ...options });
  seen.push(screen);
  return screen;
}

async function untilLive(screen: Screen, count: number): Promise<void> {
  await untilPlaying(screen, count);
  await eventually(`${count} badges say live`, async () => {
    // Home Assistant's own cards have badges, too.
    const badges = await readBadges(screen.page);
    return badges.filter((text) => text.startsWith('live ·')).length === count ? true : null;
  });
}

async function untilPlaying({ page }: Screen, count: number): Promise<void> {
  await eventually(
    `${count} videos play`,
    async () => ((await countPlaying(page)) === count ? true : null),
    30_000,
  );
}

test('Oriel puts the card into Home Assistant by itself', { skip }, async () => {
  const { card } = await home.untilStatus(
    'the card is there',
    ({ card: { state } }) => state === 'installed',
  );
  const resources = await home.ha.call<{ url: string; type: string }[]>('lovelace/resources');
  assert.deepEqual(
    resources.map(({ url, type }) => [url, type]),
    [[card.resource_url, 'module']],
  );
});

for (const isGuest of [false, true]) {
  const who = isGuest ? 'a user who is no administrator' : 'the owner';
  test(
    `${who} sees cameras live through ingress: a test picture, and one of RTSP`,
    { skip },
    async (t) => {
      const screen = await look(t, { isGuest });
      for (const camera of ['porch', 'garden'] as const) {
        await screen.goTo(paths[camera]);
        await untilPlaying(screen, 1);
        const delayMs = await eventually(`${camera} is live`, async () => {
          const { delaysMs } = await measureGlassToGlass(screen.page, 2000);
          const median = percentile(delaysMs, 0.5);
          return delaysMs.length > 15 && median < DELAY_AT_MOST_MS ? median : null;
        });
        t.diagnostic(`${camera}: ${Math.round(delayMs)} ms from glass to glass`);
      }
      const origins: string[] = await screen.page.evaluate(
        `performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)`,
      );
      const foreign = origins.filter((each) => each !== home.core.url && each !== 'null');
      assert.deepEqual(
        [...new Set(foreign)].filter((each) => each.includes('127.0.0.1')),
        [],
      );
      assert.deepEqual(complaintsOf(screen), []);
    },
  );
}

test('a session that has ended is renewed', { skip }, async (t) => {
  const screen = await look(t, { isGuest: true });
  await screen.goTo(paths.porch);
  await untilPlaying(screen, 1);
  await home.supervisor.change({ endSessions: true });
  await screen.goTo(paths.garden);
  await untilLive(screen, 1);
});

for (const isDark of [false, true]) {
  const scheme = isDark ? 'dark' : 'light';
  test(`cameras on a dashboard, ${scheme}`, { skip }, async (t) => {
    const screen = await look(t, { isDark });
    await screen.goTo(paths.both);
    await untilLive(screen, 2);
    await screen.capture(`dashboard-${scheme}`);
    await screen.page.setViewportSize({ width: 390, height: 844 });
    await untilLive(screen, 2);
    await screen.capture(`dashboard-${scheme}-phone`);
    assert.deepEqual(complaintsOf(screen), []);
  });
}

test('a card is chosen, and changed in the visual editor, while it plays', { skip }, async (t) => {
  const screen = await look(t);
  const { page } = screen;
  await screen.goTo(`${paths.edited}?edit=1`);
  await untilPlaying(screen, 1);
  await page.locator('hui-card-edit-mode').last().click();
  const dialog = page.locator('hui-dialog-edit-card');
  await dialog.getByText('Camera', { exact: true }).first().waitFor();
  await eventually('the preview plays too', async () =>
    (await countPlaying(page)) >= 1 ? true : null,
  );
  await dialog.getByText('porch', { exact: true }).first().click();
  await page.getByText('Garden', { exact: true }).last().click();
  await dialog.locator('oriel-card').getByText('Garden').first().waitFor();
  await dialog.locator('.badge', { hasText: 'live ·' }).waitFor();
  await screen.capture('editor');
  await dialog.getByText('Save').click();
  await home.ha.until('it is saved', async () => {
    const config = await home.ha.call<Dashboard>('lovelace/config', { url_path: DASHBOARD });
    return editedCamera(config) === 'garden' || null;
  });
  await page.getByRole('button', { name: 'Add card' }).first().click();
  const picker = page.locator('hui-dialog-create-card');
  await picker.getByText('Browse all cards').click();
  await picker.locator('hui-card-picker input').first().fill('Oriel');
  await picker.locator('oriel-card').locator('.badge', { hasText: 'live ·' }).first().waitFor();
  await screen.capture('picker');
});

test('Home Assistant’s side bar opens the app itself', { skip }, async (t) => {
  const screen = await look(t, { isGuest: true });
  await screen.goTo(`/${SLUG}`);
  const frame = screen.page.frameLocator('iframe');
  await frame.getByText('Garden').first().waitFor();
  await frame.locator('.badge', { hasText: 'live ·' }).nth(1).waitFor();
  await screen.capture('side-bar');
});

test('the page of a camera’s device leads to the app', { skip }, async (t) => {
  const { id, configuration_url: url } = await findDevice(home.ha, 'Porch');
  t.diagnostic(String(url));
  const screen = await look(t);
  await screen.goTo(`/config/devices/device/${id}`);
  await screen.page.getByText('Frame rate').first().waitFor();
  await screen.capture('device');
  await screen.page.getByText('Visit').first().click();
  await screen.page
    .frameLocator('iframe')
    .locator('.badge', { hasText: 'live ·' })
    .first()
    .waitFor();
});

test('Home Assistant’s own card plays the entity of a camera', { skip }, async (t) => {
  await home.untilStatus(
    'the cameras are there',
    ({ camera_entities: { state } }) => state === 'ready',
  );
  const screen = await look(t, { isGuest: true });
  await screen.goTo(paths.own);
  await untilPlaying(screen, 1);
  await screen.capture('picture-entity');
});

test('Home Assistant complains of nothing', { skip }, async () => {
  assert.deepEqual(findComplaints(home.core.log()), []);
});

function complaintsOf({ complaints }: Screen): string[] {
  return [...complaints];
}

/** Node's types do not know it yet. */
function passed(t: TestContext): boolean {
  return (t as { readonly passed?: boolean }).passed === true;
}

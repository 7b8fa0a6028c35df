// How people use the dashboard card: many cameras, mouse, keyboard and fingers, the editor, and with assistive technology.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { countPlaying } from '../browser.ts';
import { awaitGestures, openDashboard, oriel, startHome } from '../card/home.ts';
import type { Dashboard, DashboardView, Home } from '../card/home.ts';
import { eventually } from '../eventually.ts';

const PATIENCE_MS = 30_000;
const AXE = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));

async function start(t: TestContext, ids: readonly string[], fps = 10): Promise<Home> {
  const cameras = ids.map((id) => ({
    id,
    name: `Camera ${id}`,
    source: 'test:',
    resolution: '320x180',
    fps,
  }));
  return await startHome(t, { options: { cameras } });
}

async function awaitPlaying(page: Page, count: number): Promise<void> {
  await eventually(
    `${count} videos play`,
    async () => ((await countPlaying(page)) === count ? true : null),
    PATIENCE_MS,
  );
}

async function open(
  dashboard: Pick<Dashboard, 'run'>,
  views: readonly DashboardView[],
): Promise<void> {
  await dashboard.run(`dashboard.open(${JSON.stringify(views)})`);
}

test('twelve cameras of one page play over three connections at most', async (t) => {
  const ids = Array.from({ length: 12 }, (_, index) => `c${index}`);
  const home = await start(t, ids, 5);
  const cards = ids.map((camera) => oriel({ camera, grid_options: { columns: 3 } }));
  const { page, complaints } = await openDashboard(t, home, {
    width: 1000,
    height: 900,
    views: [{ wide: true, cards }],
  });
  await awaitPlaying(page, ids.length);
  const { mostHeld } = await home.connections();
  t.diagnostic(`${mostHeld} connections at most`);
  assert.ok(mostHeld <= 3, `${mostHeld} connections`);
  assert.deepEqual(complaints, []);
});

test('in stills mode a tap does what the card says, and the button plays', async (t) => {
  const home = await start(t, ['porch']);
  const card = { camera: 'porch', mode: 'stills', tap_action: { action: 'more-info' } };
  const dashboard = await openDashboard(t, home, { views: [{ cards: [oriel(card)] }] });
  const { page, run } = dashboard;
  await awaitGestures(dashboard);
  await page.locator('oriel-tile').click({ position: { x: 100, y: 60 } });
  await eventually('a tap', async () =>
    (await run<number>('dashboard.actions.length')) === 1 ? true : null,
  );
  assert.equal(await countPlaying(page), 0);
  await page.locator('oriel-player .big').click();
  await awaitPlaying(page, 1);
});

test('gestures do what the card says, and leave the player’s own controls alone', async (t) => {
  const home = await start(t, ['porch']);
  const { page, run } = await openDashboard(t, home, {
    views: [
      {
        cards: [
          oriel({
            camera: 'porch',
            entity: 'switch.porch',
            tap_action: { action: 'navigate', navigation_path: '/lovelace/cameras' },
            hold_action: { action: 'more-info' },
            double_tap_action: { action: 'toggle' },
          }),
        ],
      },
    ],
  });
  await awaitPlaying(page, 1);
  const done = async (): Promise<string[]> => await run('dashboard.actions.map((a) => a.action)');
  const tile = page.locator('oriel-tile');
  await tile.click({ position: { x: 200, y: 100 } });
  await eventually('a tap', async () => ((await done()).includes('tap') ? true : null));
  await tile.dblclick({ position: { x: 200, y: 100 } });
  await eventually('a double tap', async () =>
    (await done()).includes('double_tap') ? true : null,
  );
  await page.mouse.move(400, 200);
  await page.mouse.down();
  await eventually('a hold', async () => ((await done()).includes('hold') ? true : null));
  await page.mouse.up();
  await page.getByRole('button', { name: 'Camera porch' }).focus();
  await page.keyboard.press('Enter');
  await eventually('Enter', async () => ((await done()).length > 3 ? true : null));
  assert.deepEqual(await done(), ['tap', 'double_tap', 'hold', 'tap']);
  assert.equal(await page.evaluate('document.fullscreenElement'), null);
  assert.deepEqual(await run('dashboard.actions[0].config'), {
    entity: 'switch.porch',
    tap_action: { action: 'navigate', navigation_path: '/lovelace/cameras' },
  });
  await page.mouse.move(420, 210);
  await page.getByRole('button', { name: 'Pause' }).click();
  await awaitPlaying(page, 0);
  assert.equal((await done()).length, 4);
});

test('a camera with entities is switched by them, as Home Assistant permits it', async (t) => {
  const home = await start(t, ['porch']);
  const { page, run } = await openDashboard(t, home, { query: { user: 'ben' } });
  await run(`dashboard.changeHass({ states: { 'switch.porch': {
    entity_id: 'switch.porch', state: 'on', attributes: {} } } })`);
  await open({ run }, [{ cards: [oriel({ camera: 'porch', entity: 'switch.porch' })] }]);
  await awaitPlaying(page, 1);
  await page.mouse.move(450, 200);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Switch the camera off' }).click();
  const calls = await eventually('a call', async () => {
    const made: unknown[] = await run('dashboard.calls');
    return made.length > 0 ? made : null;
  });
  assert.deepEqual(calls, [
    { domain: 'switch', service: 'turn_off', data: { entity_id: 'switch.porch' } },
  ]);
});

/** What only Oriel's own pages and programs do, at its open door. */
async function askOriel(home: Home, path: string, init: RequestInit = {}): Promise<void> {
  const { origin } = new URL(home.oriel().url.replace('0.0.0.0', '127.0.0.1'));
  const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const response = await fetch(`${origin}/api/${path}`, { method: 'POST', headers, ...init });
  assert.ok(response.ok, `${path}: HTTP ${response.status}`);
}

test('a camera that is enabled while the dashboard is open plays', async (t) => {
  const home = await start(t, ['porch']);
  const enable = async (enabled: boolean): Promise<void> => {
    await askOriel(home, 'cameras/porch', { method: 'PATCH', body: JSON.stringify({ enabled }) });
  };
  await enable(false);
  const { page } = await openDashboard(t, home, { views: [{ cards: [oriel({})] }] });
  await page.getByText('Switched off in Oriel’s options').waitFor();
  await enable(true);
  // The list of cameras is asked for when people come back to the page.
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await awaitPlaying(page, 1);
});

test('what changes elsewhere in Home Assistant draws no camera anew', async (t) => {
  const home = await start(t, ['a', 'b']);
  const { page, run } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ layout: 'carousel' })] }],
  });
  await awaitPlaying(page, 1);
  const drawn: string[] = await run(`(async () => {
    const drawn = [];
    for (const name of ['oriel-card', 'oriel-carousel', 'oriel-tile']) {
      const { prototype } = customElements.get(name);
      const { render } = prototype;
      prototype.render = function () {
        drawn.push(name);
        return render.call(this);
      };
    }
    const byHass = [];
    for (let times = 0; times < 20; times++) {
      drawn.length = 0;
      dashboard.changeHass({ states: { 'light.hall': {
        entity_id: 'light.hall', state: String(times), attributes: {} } } });
      // Drawing takes microtasks only: nothing else, such as a player with news, comes between.
      for (let task = 0; task < 50; task++) await null;
      byHass.push(drawn.join());
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return byHass;
  })()`);
  assert.deepEqual([drawn.length, [...new Set(drawn)]], [20, ['oriel-card']]);
});

test('the editor offers the cameras of the app, and a new card begins with the first', async (t) => {
  const home = await start(t, ['porch', 'gate']);
  const { run } = await openDashboard(t, home, { query: { language: 'nl' } });
  assert.deepEqual(await run('customElements.get("oriel-card").getStubConfig(dashboard.hass)'), {
    camera: 'porch',
  });
  await open({ run }, [{ cards: [oriel({})] }]);
  const field = await eventually('the form in Dutch', async () => {
    const [first]: string[] = await run(`customElements.get('oriel-card').getConfigForm()
      .then((form) => form.schema.slice(1, 2).map((each) => JSON.stringify({ ...each, label: form.computeLabel(each) })))`);
    return first?.includes('Meer camera’s') === true ? first : null;
  });
  assert.match(field, /"value":"porch","label":"Camera porch"/);
  const entry: Record<string, unknown> =
    await run(`(({ type, name, preview }) => ({ type, name, preview }))(
    customCards.find(({ type }) => type === 'oriel-card'))`);
  assert.deepEqual(entry, { type: 'oriel-card', name: 'Oriel', preview: true });
});

test('a configuration that is wrong is refused with its reason', async (t) => {
  const home = await start(t, ['porch']);
  const { page } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ camera: 'camera.porch' })] }],
  });
  await page.getByText('"camera" is an id of Oriel, such as porch').waitFor();
});

test('the card loaded twice, from two addresses, is one card and no error', async (t) => {
  const home = await start(t, ['porch']);
  const { page, run, complaints } = await openDashboard(t, home, {
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await awaitPlaying(page, 1);
  await run(`import(dashboard.resource + '&again=1')`);
  assert.equal(await run(`customCards.filter(({ type }) => type === 'oriel-card').length`), 1);
  assert.deepEqual(complaints, []);
});

/** What axe finds wrong with the page's main part. */
async function audit(page: Page): Promise<string[]> {
  const isThere: boolean = await page.evaluate('globalThis.axe !== undefined');
  if (!isThere) await page.addScriptTag({ path: AXE });
  return await page.evaluate(`axe.run('main', { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) =>
      id + ' ' + JSON.stringify(target) + ' ' + any.map(({ message }) => message).join())))`);
}

test('axe finds nothing: light and dark, live, in a carousel, as stills, in trouble', async (t) => {
  const home = await start(t, ['a', 'b', 'c']);
  const { page, run } = await openDashboard(t, home, {
    width: 1200,
    views: [
      {
        cards: [
          oriel({ title: 'Outside' }),
          oriel({ camera: 'a', tap_action: { action: 'more-info' } }),
        ],
      },
      { cards: [oriel({ layout: 'carousel' }), oriel({ layout: 'single' })] },
      { cards: [oriel({ camera: 'a', mode: 'stills' }), oriel({ camera: 'none' })] },
      { cards: [oriel({ camera: 'a', app: 'other_oriel' })] },
    ],
  });
  const ready = [
    async () => await awaitPlaying(page, 4),
    async () => await awaitPlaying(page, 2),
    async () => await page.getByText('Oriel has no camera').waitFor(),
    async () => await page.getByText('Oriel is not installed').waitFor(),
  ];
  for (const theme of ['light', 'dark']) {
    await run(`dashboard.setTheme('${theme}')`);
    for (const [index, isReady] of ready.entries()) {
      await run(`dashboard.show(${index})`);
      await isReady();
      assert.deepEqual(await audit(page), [], `view ${index + 1}, ${theme}`);
    }
  }
});

// Most of their time is waiting.
suite('by fingers', { concurrency: 2 }, () => {
  test('a wall tablet shows stills, and video when it is tapped', async (t) => {
    const home = await start(t, ['porch']);
    const { page, complaints } = await openDashboard(t, home, {
      hasTouch: true,
      views: [
        { cards: [oriel({ camera: 'porch', mode: 'stills', still_seconds: 1, live_seconds: 3 })] },
      ],
    });
    const button = page.getByRole('button', { name: 'Camera porch' });
    await button.waitFor();
    await page.waitForTimeout(1500);
    assert.equal(await countPlaying(page), 0);
    await button.tap();
    await awaitPlaying(page, 1);
    await awaitPlaying(page, 0);
    assert.deepEqual(complaints, []);
  });

  test('a carousel goes on by arrows, dots, keys and fingers; one camera plays at a time', async (t) => {
    const home = await start(t, ['a', 'b', 'c']);
    const dashboard = await openDashboard(t, home, {
      hasTouch: true,
      views: [{ cards: [oriel({ layout: 'carousel' })] }],
    });
    const { page, complaints } = dashboard;
    const at = async (): Promise<string> =>
      (await page.locator('oriel-carousel .count').textContent()) ?? '';
    const awaitAt = async (wanted: string): Promise<void> => {
      await eventually(wanted, async () => ((await at()) === wanted ? true : null));
    };
    await awaitPlaying(page, 1);
    await page.getByRole('button', { name: 'Show Camera c' }).click();
    await awaitAt('3 of 3');
    await page.locator('oriel-carousel .strip').focus();
    await page.keyboard.press('ArrowLeft');
    await awaitAt('2 of 3');
    await eventually('the strip at rest', async () => {
      const rest: number =
        await page.evaluate(`(({ scrollLeft, clientWidth }) => scrollLeft % (clientWidth + 16))(
      document.querySelector('oriel-card').shadowRoot
        .querySelector('oriel-carousel').shadowRoot.querySelector('.strip'))`);
      return rest === 0 ? true : null;
    });
    const { x, y, width } = (await page.locator('oriel-carousel').boundingBox()) ?? assert.fail();
    const devtools = await page.context().newCDPSession(page);
    const touch = async (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      at: number,
    ): Promise<void> => {
      const touchPoints = type === 'touchEnd' ? [] : [{ x: x + width * at, y: y + 100 }];
      await devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    };
    await touch('touchStart', 0.1);
    for (let at = 0.1; at < 0.9; at += 0.05) await touch('touchMove', at);
    await touch('touchEnd', 0.9);
    await awaitAt('1 of 3');
    await awaitPlaying(page, 1);
    const reachable: string[] =
      await page.evaluate(`[...document.querySelector('oriel-card').shadowRoot
    .querySelectorAll('oriel-tile')].map((tile) => String(!tile.inert))`);
    assert.deepEqual(reachable, ['true', 'false', 'false']);
    assert.deepEqual(complaints, []);
  });
});

suite('what comes back', { concurrency: 2 }, () => {
  test('a carousel shows the same camera when its view comes back', async (t) => {
    const home = await start(t, ['a', 'b', 'c']);
    const { page, run, complaints } = await openDashboard(t, home, {
      views: [{ cards: [oriel({ layout: 'carousel' })] }, { cards: [] }],
    });
    await awaitPlaying(page, 1);
    await page.getByRole('button', { name: 'Show Camera b' }).click();
    await page.locator('oriel-carousel').getByText('2 of 3').waitFor({ state: 'attached' });
    /** The slides in view, and those that can be reached. */
    const seen = async (): Promise<{ inView: number[]; reachable: number[] }> =>
      await page.evaluate(`(() => {
      const carousel = document.querySelector('oriel-card').shadowRoot.querySelector('oriel-carousel');
      const { left } = carousel.getBoundingClientRect();
      const slides = [...carousel.children];
      const numbers = (is) => slides.flatMap((slide, index) => (is(slide) ? [index] : []));
      return {
        inView: numbers((slide) => Math.abs(slide.getBoundingClientRect().left - left) < 2),
        reachable: numbers((slide) => !slide.inert),
      };
    })()`);
    const second = { inView: [1], reachable: [1] };
    await eventually('the second', async () =>
      isDeepStrictEqual(await seen(), second) ? true : null,
    );
    await run('dashboard.show(1)');
    await awaitPlaying(page, 0);
    await run('dashboard.show(0)');
    await awaitPlaying(page, 1);
    assert.deepEqual(await seen(), second);
    // Views that are kept in the page are hidden instead.
    await run(`document.querySelector('#view').style.display = 'none'`);
    await awaitPlaying(page, 0);
    await run(`document.querySelector('#view').style.display = ''`);
    await awaitPlaying(page, 1);
    assert.deepEqual(await seen(), second);
    assert.deepEqual(complaints, []);
  });

  test('a camera that is stopped does not make the card ask for the app again and again', async (t) => {
    const home = await start(t, ['porch']);
    const { page, run } = await openDashboard(t, home, {
      views: [{ cards: [oriel({ camera: 'porch' })] }],
    });
    await awaitPlaying(page, 1);
    await run(`(() => {
    globalThis.asked = [];
    const { callWS } = dashboard.hass;
    dashboard.changeHass({ callWS: (message) => {
      asked.push(message.endpoint);
      return callWS(message);
    } });
  })()`);
    await askOriel(home, 'cameras/porch/stop');
    await page.getByText('This camera is switched off', { exact: true }).waitFor();
    // The player asks after its camera again and again, which costs little.
    for (let times = 0; times < 3; times++) await page.waitForRequest(/api\/cameras/);
    assert.deepEqual(await run('asked'), []);
    await askOriel(home, 'cameras/porch/start');
    await awaitPlaying(page, 1);
  });
});

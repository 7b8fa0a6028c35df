// A dashboard of Home Assistant, for somebody who lives there and is no administrator.

import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../eventually.ts';
import { coreIsMissing } from './core.ts';
import { addUser } from './onboarding.ts';
import type { Login } from './onboarding.ts';
import { openScreen } from './screen.ts';
import type { Screen } from './screen.ts';
import { World } from './world.ts';

const skip = coreIsMissing;
const DASHBOARD = {
  title: 'Cameras',
  views: [
    {
      title: 'Porch',
      cards: [
        { type: 'picture-entity', entity: 'image.porch_snapshot', name: 'Porch' },
        {
          type: 'entities',
          title: 'Porch',
          entities: [
            'sensor.porch_status',
            'switch.porch_stream',
            'select.porch_video',
            'number.porch_target_frame_rate',
            'button.porch_take_snapshot',
            'sensor.porch_viewers',
          ],
        },
        { type: 'tile', entity: 'binary_sensor.porch_problem' },
      ],
    },
  ],
};

interface Size {
  readonly naturalWidth: number;
  readonly naturalHeight: number;
}

let world: World;
let resident: Login;

before(async (hook) => {
  if (skip) return;
  const porch = { id: 'porch', name: 'Porch', source: 'test:', resolution: '640x360' };
  world = await World.start(hook as TestContext, { options: { cameras: [porch] } });
  const { ha } = world;
  await ha.untilState('sensor.porch_status', 'live');
  resident = await addUser(ha, 'nora');
  const url_path = 'oriel-cameras';
  const dashboard = { url_path, title: DASHBOARD.title, icon: 'mdi:cctv', mode: 'storage' };
  await ha.call('lovelace/dashboards/create', { ...dashboard, require_admin: false });
  await ha.call('lovelace/config/save', { url_path, config: DASHBOARD });
});

afterEach(() => {
  if (!skip) assert.deepEqual(world.takeComplaints(), []);
});

async function openDashboard(t: TestContext): Promise<Screen> {
  const screen = await openScreen(t, world.core.url, resident);
  await screen.goTo('/oriel-cameras');
  await screen.page.getByText('Take snapshot').waitFor();
  return screen;
}

test('it shows the picture that was taken by a press on it', { skip }, async (t) => {
  const screen = await openDashboard(t);
  const { page } = screen;
  assert.equal(world.ha.states.get('image.porch_snapshot')?.state, 'unknown');
  await page.locator('hui-button-entity-row').getByText('Press').click();
  await world.ha.untilState('image.porch_snapshot', ({ state }) => state !== 'unknown');
  const picture = page.locator('hui-picture-entity-card img');
  // One that is broken, as that of the state before, has no width.
  const size = await eventually('the picture', async () =>
    picture.evaluate(({ naturalWidth, naturalHeight }: Size) =>
      naturalWidth > 0 ? [naturalWidth, naturalHeight] : null,
    ),
  );
  assert.deepEqual(size, [640, 360]);
  await screen.capture('dashboard');
});

test('a switch on it stops the camera and starts it', { skip }, async (t) => {
  const { ha, oriel } = world;
  const { page } = await openDashboard(t);
  const toggle = page.locator('hui-toggle-entity-row').locator('ha-entity-toggle');
  await toggle.click();
  await ha.untilState('sensor.porch_status', 'stopped');
  assert.equal((await fetch(`${oriel.url}cameras/porch/live.mp4`)).status, 503);
  const status = page.locator('hui-sensor-entity-row');
  await status.getByText('stopped').waitFor();
  await toggle.click();
  await ha.untilState('sensor.porch_status', 'live');
  await status.getByText('live').waitFor();
});

test('a choice that is refused goes back to what it was', { skip }, async (t) => {
  const { ha } = world;
  const { page } = await openDashboard(t);
  const choice = page.locator('hui-select-entity-row').getByRole('button');
  await choice.filter({ hasText: 'auto' }).click();
  await page.getByText('copy', { exact: true }).last().click();
  await ha.untilState(
    'event.porch_events',
    ({ attributes }) => attributes['event_type'] === 'options_rejected',
  );
  await choice.filter({ hasText: 'auto' }).waitFor();
});

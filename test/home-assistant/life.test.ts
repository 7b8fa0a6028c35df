// Restarts and failures of one part after the other.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { coreIsMissing } from './core.ts';
import { listUnavailable } from './entities.ts';
import { AWAY, WellWorld } from './well-world.ts';
import type { World } from './world.ts';

const skip = coreIsMissing;
let well: WellWorld;
let world: World;

before(async (hook) => {
  if (skip) return;
  well = await WellWorld.start(hook as TestContext);
  ({ world } = well);
});

/** All are unavailable but the one that says so. */
async function untilOrielIsAway(): Promise<void> {
  const { ha } = world;
  await ha.untilState('binary_sensor.oriel_connection', 'off');
  const enabled = [...ha.states.keys()].filter((id) =>
    well.ids.some((line) => line.endsWith(` ${id}`)),
  );
  const others = enabled.filter((id) => id !== 'binary_sensor.oriel_connection');
  await ha.until('all others are unavailable', async () =>
    (await listUnavailable(ha)).length === others.length ? true : null,
  );
}

test('Oriel that is stopped is unavailable, and back when it is started', { skip }, async () => {
  await world.stopOriel();
  await untilOrielIsAway();
  await world.startOriel();
  await well.again();
});

test('Oriel that is killed is unavailable by its will', { skip }, async () => {
  const { child, ended } = world.oriel;
  child.kill('SIGKILL');
  await ended;
  await untilOrielIsAway();
  await world.startOriel();
  await well.again();
});

test('a restart of Home Assistant finds everything as it was', { skip }, async () => {
  await world.stopCore();
  await world.startCore();
  await well.again();
});

test('reloading the MQTT integration finds everything as it was', { skip }, async () => {
  await world.ha.post(`config/config_entries/entry/${world.mqttEntry}/reload`, {});
  await well.again();
});

test(
  'a broker that is away leaves nothing available; when it is back, all is',
  { skip },
  async () => {
    await world.broker.stop();
    await world.ha.untilState('sensor.porch_status', 'unavailable');
    await world.broker.start();
    await well.again();
  },
);

test('a broker that has forgotten everything is told again', { skip }, async () => {
  await world.broker.stop();
  await rm(join(world.broker.directory, 'mosquitto.db'), { force: true });
  await world.broker.start();
  await well.again();
});

test('Home Assistant complains of nothing but the broker', { skip }, () => {
  assert.deepEqual(world.takeComplaints([AWAY]), []);
});

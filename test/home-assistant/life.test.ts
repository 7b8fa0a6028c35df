// Restarts of everything, in every order.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { coreIsMissing } from './core.ts';
import { findDevices, listIds, listUnavailable } from './entities.ts';
import { World } from './world.ts';

const skip = coreIsMissing;
/** Core waits for a broker that was away, Oriel for its statistics. */
const BACK_WITHIN_MS = 45_000;

let world: World;
/** As they were at first. */
let ids: readonly string[];

before(async (hook) => {
  if (skip) return;
  const cameras = [
    { id: 'porch', name: 'Porch', source: 'test:', resolution: '192x108', fps: 5 },
    { id: 'garden', name: 'Garden', source: 'test:', resolution: '192x108', fps: 5 },
  ];
  world = await World.start(hook as TestContext, { options: { cameras } });
  await untilAllIsWell();
  ids = await listIds(world.ha);
});

/** Everything available, nothing new, nothing gone. */
async function untilAllIsWell(): Promise<void> {
  const { ha } = world;
  await ha.until(
    'every entity is available',
    async () => {
      const devices = await findDevices(ha);
      const isComplete =
        devices.length === 3 && devices.every(({ entities }) => entities.length > 5);
      return isComplete && (await listUnavailable(ha)).length === 0 ? true : null;
    },
    BACK_WITHIN_MS,
  );
  for (const camera of ['porch', 'garden']) {
    await ha.untilState(
      `sensor.${camera}_frame_rate`,
      ({ state }) => Number(state) > 0,
      BACK_WITHIN_MS,
    );
    await ha.untilState(`sensor.${camera}_status`, 'live');
    await ha.untilState(`number.${camera}_target_frame_rate`, '5');
  }
  await ha.untilState('binary_sensor.oriel_connection', 'on');
}

async function assertSameIds(): Promise<void> {
  assert.deepEqual(await listIds(world.ha), ids);
}

/** All are unavailable but the one that says so. */
async function untilOrielIsAway(): Promise<void> {
  const { ha } = world;
  await ha.untilState('binary_sensor.oriel_connection', 'off');
  const enabled = [...ha.states.keys()].filter((id) => ids.some((line) => line.endsWith(` ${id}`)));
  const others = enabled.filter((id) => id !== 'binary_sensor.oriel_connection');
  await ha.until('all others are unavailable', async () =>
    (await listUnavailable(ha)).length === others.length ? true : null,
  );
}

test('Oriel that is stopped is unavailable, and back when it is started', { skip }, async () => {
  await world.stopOriel();
  await untilOrielIsAway();
  await world.startOriel();
  await untilAllIsWell();
  await assertSameIds();
});

test('Oriel that is killed is unavailable by its will', { skip }, async () => {
  const { child, ended } = world.oriel;
  child.kill('SIGKILL');
  await ended;
  await untilOrielIsAway();
  await world.startOriel();
  await untilAllIsWell();
  await assertSameIds();
});

test('a restart of Home Assistant finds everything as it was', { skip }, async () => {
  await world.stopCore();
  await world.startCore();
  await untilAllIsWell();
  await assertSameIds();
});

test('reloading the MQTT integration finds everything as it was', { skip }, async () => {
  await world.ha.post(`config/config_entries/entry/${world.mqttEntry}/reload`, {});
  await untilAllIsWell();
  await assertSameIds();
});

test(
  'a broker that is away leaves nothing available; when it is back, all is',
  { skip },
  async () => {
    await world.broker.stop();
    await world.ha.untilState('sensor.porch_status', 'unavailable');
    await world.broker.start();
    await untilAllIsWell();
    await assertSameIds();
  },
);

test('a broker that has forgotten everything is told again', { skip }, async () => {
  await world.broker.stop();
  await rm(join(world.broker.directory, 'mosquitto.db'), { force: true });
  await world.broker.start();
  await untilAllIsWell();
  await assertSameIds();
});

type Part = 'broker' | 'Home Assistant' | 'Oriel';
const ORDERS: readonly (readonly Part[])[] = [
  ['broker', 'Home Assistant', 'Oriel'],
  ['broker', 'Oriel', 'Home Assistant'],
  ['Home Assistant', 'broker', 'Oriel'],
  ['Home Assistant', 'Oriel', 'broker'],
  ['Oriel', 'broker', 'Home Assistant'],
  ['Oriel', 'Home Assistant', 'broker'],
];

for (const order of ORDERS) {
  test(`after a power cut they come back in the order ${order.join(', ')}`, { skip }, async () => {
    await world.stopOriel();
    await world.stopCore();
    await world.broker.stop();
    await rm(join(world.broker.directory, 'mosquitto.db'), { force: true });
    for (const part of order) {
      if (part === 'broker') await world.broker.start();
      if (part === 'Home Assistant') await world.startCore();
      if (part === 'Oriel') await world.startOriel();
    }
    await untilAllIsWell();
    await assertSameIds();
  });
}

/** What Core says of a broker that is away. */
const AWAY =
  /components\.mqtt\.(?:client|config_flow).*(?:Disconnected|onnection|connect)|paho\.mqtt\.client|publish_birth_message/s;

test('Home Assistant complains of nothing but the broker', { skip }, () => {
  assert.deepEqual(world.takeComplaints([AWAY]), []);
});

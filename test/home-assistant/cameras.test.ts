// Cameras that come, go and are called otherwise.

import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { observe } from '../mqtt-observer.ts';
import type { Observer } from '../mqtt-observer.ts';
import { configureIntegration } from './config-flow.ts';
import { coreIsMissing } from './core.ts';
import { findDevice, findDevices, listIds, listUnavailable } from './entities.ts';
import { World } from './world.ts';

const skip = coreIsMissing;
const SMALL = { source: 'test:', resolution: '192x108', fps: 5 };
const PORCH = { id: 'porch', name: 'Porch', ...SMALL };
const GARDEN = { id: 'garden', name: 'Garden', ...SMALL };

let world: World;
let observer: Observer;

before(async (hook) => {
  if (skip) return;
  const t = hook as TestContext;
  world = await World.start(t, { options: { cameras: [PORCH, GARDEN] } });
  observer = await observe(t, world.broker);
  await untilCameras('Garden', 'Porch');
});

/** Complaints that a test may cause. */
let accepted: readonly RegExp[] = [];

afterEach(() => {
  if (!skip) assert.deepEqual(world.takeComplaints(accepted), []);
  accepted = [];
});

/** These devices and no others, with all they have. */
async function untilCameras(...names: readonly string[]): Promise<void> {
  const { ha } = world;
  await ha.until(`the cameras ${names.join(', ')}`, async () => {
    const cameras = (await findDevices(ha)).filter(({ model }) => model === 'Camera');
    const found = cameras.map(({ name }) => name).join();
    const isComplete = cameras.every(({ entities }) => entities.length > 15);
    return found === names.join() && isComplete ? true : null;
  });
  for (const name of names) {
    const id = name.toLowerCase().replaceAll(' ', '_');
    if (ha.states.has(`sensor.${id}_frame_rate`)) {
      await ha.untilState(`sensor.${id}_frame_rate`, ({ state }) => Number(state) > 0);
    }
  }
}

async function request(what: string, values: object): Promise<void> {
  const transaction = String(Math.random());
  await observer.publish(
    `oriel/bridge/request/${what}`,
    JSON.stringify({ ...values, transaction }),
  );
  const { text } = await observer.waitFor(`oriel/bridge/response/${what}`, ({ text }) =>
    text.includes(transaction),
  );
  assert.equal(JSON.parse(text).status, 'ok', text);
}

test('a camera that is renamed keeps its entities and shows its new name', { skip }, async () => {
  const { ha } = world;
  const ids = await listIds(ha);
  await request('camera/rename', { id: 'porch', name: 'Front door' });
  await ha.until('the new name', async () => {
    const devices = await findDevices(ha);
    return devices.some(({ name }) => name === 'Front door') ? true : null;
  });
  assert.deepEqual(await listIds(ha), ids);
  await ha.untilState(
    'sensor.porch_status',
    ({ attributes }) => attributes['friendly_name'] === 'Front door Status',
  );
  await request('camera/rename', { id: 'porch', name: 'Porch' });
  await untilCameras('Garden', 'Porch');
});

test('a camera that is added appears, one that is removed is gone for good', { skip }, async () => {
  const { ha } = world;
  const before = await listIds(ha);
  await request('camera/add', { id: 'gate', name: 'Gate', ...SMALL });
  await untilCameras('Garden', 'Gate', 'Porch');
  await ha.untilState('event.oriel_events', ({ attributes }) => attributes['camera'] === 'gate');
  await request('camera/remove', { id: 'gate' });
  await untilCameras('Garden', 'Porch');
  assert.deepEqual(await listIds(ha), before);
  assert.deepEqual(
    [...ha.states.keys()].filter((id) => id.includes('gate')),
    [],
  );
});

test('a camera that comes back is the one it was', { skip }, async () => {
  const { ha } = world;
  const ids = await listIds(ha);
  await request('camera/remove', { id: 'garden' });
  await untilCameras('Porch');
  await request('camera/add', GARDEN);
  await untilCameras('Garden', 'Porch');
  assert.deepEqual(await listIds(ha), ids);
});

test('a camera that is gone from the options is gone after the restart', { skip }, async () => {
  await world.restartOriel({ cameras: [PORCH] });
  await untilCameras('Porch');
  await world.restartOriel({ cameras: [PORCH, GARDEN] });
  await untilCameras('Garden', 'Porch');
});

test('a device that is deleted in Home Assistant comes back when announced', { skip }, async () => {
  const { ha } = world;
  // Core deletes it once an entity; this way of asking for it is old, and in all versions.
  accepted = [/No device components to cleanup/, /remove_config_entry is deprecated/];
  const { id } = await findDevice(ha, 'Garden');
  await ha.call('config/device_registry/remove_config_entry', {
    device_id: id,
    config_entry_id: world.mqttEntry,
  });
  await untilCameras('Porch');
  await request('discovery/refresh', {});
  await untilCameras('Garden', 'Porch');
});

/** A name that a person has given to an entity's id. */
const OWN = 'sensor.my_own_name_for_it';

test('another discovery prefix: the ids stay, nothing is there twice', { skip }, async () => {
  const { ha } = world;
  // Until its next start, Core remembers where it heard of entities that are disabled.
  accepted = [
    /conflicting MQTT discovery message for disabled/,
    /Ignoring empty MQTT discovery payload for disabled/,
  ];
  await ha.call('config/entity_registry/update', {
    entity_id: 'sensor.porch_viewers',
    new_entity_id: OWN,
  });
  const ids = await listIds(ha);
  assert.ok(ids.some((line) => line.endsWith(OWN)));

  await configureIntegration(ha, world.mqttEntry, { discovery_prefix: 'elsewhere' });
  await world.restartOriel({ cameras: [PORCH, GARDEN], mqtt: { discovery_prefix: 'elsewhere' } });
  await ha.until('all are available', async () =>
    (await listUnavailable(ha)).length === 0 ? true : null,
  );
  assert.deepEqual(await listIds(ha), ids);
  assert.deepEqual(await listConfigs(), ['elsewhere', 'elsewhere', 'elsewhere']);

  // The other way round: Home Assistant sees them go.
  await world.restartOriel({ cameras: [PORCH, GARDEN] });
  await configureIntegration(ha, world.mqttEntry, { discovery_prefix: 'homeassistant' });
  await ha.until('all are available again', async () => {
    const devices = await findDevices(ha);
    return devices.length === 3 && (await listUnavailable(ha)).length === 0 ? true : null;
  });
  assert.deepEqual(await listIds(ha), ids);
  assert.deepEqual(await listConfigs(), ['homeassistant', 'homeassistant', 'homeassistant']);
});

/** Prefixes under which the broker has a device of ours in store. */
async function listConfigs(): Promise<string[]> {
  const kept = new Map<string, string>();
  for (const { topic, text } of observer.messages) {
    if (topic.endsWith('/config') && topic.includes('/device/oriel_')) kept.set(topic, text);
  }
  return [...kept].filter(([, text]) => text !== '').map(([topic]) => topic.split('/')[0] ?? '');
}

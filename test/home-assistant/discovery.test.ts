import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Component } from '../../src/mqtt/entity.ts';
import type { DevicePayload } from '../../src/mqtt/discovery.ts';
import { observe } from '../mqtt-observer.ts';
import { coreIsMissing } from './core.ts';
import { describeDevice, findDevice, findDevices } from './entities.ts';
import type { KnownEntity } from './entities.ts';
import { openScreen } from './screen.ts';
import { World } from './world.ts';

const skip = coreIsMissing;
const BASE_URL = 'http://192.168.1.3:8099';

/** It likes to be run in its container. */
const WAY_OF_RUNNING = 'deprecated_method';

interface Issue {
  readonly domain: string;
  readonly issue_id: string;
}

let world: World;

before(async (t) => {
  if (skip) return;
  const cameras = [
    { id: 'porch', name: 'Porch', source: 'test:', snapshot_seconds: 5 },
    { id: 'garden', name: 'Back garden', source: 'test:', fps: 5 },
    { id: 'gone', name: 'Gone', source: 'tcp://127.0.0.1:9' },
  ];
  world = await World.start(t as TestContext, {
    options: { cameras, http: { base_url: BASE_URL } },
  });
  t.diagnostic(`Home Assistant Core ${world.core.version}`);
  for (const camera of ['porch', 'back_garden']) {
    await world.ha.untilState(`sensor.${camera}_frame_rate`, ({ state }) => Number(state) > 0);
  }
  await world.ha.untilState('image.porch_snapshot', ({ state }) => state !== 'unknown');
  await world.ha.untilState('sensor.gone_status', 'retrying');
});

test(
  'the bridge and each camera are devices, the cameras behind the bridge',
  { skip },
  async () => {
    const devices = await findDevices(world.ha);
    const bridge = devices.find(({ model }) => model === 'Bridge');
    const expected = [
      ['Back garden', `${BASE_URL}/cameras/garden/`, bridge?.id],
      ['Gone', `${BASE_URL}/cameras/gone/`, bridge?.id],
      ['Oriel', `${BASE_URL}/`, null],
      ['Porch', `${BASE_URL}/cameras/porch/`, bridge?.id],
    ];
    assert.deepEqual(
      devices.map((device) => [device.name, device.configuration_url, device.via_device_id]),
      expected,
    );
  },
);

test('every entity is there as it was announced, and no other', { skip }, async (t) => {
  const observer = await observe(t, world.broker, { filter: 'homeassistant/device/+/config' });
  const devices = await findDevices(world.ha);
  for (const device of devices) {
    const id = device.identifiers[0]?.[1] ?? '';
    const { text } = await observer.waitFor(`homeassistant/device/${id}/config`);
    const { cmps } = JSON.parse(text) as DevicePayload;
    assert.deepEqual(
      device.entities.map(({ unique_id: unique }) => unique).toSorted(),
      Object.keys(cmps)
        .map((key) => `${id}_${key}`)
        .toSorted(),
    );
    for (const component of Object.values(cmps)) {
      if (!('uniq_id' in component)) assert.fail('something is being removed');
      const entity = device.entities.find(({ unique_id: unique }) => unique === component.uniq_id);
      assert.deepEqual(asKnown(entity), asAnnounced(component), component.uniq_id);
    }
  }
});

test('names, units, classes and categories are these', { skip }, async (t) => {
  for (const name of ['Oriel', 'Porch']) {
    t.assert.fileSnapshot(
      describeDevice(await findDevice(world.ha, name)),
      `test/golden/home-assistant/${name.toLowerCase()}.txt`,
      { serializers: [(text) => text] },
    );
  }
});

test('a camera that is live has a value for all that can be measured', { skip }, async () => {
  await world.ha.untilState('sensor.oriel_live_cameras', '2');
  const { entities } = await findDevice(world.ha, 'Porch');
  const empty = entities.filter(({ known }) => known?.state === 'unavailable');
  assert.deepEqual(
    empty.map(({ entity_id: id }) => id),
    [],
  );
  const unknown = entities.filter(({ known }) => known?.state === 'unknown');
  assert.deepEqual(
    unknown.map(({ entity_id: id }) => id),
    [
      // Never pressed.
      'button.porch_restart',
      'button.porch_save_clip',
      'button.porch_take_snapshot',
      // Nothing has happened since Home Assistant knows it.
      'event.porch_events',
      // Not set: as the source has it.
      'number.porch_target_bitrate',
      'number.porch_target_frame_rate',
      // Nobody watches.
      'sensor.porch_latency',
    ],
  );
  assert.equal(world.ha.states.get('number.back_garden_target_frame_rate')?.state, '5');
});

test(
  'a camera that fails says why, keeps its controls, and measures nothing',
  { skip },
  async () => {
    const { states } = world.ha;
    assert.match(states.get('sensor.gone_last_error')?.state ?? '', /^unreachable: /);
    assert.equal(states.get('binary_sensor.gone_problem')?.state, 'on');
    assert.equal(states.get('binary_sensor.gone_source_connection')?.state, 'off');
    const { entities } = await findDevice(world.ha, 'Gone');
    const absent = entities.filter(({ known }) => known?.state === 'unavailable');
    assert.deepEqual(
      absent.map(({ entity_id: id }) => id),
      ['bitrate', 'frame_rate', 'latency', 'viewers'].map((name) => `sensor.gone_${name}`),
    );
  },
);

test('the pages of Home Assistant show it', { skip }, async (t) => {
  if ((await listIssues()).some(({ issue_id: id }) => id === WAY_OF_RUNNING)) {
    const issue = { domain: 'homeassistant', issue_id: WAY_OF_RUNNING, ignore: true };
    await world.ha.call('repairs/ignore_issue', issue);
  }
  const screen = await openScreen(t, world.core.url, world.owner);
  await screen.page.setViewportSize({ width: 1200, height: 1500 });
  for (const name of ['Porch', 'Oriel']) {
    const { id, entities } = await findDevice(world.ha, name);
    await screen.goTo(`/config/devices/device/${id}`);
    for (const { known, original_name: label } of entities) {
      if (known)
        await screen.page
          .getByText(label ?? '', { exact: true })
          .first()
          .waitFor();
    }
    await screen.capture(`device-${name.toLowerCase()}`);
  }
});

test('Home Assistant complains of nothing', { skip }, async () => {
  assert.deepEqual(world.takeComplaints(), []);
  assert.deepEqual(
    (await listIssues()).filter(({ issue_id: id }) => id !== WAY_OF_RUNNING),
    [],
  );
});

/** What Home Assistant asks its owner to repair. */
async function listIssues(): Promise<readonly Issue[]> {
  const { issues } = await world.ha.call<{ issues: Issue[] }>('repairs/list_issues');
  return issues;
}

/** What of an entity discovery decides, as far as Home Assistant tells. */
function asKnown(entity: KnownEntity | undefined): object {
  const attributes = entity?.known?.attributes ?? {};
  return {
    name: entity?.original_name,
    category: entity?.entity_category,
    isEnabled: entity?.disabled_by === null,
    ...(entity?.known === undefined
      ? {}
      : Object.fromEntries(ATTRIBUTES.map(([, name]) => [name, attributes[name] ?? null]))),
  };
}

function asAnnounced(component: Component): object {
  return {
    name: component.name,
    category: component.ent_cat ?? null,
    isEnabled: component.en ?? true,
    ...(component.en === false
      ? {}
      : Object.fromEntries(ATTRIBUTES.map(([key, name]) => [name, component[key] ?? null]))),
  };
}

const ATTRIBUTES = [
  ['dev_cla', 'device_class'],
  ['evt_typ', 'event_types'],
  ['ic', 'icon'],
  ['max', 'max'],
  ['min', 'min'],
  ['mode', 'mode'],
  ['ops', 'options'],
  ['ptrn', 'pattern'],
  ['stat_cla', 'state_class'],
  ['step', 'step'],
  ['unit_of_meas', 'unit_of_measurement'],
] as const;

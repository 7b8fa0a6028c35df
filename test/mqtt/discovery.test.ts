import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Ajv } from 'ajv';
import { BRIDGE_EVENTS } from '../../src/mqtt/bridge-entities.ts';
import { CAMERA_EVENTS } from '../../src/mqtt/camera-readings.ts';
import { renderRemoval } from '../../src/mqtt/discovery.ts';
import type { Device } from '../../src/mqtt/discovery.ts';
import type { Component } from '../../src/mqtt/entity.ts';
import { ALL_FEATURES, bridgeDevice, cameraDevice, contextOf } from './devices.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../data/ha-device-discovery.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({
  allErrors: true,
  strictTypes: false,
  formats: { regex: (text: string) => new RegExp(text, 'u') instanceof RegExp },
});
const validate = ajv.compile(schema);

function problemsOf(payload: unknown): string {
  return validate(payload) ? '' : ajv.errorsText(validate.errors);
}

function componentsOf({ payload }: Device): [string, Component][] {
  return Object.entries(payload.cmps) as [string, Component][];
}

function component(device: Device, key: string): Component {
  const found = componentsOf(device).find(([each]) => each === key);
  assert.ok(found, key);
  return found[1];
}

function expectGolden(t: TestContext, { payload }: Device, name: string): void {
  t.assert.fileSnapshot(`${JSON.stringify(payload, null, 2)}\n`, `test/golden/mqtt/${name}.json`, {
    serializers: [(text: string) => text],
  });
}

const camera = cameraDevice({ id: 'porch' });
const bridge = bridgeDevice();
const small = cameraDevice({ id: 'porch' }, contextOf({}, []));

test('a camera that can do everything', (t) => {
  assert.equal(problemsOf(camera.payload), '');
  expectGolden(t, camera, 'camera');
});

test('a camera that can do little has no entity that does nothing', (t) => {
  assert.equal(problemsOf(small.payload), '');
  expectGolden(t, small, 'camera-without-features');
});

test('the bridge', (t) => {
  assert.equal(problemsOf(bridge.payload), '');
  expectGolden(t, bridge, 'bridge');
});

test('a payload fits into ten kilobytes', () => {
  for (const { payload } of [camera, bridge]) {
    const { length } = JSON.stringify(payload);
    assert.ok(length < 10_000, `${length} bytes`);
  }
});

test('every unique ID starts with the device, which starts with the instance', () => {
  for (const device of [camera, bridge]) {
    const ids = componentsOf(device).map(([, { uniq_id: id }]) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const [key, { uniq_id: id }] of componentsOf(device)) {
      assert.equal(id, `${device.id}_${key}`);
    }
  }
  assert.deepEqual([camera.id, bridge.id], ['oriel_7f3a91c2_porch', 'oriel_7f3a91c2']);
});

test('no choice of a select is the word by which Home Assistant understands nothing', () => {
  for (const { payload } of [cameraDevice({ id: 'porch' }), bridgeDevice()]) {
    for (const [key, component] of Object.entries(payload.cmps)) {
      if (component.p !== 'select' || !('ops' in component)) continue;
      assert.ok(!component.ops?.some((choice) => choice.toLowerCase() === 'none'), key);
    }
  }
});

test('the schema cannot say it: no minimum above its maximum, no command that is kept', () => {
  for (const [key, each] of [...componentsOf(camera), ...componentsOf(bridge)]) {
    if (each.min !== undefined) assert.ok(each.min < (each.max ?? -1), key);
    assert.equal(each.cmd_t === undefined, each.message_expiry_interval === undefined, key);
  }
});

test('controls and status work while the camera is down, measurements do not', () => {
  const measured = componentsOf(camera).filter(([, { avty }]) => avty !== undefined);
  assert.deepEqual(
    measured.map(([key]) => key),
    ['viewers', 'bitrate_now', 'fps_now', 'latency'],
  );
  for (const [key, { avty, exp_aft: expireAfter, qos }] of measured) {
    const topics = ['oriel/bridge/state', 'oriel/camera/porch/availability'];
    assert.deepEqual(
      avty?.map(({ t }) => t),
      topics,
      key,
    );
    assert.deepEqual([expireAfter, qos], [90, 0], key);
  }
  assert.deepEqual(camera.payload.avty, [{ t: 'oriel/bridge/state' }]);
  assert.deepEqual(component(bridge, 'connection').avty, [], 'this one says "off" itself');
});

test('commands go where the bridge listens', () => {
  for (const [key, { cmd_t: topic }] of componentsOf(camera)) {
    if (topic === undefined) continue;
    assert.match(topic, /^oriel\/camera\/porch\/(command|set\/[a-z_]+)$/, key);
  }
  for (const [key, { cmd_t: topic }] of componentsOf(bridge)) {
    if (topic !== undefined) assert.match(topic, /^oriel\/bridge\/request\/[a-z_]+$/, key);
  }
});

test('a resolution of one own choosing is among the choices, once', () => {
  const choices = (resolution: string | null) =>
    component(cameraDevice({ id: 'porch', resolution }), 'resolution').ops;
  const standard = choices(null);
  assert.deepEqual(choices('720p'), standard);
  assert.deepEqual(choices('1280x960'), ['source', '1280x960', ...(standard?.slice(1) ?? [])]);
});

test('a camera is named by its user and found by its ID', () => {
  const renamed = cameraDevice({ id: 'porch', name: 'Façade "north" 🏠' });
  assert.equal(problemsOf(renamed.payload), '');
  assert.equal(renamed.payload.dev.name, 'Façade "north" 🏠');
  assert.deepEqual(renamed.payload.cmps, camera.payload.cmps);
  assert.equal(renamed.payload.dev.via_device, bridge.id);
});

test('a URL that Home Assistant would refuse is left out, and so is one with a password', () => {
  for (const url of [
    '/cameras/porch/',
    'ftp://x/',
    'http://',
    'http://u:p@host/',
    'nonsense',
    '',
  ]) {
    const { payload } = cameraDevice({ id: 'porch', url });
    assert.equal('cu' in payload.dev, false, url);
    const { o } = bridgeDevice(contextOf({ supportUrl: url })).payload;
    assert.equal('url' in o, false, url);
  }
  const { dev } = cameraDevice({ id: 'porch', url: 'http://10.0.0.3:8099/cameras/porch/' }).payload;
  assert.equal(dev.cu, 'http://10.0.0.3:8099/cameras/porch/');
  assert.equal(camera.payload.dev.cu, 'homeassistant://app/local_oriel');
});

test('an entity that goes is named by its platform alone, beside those that stay', () => {
  const gone = new Map([
    ['audio', 'select'],
    ['old', 'sensor'],
  ]);
  const removal = renderRemoval(small.payload, gone);
  assert.equal(problemsOf(removal), '');
  assert.deepEqual(removal.cmps['audio'], { p: 'select' });
  assert.deepEqual({ ...removal, cmps: {} }, { ...small.payload, cmps: {} });
  const { audio: _audio, old: _old, ...rest } = removal.cmps;
  assert.deepEqual(rest, small.payload.cmps);
});

test('every feature adds entities', () => {
  const count = (features: typeof ALL_FEATURES) =>
    [bridgeDevice(contextOf({}, features)), cameraDevice({ id: 'a' }, contextOf({}, features))]
      .map((device) => componentsOf(device).length)
      .reduce((sum, each) => sum + each);
  for (const feature of ALL_FEATURES) assert.ok(count([feature]) > count([]), feature);
});

test('events are the ones that Oriel sends', () => {
  assert.deepEqual(component(camera, 'event').evt_typ, CAMERA_EVENTS);
  assert.deepEqual(component(bridge, 'event').evt_typ, BRIDGE_EVENTS);
});

const withRoot = (fields: object) => ({ ...camera.payload, ...fields });
const withDevice = (fields: object) => withRoot({ dev: { ...camera.payload.dev, ...fields } });
const withEntity = (key: string, fields: object) =>
  withRoot({ cmps: { ...camera.payload.cmps, [key]: { ...component(camera, key), ...fields } } });

const NEGATIVES: Readonly<Record<string, object>> = {
  'a key at the root that Home Assistant does not know': withRoot({ ic: 'mdi:x' }),
  'an expiry at the root': withRoot({ message_expiry_interval: 30 }),
  'a base topic at the root': withRoot({ '~': 'oriel' }),
  'a key in the device that Home Assistant does not know': withDevice({ icon: 'mdi:x' }),
  'no origin name': withRoot({ o: {} }),
  'a relative URL': withDevice({ cu: '/cameras/porch/' }),
  'both forms of availability': withRoot({ avty_t: 'oriel/bridge/state' }),
  'an entity without a unique ID': withEntity('status', { uniq_id: undefined }),
  'a misspelt key': withEntity('status', { value_template: 'x' }),
  'a unit that no data rate has': withEntity('bitrate', { unit_of_meas: 'kbps' }),
  'an enumeration with a unit': withEntity('status', { unit_of_meas: 's' }),
  'a command that is kept': withEntity('restart', { ret: true }),
  'a command to a wildcard': withEntity('restart', { cmd_t: 'oriel/camera/+/command' }),
  'a select without choices': withEntity('video', { ops: [] }),
  'a configuration sensor of an unknown category': withEntity('status', { ent_cat: 'system' }),
  'an image from nowhere': withEntity('image', { img_t: undefined }),
  'an event without types': withEntity('event', { evt_typ: undefined }),
};

test('the schema finds what Home Assistant would drop in silence', () => {
  for (const [what, payload] of Object.entries(NEGATIVES)) {
    const sent: unknown = JSON.parse(JSON.stringify(payload));
    assert.notEqual(problemsOf(sent), '', what);
  }
});

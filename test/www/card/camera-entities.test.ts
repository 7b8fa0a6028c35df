import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cameraOfEntity,
  entitiesOf,
  pictureOf,
  serviceFor,
} from '../../../www/card/camera-entities.ts';
import type { EntityEntry, HassEntity } from '../../../www/card/home-assistant.ts';

const PLAIN = { camera: 'porch', name: null, entity: null, restart: null, image: null };

function entry(entity_id: string, device_id: string, entity_category?: string): EntityEntry {
  return { entity_id, device_id, ...(entity_category === undefined ? {} : { entity_category }) };
}

function state(entity_id: string, attributes: object = {}, value = 'on'): HassEntity {
  return { entity_id, state: value, attributes: { ...attributes } };
}

/** As the app announces a camera, beside another one and a lamp. */
const DEVICES = {
  d1: { id: 'd1', identifiers: [['mqtt', 'oriel_7f3a91c2_porch']] },
  d2: { id: 'd2', identifiers: [['mqtt', 'oriel_7f3a91c2_porch_back']] },
  d3: { id: 'd3', identifiers: [['hue', 'porch']] },
} as const;
const ENTITIES = Object.fromEntries(
  [
    entry('switch.porch_enabled', 'd1', 'config'),
    entry('switch.porch_stream', 'd1'),
    entry('button.porch_take_snapshot', 'd1'),
    entry('button.porch_restart', 'd1'),
    entry('image.porch_snapshot', 'd1'),
    entry('switch.back_stream', 'd2'),
    entry('light.porch', 'd3'),
  ].map((each) => [each.entity_id, each]),
);
const STATES = {
  'switch.porch_stream': state('switch.porch_stream'),
  'button.porch_take_snapshot': state('button.porch_take_snapshot'),
  'button.porch_restart': state('button.porch_restart', { device_class: 'restart' }),
  'image.porch_snapshot': state('image.porch_snapshot', {
    entity_picture: '/api/image_proxy/image.porch_snapshot?token=x',
  }),
};
const HASS = { devices: DEVICES, entities: ENTITIES, states: STATES };

test('the entities of the camera’s device are found by themselves', () => {
  assert.deepEqual(entitiesOf(PLAIN, HASS), {
    stream: 'switch.porch_stream',
    restart: 'button.porch_restart',
    image: 'image.porch_snapshot',
  });
  assert.equal(entitiesOf({ ...PLAIN, camera: 'porch_back' }, HASS).stream, 'switch.back_stream');
  const none = { stream: null, restart: null, image: null };
  assert.deepEqual(entitiesOf({ ...PLAIN, camera: 'gate' }, HASS), none);
  assert.deepEqual(entitiesOf(PLAIN, { states: {} }), none);
});

test('registries are searched anew when they have changed, not with each state', () => {
  let searches = 0;
  const entities = new Proxy(ENTITIES, {
    ownKeys: (target) => {
      searches++;
      return Reflect.ownKeys(target);
    },
  });
  const hass = { devices: DEVICES, entities };
  for (const value of ['on', 'off', 'on']) {
    const states = { ...STATES, 'light.porch': state('light.porch', {}, value) };
    assert.equal(entitiesOf(PLAIN, { ...hass, states }).restart, 'button.porch_restart');
    entitiesOf({ ...PLAIN, camera: 'porch_back' }, { ...hass, states });
  }
  assert.equal(searches, 1);
  // What a button is for is told by its state, which may come later.
  assert.equal(entitiesOf(PLAIN, { ...hass, states: {} }).restart, null);
  const renamed = { ...ENTITIES, 'switch.porch_stream': entry('switch.front', 'd1') };
  assert.equal(entitiesOf(PLAIN, { ...HASS, entities: renamed }).stream, 'switch.front');
  assert.equal(entitiesOf(PLAIN, { ...HASS, devices: {} }).stream, null);
});

test('configured entities come first', () => {
  const found = entitiesOf({ ...PLAIN, entity: 'input_boolean.porch' }, HASS);
  assert.equal(found.stream, 'input_boolean.porch');
  assert.equal(found.image, 'image.porch_snapshot');
});

test('an entity leads to its camera', () => {
  assert.equal(cameraOfEntity('image.porch_snapshot', HASS), 'porch');
  assert.equal(cameraOfEntity('light.porch', HASS), null);
  assert.equal(cameraOfEntity('light.unknown', HASS), null);
});

test('what a player asks for is done by the entity for it', () => {
  const entities = entitiesOf(PLAIN, HASS);
  const call = (request: 'start' | 'stop' | 'restart'): string => {
    const service = serviceFor(request, entities, HASS);
    return service === null ? '' : `${service.domain}.${service.service} ${service.data.entity_id}`;
  };
  assert.equal(call('start'), 'switch.turn_on switch.porch_stream');
  assert.equal(call('stop'), 'switch.turn_off switch.porch_stream');
  assert.equal(call('restart'), 'button.press button.porch_restart');
});

test('an entity that is away is not used', () => {
  const away = { states: { 'switch.a': state('switch.a', {}, 'unavailable') } };
  const entities = { stream: 'switch.a', restart: null, image: null };
  assert.equal(serviceFor('stop', entities, away), null);
  assert.equal(serviceFor('stop', entities, { states: {} }), null);
  assert.equal(serviceFor('restart', entities, away), null);
});

test('a picture is there when its entity has one', () => {
  assert.match(pictureOf('image.porch_snapshot', HASS) ?? '', /^\/api\/image_proxy\//);
  assert.equal(pictureOf('switch.porch_stream', HASS), null);
  assert.equal(pictureOf(null, HASS), null);
  // Home Assistant answers with an error until there has been one.
  const id = 'image.porch_snapshot';
  const states = { [id]: state(id, STATES[id].attributes, 'unknown') };
  assert.equal(pictureOf(id, { states }), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listCameras, rememberCameras } from '../../../www/card/camera-list.ts';
import { parseCardConfig } from '../../../www/card/card-config.ts';
import type { CameraState } from '../../../www/server/api.ts';

function camera(id: string, name: string, enabled = true): CameraState {
  return { id, name, enabled } as CameraState;
}

const KNOWN = [camera('porch', 'Front porch'), camera('gate', 'Gate', false)];

function shown(config: object, known: readonly CameraState[] | null): unknown {
  return (
    listCameras(parseCardConfig(config), known)?.map(({ config, name, isKnown, isEnabled }) => [
      config.camera,
      name,
      isKnown,
      isEnabled,
    ]) ?? null
  );
}

test('without any named, all cameras of the app are shown, once it has told them', () => {
  assert.equal(shown({}, null), null);
  assert.deepEqual(shown({}, []), []);
  assert.deepEqual(shown({}, KNOWN), [
    ['porch', 'Front porch', true, true],
    ['gate', 'Gate', true, false],
  ]);
});

test('named cameras are shown before the app answers, under their ids', () => {
  assert.deepEqual(shown({ camera: 'front_door' }, null), [
    ['front_door', 'Front door', true, true],
  ]);
});

test('names come from the card, else from the app', () => {
  assert.deepEqual(shown({ cameras: ['porch', { camera: 'gate', name: 'Tor' }] }, KNOWN), [
    ['porch', 'Front porch', true, true],
    ['gate', 'Tor', true, false],
  ]);
});

test('a camera that the app does not have is told from one that it has not told yet', () => {
  assert.deepEqual(shown({ camera: 'shed' }, KNOWN), [['shed', 'Shed', false, true]]);
});

test('the same objects come back until the configuration or the app’s list is another', () => {
  const list = rememberCameras();
  const config = parseCardConfig({});
  const first = list(config, KNOWN);
  assert.equal(first?.length, 2);
  assert.equal(list(config, KNOWN), first);
  assert.notEqual(list(config, [...KNOWN]), first);
  assert.deepEqual(list(parseCardConfig({ camera: 'gate' }), KNOWN)?.length, 1);
  assert.equal(list(config, null), null);
});

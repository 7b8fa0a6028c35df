import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraSchema } from '../../../../src/config/camera-schema.ts';
import { proposeId } from '../../../../www/pages/form/camera-id.ts';

const VALID = new RegExp(cameraSchema.properties.id.pattern);

test('an id is proposed from the name', () => {
  const table: [string, string][] = [
    ['Porch', 'porch'],
    ['  Front door, left ', 'front_door_left'],
    ['Küche', 'kueche'],
    ['Straße', 'strasse'],
    ['Entrée', 'entree'],
    ['Tür 2', 'tuer_2'],
    ['庭', 'camera'],
    ['!!!', 'camera'],
    ['', ''],
    ['   ', ''],
  ];
  for (const [name, id] of table) assert.equal(proposeId(name, []), id, name);
});

test('a proposed id is valid and not taken, however long the name', () => {
  const long = 'The camera behind the garden house near the pond';
  const first = proposeId(long, []);
  const second = proposeId(long, [first]);
  const third = proposeId(long, [first, second]);
  for (const id of [first, second, third, proposeId('庭', ['camera'])]) assert.match(id, VALID);
  assert.equal(new Set([first, second, third]).size, 3);
});

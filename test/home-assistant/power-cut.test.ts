// Everything starts anew, in every order.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { coreIsMissing } from './core.ts';
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
    await well.again();
  });
}

test('Home Assistant complains of nothing but the broker', { skip }, () => {
  assert.deepEqual(world.takeComplaints([AWAY]), []);
});

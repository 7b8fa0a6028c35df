// A home in which everything is well, and is to be so again whatever happened.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { findDevices, listIds, listUnavailable } from './entities.ts';
import { World } from './world.ts';

/** Core waits for a broker that was away, Oriel for its statistics. */
const BACK_WITHIN_MS = 45_000;
const SMALL = { source: 'test:', resolution: '192x108', fps: 5 };

export class WellWorld {
  readonly world: World;
  /** As they were at first. */
  readonly ids: readonly string[];

  private constructor(world: World, ids: readonly string[]) {
    this.world = world;
    this.ids = ids;
  }

  /** Ends with the test. */
  static async start(t: TestContext): Promise<WellWorld> {
    const cameras = [
      { id: 'porch', name: 'Porch', ...SMALL },
      { id: 'garden', name: 'Garden', ...SMALL },
    ];
    const world = await World.start(t, { options: { cameras } });
    await untilAllIsWell(world);
    return new WellWorld(world, await listIds(world.ha));
  }

  /** Everything available, nothing new, nothing gone. */
  async again(): Promise<void> {
    await untilAllIsWell(this.world);
    assert.deepEqual(await listIds(this.world.ha), this.ids);
  }
}

async function untilAllIsWell({ ha }: World): Promise<void> {
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

/** What Core says of a broker that is away. */
export const AWAY =
  /components\.mqtt\.(?:client|config_flow).*(?:Disconnected|onnection|connect)|paho\.mqtt\.client|publish_birth_message/s;

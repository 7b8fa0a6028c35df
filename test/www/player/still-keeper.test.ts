import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Still } from '../../../www/player/still.ts';
import { StillKeeper } from '../../../www/player/still-keeper.ts';

const CAMERA = 'http://oriel/cameras/porch/';

class Scene {
  readonly released: string[] = [];
  asked = 0;
  isThere = true;
  readonly keeper: StillKeeper;
  readonly #t: TestContext;

  constructor(t: TestContext) {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    this.#t = t;
    const host = { stillWidth: () => 320, onStill: () => {} };
    this.keeper = new StillKeeper(host, async () => {
      this.asked++;
      if (!this.isThere) throw new TypeError('Failed to fetch');
      return this.stillOf(`still ${this.asked}`);
    });
    this.keeper.setCamera(CAMERA);
    t.after(() => this.keeper.dispose());
  }

  stillOf(url: string): Still {
    return {
      blob: new Blob([]),
      url,
      capturedAtMs: 1,
      ageMs: () => 0,
      release: () => this.released.push(url),
    };
  }

  async pass(ms: number): Promise<void> {
    await setImmediate();
    this.#t.mock.timers.tick(ms);
    await setImmediate();
  }
}

test('a still is loaded once, unless what is on the screen is of a moment ago', async (t) => {
  const scene = new Scene(t);
  scene.keeper.refresh(500);
  await scene.pass(0);
  assert.equal(scene.asked, 0);
  scene.keeper.refresh(Infinity);
  scene.keeper.refresh(Infinity);
  await scene.pass(60_000);
  assert.equal(scene.asked, 1);
  assert.equal(scene.keeper.still?.url, 'still 1');
});

test('stills follow each other, each released when the next one is shown', async (t) => {
  const scene = new Scene(t);
  scene.keeper.repeat(10_000);
  await scene.pass(10_000);
  await scene.pass(10_000);
  assert.equal(scene.keeper.still?.url, 'still 3');
  assert.deepEqual(scene.released, ['still 1', 'still 2']);
  scene.keeper.stop();
  await scene.pass(60_000);
  assert.equal(scene.asked, 3);
});

test('a server that does not answer is asked again, and the last still stays', async (t) => {
  const scene = new Scene(t);
  scene.keeper.repeat(10_000);
  await scene.pass(0);
  scene.isThere = false;
  await scene.pass(10_000);
  assert.equal(scene.keeper.still?.url, 'still 1');
  scene.isThere = true;
  await scene.pass(10_000);
  assert.equal(scene.keeper.still?.url, 'still 3');
});

test('one that comes after the end is released at once', async (t) => {
  const scene = new Scene(t);
  scene.keeper.refresh(Infinity);
  scene.keeper.dispose();
  await scene.pass(0);
  assert.deepEqual(scene.released, ['still 1']);
  assert.equal(scene.keeper.still, null);
});

test("somebody else's still is shown until there is a newer one, and left to them", async (t) => {
  const scene = new Scene(t);
  scene.keeper.setPoster(scene.stillOf('poster'));
  assert.equal(scene.keeper.still?.url, 'poster');
  scene.keeper.refresh(Infinity);
  await scene.pass(0);
  assert.equal(scene.keeper.still?.url, 'still 1');
  scene.keeper.dispose();
  assert.deepEqual(scene.released, ['still 1']);
});

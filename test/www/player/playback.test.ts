import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { failed } from '../../../www/media/failure.ts';
import { DOWN, LIVE, Scene, STEP_MS } from './playback-scene.ts';

const neverLoaded = async (): Promise<never> => {
  throw new TypeError('Failed to fetch dynamically imported module');
};

suite('a camera that is live', () => {
  test('is played, with its delay shown', async (t) => {
    const scene = new Scene(t);
    scene.start();
    assert.deepEqual([scene.state.kind], ['connecting']);
    await scene.pass(1000);
    assert.ok(scene.state.kind === 'live' && scene.state.delaySeconds === 0.4);
  });

  test('is not asked about while it plays', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(120_000);
    assert.deepEqual([scene.asked, scene.played], [1, ['live']]);
  });

  test('is let go at once when nobody looks any more', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(1000);
    scene.playback.stop();
    assert.deepEqual([scene.running, scene.state.kind], [0, 'idle']);
    await scene.pass(10_000);
    assert.equal(scene.asked, 1);
  });

  test('does not begin to play when its player comes after the user left', async (t) => {
    const scene = new Scene(t);
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.loaded = async () => await promise;
    scene.start();
    await scene.pass(1000);
    scene.playback.stop();
    resolve();
    await scene.pass(1000);
    assert.deepEqual(scene.played, []);
  });

  test('plays again after a pause', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(1000);
    scene.playback.pause('user');
    assert.deepEqual([scene.running, scene.state.kind], [0, 'paused']);
    scene.start();
    await scene.pass(1000);
    assert.deepEqual([scene.running, scene.state.kind], [1, 'live']);
  });
});

suite('a camera that is down', () => {
  test('costs no media request, and questions at growing intervals up to two seconds', async (t) => {
    const scene = new Scene(t);
    scene.camera = DOWN;
    scene.start();
    await scene.pass(15_500);
    assert.deepEqual([scene.asked, scene.played], [9, []]);
    await scene.pass(10_000);
    assert.equal(scene.asked, 14);
  });

  test('is waited for with the reason of the server and its own countdown', async (t) => {
    const scene = new Scene(t);
    const retryAtMs = Date.now() + 20_000;
    scene.camera = { ...DOWN, retry_at: new Date(retryAtMs).toISOString() };
    scene.start();
    await scene.pass(1000);
    assert.deepEqual(scene.state, {
      kind: 'waiting',
      reason: failed('unreachable', 'The camera does not answer'),
      retryAtMs,
    });
  });

  test('is played soon after it is live again', async (t) => {
    const scene = new Scene(t);
    scene.camera = DOWN;
    scene.start();
    await scene.pass(60_000);
    scene.camera = LIVE;
    await scene.pass(6000);
    assert.equal(scene.state.kind, 'live');
  });

  test('is asked about at once when the user wants so', async (t) => {
    const scene = new Scene(t);
    scene.camera = DOWN;
    scene.start();
    await scene.pass(60_100);
    const asked = scene.asked;
    scene.playback.retryNow();
    await scene.pass(STEP_MS);
    assert.equal(scene.asked, asked + 1);
  });

  test('is told apart from a server that does not answer', async (t) => {
    const scene = new Scene(t);
    scene.camera = new TypeError('Failed to fetch');
    scene.start();
    await scene.pass(500);
    assert.ok(scene.state.kind === 'waiting' && scene.state.reason.code === 'no_answer');
  });
});

suite('a picture that stands still', () => {
  test('makes the player ask every second, and stay while the camera is live', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(1000);
    scene.isMoving = false;
    await scene.pass(3000);
    assert.ok(scene.state.kind === 'live' && scene.state.isStalled);
    assert.deepEqual([scene.asked, scene.running], [4, 1]);
    scene.isMoving = true;
    await scene.pass(500);
    assert.ok(scene.state.kind === 'live' && !scene.state.isStalled);
  });

  test('is given up at once when the camera turns out to be down', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(1000);
    scene.isMoving = false;
    scene.camera = DOWN;
    await scene.pass(1500);
    assert.ok(scene.state.kind === 'waiting' && scene.state.reason.code === 'unreachable');
    assert.equal(scene.running, 0);
  });

  test('is replaced after four seconds', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(20_000);
    scene.isMoving = false;
    await scene.pass(4500);
    scene.isMoving = true;
    await scene.pass(1000);
    assert.deepEqual([scene.played.length, scene.running, scene.state.kind], [2, 1, 'live']);
  });
});

suite('a player that fails', () => {
  test('is replaced at once when it had played well', async (t) => {
    const scene = new Scene(t);
    scene.start();
    await scene.pass(20_000);
    scene.fail(failed('connection_lost'));
    await scene.pass(1000);
    assert.deepEqual([scene.played, scene.state.kind], [['live', 'live'], 'live']);
  });

  test('gives way to the next within seconds when it shows no picture', async (t) => {
    const scene = new Scene(t);
    scene.isMoving = false;
    scene.start();
    await scene.pass(500);
    scene.fail(failed('connection_lost'));
    await scene.pass(1000);
    assert.deepEqual(scene.played, ['live', 'LL-DASH']);
    assert.equal(scene.state.kind, 'connecting');
  });

  test('says why when every way has failed, and begins with the first again', async (t) => {
    const scene = new Scene(t);
    scene.isMoving = false;
    scene.start();
    for (const _ of [1, 2, 3, 4]) {
      await scene.pass(500);
      scene.fail(failed('cannot_play'));
      await scene.pass(500);
    }
    assert.ok(scene.state.kind === 'waiting' && scene.state.reason.code === 'cannot_play');
    await scene.pass(5000);
    assert.deepEqual(scene.played, ['live', 'LL-DASH', 'LL-HLS', 'HLS', 'live']);
  });

  test('is tried again after calm minutes, if it seems to work by then', async (t) => {
    const scene = new Scene(t);
    scene.isReachableNow = false;
    scene.isMoving = false;
    scene.start();
    await scene.pass(200);
    scene.fail(failed('connection_lost'));
    scene.isMoving = true;
    await scene.pass(140_000);
    assert.deepEqual(scene.played, ['live', 'LL-DASH']);
    scene.isReachableNow = true;
    await scene.pass(125_000);
    assert.deepEqual(scene.played, ['live', 'LL-DASH', 'live']);
  });

  test('to load says so and is loaded again', async (t) => {
    const scene = new Scene(t);
    scene.loaded = neverLoaded;
    scene.start();
    await scene.pass(1500);
    assert.ok(scene.state.kind === 'waiting' && scene.state.reason.code === 'player_missing');
    await scene.pass(10_000);
    scene.loaded = async () => {};
    await scene.pass(6000);
    assert.deepEqual([scene.state.kind, scene.played.length], ['live', 1]);
  });

  test('to load leaves the ways whose code is there', async (t) => {
    const scene = new Scene(t);
    scene.loaded = async ({ protocol }) => await (protocol === 'live' ? neverLoaded() : undefined);
    scene.start();
    await scene.pass(2000);
    assert.deepEqual([scene.state.kind, scene.played], ['live', ['LL-DASH']]);
  });
});

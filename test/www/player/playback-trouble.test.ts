import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failed } from '../../../www/media/failure.ts';
import { DOWN, LIVE, Scene } from './playback-scene.ts';

test('a browser that wants a tap before it plays gets one', async (t) => {
  const scene = new Scene(t);
  scene.isPaused = true;
  scene.allowsPlay = false;
  scene.start();
  await scene.pass(500);
  assert.deepEqual(scene.state, { kind: 'paused', by: 'browser' });
  scene.allowsPlay = true;
  scene.start();
  await scene.pass(1000);
  assert.equal(scene.state.kind, 'live');
});

test("the browser's own pause button pauses", async (t) => {
  const scene = new Scene(t);
  scene.start();
  await scene.pass(1000);
  scene.isPaused = true;
  await scene.pass(500);
  assert.deepEqual([scene.state.kind, scene.running], ['paused', 0]);
});

test('a video that the browser paused while nobody could see it goes on', async (t) => {
  const scene = new Scene(t);
  scene.start();
  await scene.pass(1000);
  scene.isPaused = true;
  scene.isUnseen = true;
  scene.wasPausedUnseen = true;
  await scene.pass(4800);
  assert.deepEqual([scene.state.kind, scene.isPaused], ['live', true]);
  scene.isUnseen = false;
  await scene.pass(500);
  assert.deepEqual([scene.state.kind, scene.isPaused, scene.played], ['live', false, ['live']]);
});

test('what nobody foresaw ends the attempt, not the playing', async (t) => {
  const scene = new Scene(t);
  scene.bug = new TypeError('values.toSorted is not a function');
  scene.start();
  await scene.pass(1000);
  assert.ok(scene.bugs.includes(scene.bug));
  scene.bug = null;
  await scene.pass(6000);
  assert.equal(scene.state.kind, 'live');
});

test('a way that cannot even be tried does not stop the others', async (t) => {
  const scene = new Scene(t);
  scene.isReachable = async () => Promise.reject(new DOMException('insecure', 'SecurityError'));
  scene.start();
  await scene.pass(1000);
  assert.equal(scene.state.kind, 'live');
});

test('a camera that is switched off promises no other try, and is found when it is back', async (t) => {
  const scene = new Scene(t);
  scene.camera = { ...LIVE, status: 'stopped' };
  scene.start();
  await scene.pass(5000);
  const reason = failed('camera_stopped');
  assert.deepEqual(scene.state, { kind: 'waiting', reason, retryAtMs: null });
  scene.camera = LIVE;
  await scene.pass(3000);
  assert.equal(scene.state.kind, 'live');
});

test('a player that fails with its camera, again and again, is not blamed for it', async (t) => {
  const scene = new Scene(t);
  scene.start();
  for (const _ of [1, 2, 3]) {
    await scene.pass(7000);
    scene.camera = DOWN;
    scene.fail(failed('connection_lost'));
    await scene.pass(2000);
    scene.camera = LIVE;
  }
  await scene.pass(6000);
  assert.deepEqual(scene.played, ['live', 'live', 'live', 'live']);
  assert.ok(scene.state.kind === 'live' && scene.state.delivery.protocol === 'live');
});

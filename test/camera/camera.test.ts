import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { changeOptions, createCamera, ffmpegs, until } from './camera-under-test.ts';

test('a camera goes live, and stopping it leaves no process and no media', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  assert.equal((await ffmpegs()).length, 1);
  await camera.stop();
  assert.equal(camera.status.status, 'stopped');
  assert.deepEqual(await ffmpegs(), []);
  assert.equal(camera.presentation.byteLength, 0);
});

test('an ffmpeg that is killed is replaced, and what follows is a discontinuity', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const { window } = camera.presentation.renditions[0] ?? assert.fail();
  const signal = AbortSignal.timeout(20_000);
  const first = await window.changes.until(() => window.segments[0] ?? null, signal);
  const [pid] = await ffmpegs();
  process.kill(pid ?? assert.fail(), 'SIGKILL');
  await until(camera, 'retrying');
  assert.equal(camera.state.last_error?.code, 'crashed');
  await until(camera, 'live');
  const next = await window.changes.until(
    () => window.segments.find(({ sequence }) => sequence !== first.sequence) ?? null,
    signal,
  );
  assert.equal(next.discontinuity, first.discontinuity + 1);
  assert.ok(next.start > first.start + first.duration);
  assert.equal(camera.state.restarts, 1);
});

test('an ffmpeg that falls silent counts as stalled, and is killed though it ignores SIGTERM', async (t) => {
  const camera = createCamera(t, { times: { startMs: 10_000, stallMs: 700 } });
  camera.activate();
  await until(camera, 'live');
  const [pid] = await ffmpegs();
  // A stopped process does not even see SIGTERM.
  process.kill(pid ?? assert.fail(), 'SIGSTOP');
  await until(camera, 'retrying');
  assert.equal(camera.state.last_error?.code, 'stalled');
  assert.ok(!(await ffmpegs()).includes(pid ?? 0));
  await until(camera, 'live');
});

test('an ffmpeg that never sends a frame counts as stalled', async (t) => {
  const times = { startMs: 300, stallMs: 300 };
  const camera = createCamera(t, { ffmpeg: 'test/programs/silent.mjs', times });
  camera.activate();
  await until(camera, 'retrying');
  assert.equal(camera.state.last_error?.code, 'stalled');
});

test('an ffmpeg that writes anything but video counts as crashed', async (t) => {
  const camera = createCamera(t, { ffmpeg: 'test/programs/garbage.mjs' });
  camera.activate();
  await until(camera, 'retrying');
  assert.equal(camera.state.last_error?.code, 'crashed');
  assert.match(camera.state.last_error?.message ?? '', /no video/);
});

test('a camera on demand starts with its first viewer and rests when the last has left', async (t) => {
  const options = { start: 'on_demand', idle_seconds: 5 };
  const camera = createCamera(t, { options });
  camera.activate();
  assert.equal(camera.status.status, 'idle');
  const leave = camera.enterViewer('someone');
  await until(camera, 'live');
  t.mock.timers.enable({ apis: ['setTimeout'] });
  leave();
  t.mock.timers.tick(10_000);
  assert.equal(camera.viewers.count, 0);
  t.mock.timers.tick(5_000);
  t.mock.timers.reset();
  await until(camera, 'idle');
  assert.deepEqual(await ffmpegs(), []);
});

test('a camera on demand that was restarted while it rested rests again when nobody watches', async (t) => {
  const options = { start: 'on_demand', idle_seconds: 5 };
  const camera = createCamera(t, { options });
  camera.activate();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await camera.restart();
  assert.equal(camera.status.status, 'starting');
  t.mock.timers.tick(5_000);
  t.mock.timers.reset();
  await until(camera, 'idle');
  assert.deepEqual(await ffmpegs(), []);
});

test('starts, stops and restarts asked for all at once end in the last one', async (t) => {
  const camera = createCamera(t);
  await Promise.all([
    camera.start(),
    camera.stop(),
    camera.restart(),
    camera.start(),
    camera.restart(),
    camera.stop(),
    camera.start(),
  ]);
  await until(camera, 'live');
  const running = await eventually('one ffmpeg', async () => {
    const pids = await ffmpegs();
    return pids.length === 1 ? pids : null;
  });
  assert.equal(running.length, 1);
  await camera.stop();
  assert.deepEqual(await ffmpegs(), []);
});

test('a camera that is not enabled does not start, whatever is asked of it', async (t) => {
  const camera = createCamera(t, { options: { enabled: false } });
  const told: unknown[] = [];
  camera.events.on('event', (event) => told.push([event.event_type, event['code']]));
  camera.activate();
  await assert.rejects(camera.start(), { code: 'camera_disabled' });
  await assert.rejects(camera.restart(), { code: 'camera_disabled' });
  assert.equal(camera.status.status, 'stopped');
  assert.deepEqual(await ffmpegs(), []);
  const refusal = ['command_rejected', 'camera_disabled'];
  assert.deepEqual(told, [refusal, refusal]);
});

test('a viewer who comes while a camera on demand is switched off does not start it', async (t) => {
  const camera = createCamera(t, { options: { start: 'on_demand' } });
  camera.activate();
  const seen = new Set<string>();
  camera.events.on('changed', () => seen.add(camera.status.status));
  const off = camera.configure(changeOptions(camera, { enabled: false }));
  camera.enterViewer('someone');
  await off;
  // Its turn is after that of the viewer.
  await camera.stop();
  assert.deepEqual([...seen], ['idle', 'stopped']);
});

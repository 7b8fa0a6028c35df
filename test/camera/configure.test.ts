import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CameraOptions } from '../../src/config/schema.ts';
import { CommandError, SourceError } from '../../src/errors.ts';
import { changeOptions, createCamera, ffmpegs, until } from './camera-under-test.ts';

test('a change that needs no other ffmpeg causes none', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const before = await ffmpegs();
  const effect = await camera.configure(
    changeOptions(camera, { name: 'Gate', window_seconds: 20 }),
  );
  assert.equal(effect, 'live');
  assert.equal(camera.name, 'Gate');
  assert.deepEqual(await ffmpegs(), before);
});

test('the old pipeline plays until the new one has a picture, on the same timeline', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const seen: string[] = [];
  camera.events.on('changed', () => seen.push(camera.status.status));
  const before = await ffmpegs();
  const { presentation } = camera;
  const effect = await camera.configure(changeOptions(camera, { fps: 10, resolution: '320x180' }));
  assert.equal(effect, 'restart');
  const after = await ffmpegs();
  assert.equal(after.length, 1);
  assert.notDeepEqual(after, before);
  assert.equal(camera.presentation, presentation);
  assert.ok(!seen.includes('retrying') && !seen.includes('starting'), seen.join());
  const { window } = presentation.renditions[0] ?? assert.fail();
  const signal = AbortSignal.timeout(10_000);
  const segment = await window.changes.until(() => {
    const newest = window.segments.at(-1);
    return newest?.sequence.width === 320 ? newest : null;
  }, signal);
  assert.equal(segment.sequence.height, 180);
});

test('the size and codec of other options are told as soon as they are known', async (t) => {
  const camera = createCamera(t, { options: { resolution: '480p', fps: 10 } });
  let told: string | null = null;
  const { promise, resolve } = Promise.withResolvers<void>();
  camera.events.on('changed', () => {
    told = camera.state.resolution;
    if (told === '640x360') resolve();
  });
  camera.activate();
  await until(camera, 'live');
  const { window } = camera.presentation.renditions[0] ?? assert.fail();
  await window.changes.until(() => window.segments[1] ?? null, AbortSignal.timeout(10_000));
  assert.match(String(told), /x480$/);
  await camera.configure(changeOptions(camera, { resolution: '360p' }));
  await Promise.race([promise, once(AbortSignal.timeout(10_000), 'abort')]);
  assert.equal(told, '640x360');
});

test('options that bring no picture change nothing, and the old ones play on', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const before = await ffmpegs();
  const { options } = camera;
  const wrong = changeOptions(camera, { source: 'rtsp://127.0.0.1:9/x' });
  await assert.rejects(camera.configure(wrong), SourceError);
  assert.equal(camera.options, options);
  assert.equal(camera.status.status, 'live');
  assert.deepEqual(await ffmpegs(), before);
});

test('what playlists promise for ever begins anew with other part and segment lengths', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const { presentation } = camera;
  assert.equal(await camera.configure(changeOptions(camera, { part_ms: 100 })), 'replace');
  assert.notEqual(camera.presentation, presentation);
  assert.equal(presentation.byteLength, 0);
  const { window } = camera.presentation.renditions[0] ?? assert.fail();
  await window.changes.until(
    () => window.segments[0]?.parts[0] ?? null,
    AbortSignal.timeout(10_000),
  );
  const { partTarget = 0 } = camera.presentation.renditions[0] ?? {};
  assert.ok((partTarget ?? 0) < 0.12 * 90_000);
});

test('switching a camera off and on is a change like any other', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  await camera.configure(changeOptions(camera, { enabled: false }));
  assert.equal(camera.status.status, 'stopped');
  assert.deepEqual(await ffmpegs(), []);
  await camera.configure(changeOptions(camera, { enabled: true, start: 'on_demand' }));
  assert.equal(camera.status.status, 'idle');
  await camera.configure(changeOptions(camera, { start: 'always' }));
  await until(camera, 'live');
});

test('a camera that was stopped stays so, whatever is changed, until it is enabled anew', async (t) => {
  for (const start of ['always', 'on_demand'] as const) {
    const camera = createCamera(t, { options: { start } });
    camera.activate();
    await camera.stop();
    const other = start === 'always' ? 'on_demand' : 'always';
    const changes: readonly Partial<CameraOptions>[] = [
      {},
      { name: 'Gate' },
      { fps: 10 },
      { part_ms: 100 },
      { start: other },
    ];
    for (const change of changes) {
      await camera.configure(changeOptions(camera, change));
      assert.equal(camera.status.status, 'stopped', JSON.stringify(change));
      const leave = camera.enterViewer('someone');
      await camera.configure(camera.options);
      assert.equal(camera.status.status, 'stopped', 'for a viewer either');
      leave();
    }
    await camera.configure(changeOptions(camera, { enabled: false }));
    await camera.configure(changeOptions(camera, { enabled: true, start }));
    assert.equal(camera.status.status, start === 'always' ? 'starting' : 'idle');
    await camera.stop();
  }
  assert.deepEqual(await ffmpegs(), []);
});

test('stop does not wait for options that bring no picture', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const { options } = camera;
  // Takes the connection and says nothing.
  await using server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const connected = once(server, 'connection');
  const change = camera.configure(
    changeOptions(camera, { source: `rtsp://127.0.0.1:${address.port}/x` }),
  );
  const refused = assert.rejects(change, CommandError);
  const [socket] = await connected;
  const startMs = performance.now();
  await camera.stop();
  await refused;
  assert.ok(performance.now() - startMs < 5_000);
  assert.equal(camera.options, options);
  assert.equal(camera.status.status, 'stopped');
  assert.deepEqual(await ffmpegs(), []);
  assert.ok(socket instanceof Socket);
  socket.destroy();
});

test('nothing starts any more once a camera is disposed of', async (t) => {
  const camera = createCamera(t);
  camera.activate();
  await until(camera, 'live');
  const ended = camera[Symbol.asyncDispose]();
  await assert.rejects(camera.configure(changeOptions(camera, { name: 'Gate' })), CommandError);
  await Promise.all([ended, camera.start(), camera.restart()]);
  assert.equal(camera.status.status, 'stopped');
  assert.deepEqual(await ffmpegs(), []);
});

test('an ffmpeg that brings no frame after its headers does not silence the old one', async (t) => {
  const ffmpeg = fileURLToPath(new URL('../programs/half.mjs', import.meta.url));
  const times = { startMs: 1500, stallMs: 5000 };
  const camera = createCamera(t, { ffmpeg, times });
  camera.activate();
  await until(camera, 'live');
  await assert.rejects(camera.configure(changeOptions(camera, { resolution: '320x180' })), {
    code: 'stalled',
  });
  const { window } = camera.presentation.renditions[0] ?? assert.fail();
  const { nextNumber } = window;
  await window.changes.until(() => window.find(nextNumber + 1), AbortSignal.timeout(5_000));
  assert.equal(camera.status.status, 'live');
});

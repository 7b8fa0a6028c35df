import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Cameras } from '../../src/camera/cameras.ts';
import { validateOptions } from '../../src/config/validate.ts';
import { CommandError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { ffmpegs, until } from './camera-under-test.ts';

interface Setup {
  readonly disk?: { isFull: boolean };
  readonly porch?: object;
}

/** A camera that is off unless the options say otherwise, and a disk that takes changes or not. */
function createCameras(
  t: TestContext,
  { disk = { isFull: false }, porch = { enabled: false } }: Setup = {},
): Cameras {
  const validate = (cameras: readonly object[]) => validateOptions({ cameras }).cameras;
  const cameras = new Cameras(validate([{ id: 'porch', source: 'test:', ...porch }]), {
    programs: { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
    log: createLog({ level: 'silent', format: 'json' }),
    onFatal: (error) => {
      throw error;
    },
    validate,
    keep: async () => {
      if (disk.isFull) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    },
  });
  t.after(() => cameras[Symbol.asyncDispose]());
  return cameras;
}

const notKept = (error: unknown): boolean =>
  error instanceof CommandError && error.code === 'internal' && error.message.includes('ENOSPC');

test('a change that cannot be kept is in effect, told to all, and its sender knows', async (t) => {
  const cameras = createCameras(t, { disk: { isFull: true } });
  const configured: string[] = [];
  cameras.events.on('configured', ({ name }) => configured.push(name));
  await assert.rejects(cameras.configure('porch', { name: 'Gate' }), notKept);
  assert.deepEqual(configured, ['Gate']);
});

test('a change that waits for one that stop breaks off does not start the camera again', async (t) => {
  const cameras = createCameras(t, { porch: {} });
  const camera = cameras.require('porch');
  cameras.activate();
  await until(camera, 'live');
  await using silent = await startSilentServer();
  const refused = assert.rejects(cameras.configure('porch', { source: silent.source }), {
    code: 'source_unreachable',
  });
  const waiting = cameras.configure('porch', { fps: 10 });
  await silent.connected;
  await camera.stop();
  await refused;
  assert.equal((await waiting).effect, 'restart');
  assert.equal(camera.status.status, 'stopped');
  assert.deepEqual(await ffmpegs(), []);
});

test('a change that waits while its camera is removed finds no camera, not the next one of its id', async (t) => {
  const cameras = createCameras(t, { porch: {} });
  cameras.activate();
  await until(cameras.require('porch'), 'live');
  await using silent = await startSilentServer();
  const refused = assert.rejects(cameras.configure('porch', { source: silent.source }), {
    code: 'source_unreachable',
  });
  const waiting = assert.rejects(cameras.configure('porch', { fps: 10 }), { code: 'not_found' });
  await silent.connected;
  const told: string[] = [];
  cameras.events.on('removed', (id) => told.push(`${id} removed`));
  cameras.events.on('added', ({ id }) => told.push(`${id} added`));
  const gone = cameras.remove('porch');
  const next = cameras.add({ id: 'porch', source: 'test:', enabled: false });
  await Promise.all([refused, waiting, gone]);
  assert.equal((await next).options.fps, undefined);
  assert.deepEqual(told, ['porch removed', 'porch added']);
  assert.deepEqual(await ffmpegs(), []);
});

test('a camera that cannot be kept is not added', async (t) => {
  const disk = { isFull: true };
  const cameras = createCameras(t, { disk });
  const garden = { id: 'garden', source: 'test:', enabled: false };
  await assert.rejects(cameras.add(garden), notKept);
  assert.equal(cameras.find('garden'), null);
  disk.isFull = false;
  assert.equal((await cameras.add(garden)).id, 'garden');
});

test('a camera whose removal cannot be kept is gone all the same, and that is told', async (t) => {
  const cameras = createCameras(t, { disk: { isFull: true } });
  const removed: string[] = [];
  cameras.events.on('removed', (id) => removed.push(id));
  await assert.rejects(cameras.remove('porch'), notKept);
  assert.deepEqual(removed, ['porch']);
});

test('unknown options are wrong even where they are to be taken away', async (t) => {
  const cameras = createCameras(t);
  for (const key of ['bitrate', 'constructor', '__proto__']) {
    const change = Object.fromEntries([[key, null]]);
    await assert.rejects(cameras.configure('porch', change), /unknown key/, key);
  }
});

test('the id of a camera never changes', async (t) => {
  const cameras = createCameras(t);
  await assert.rejects(cameras.configure('porch', { id: 'gate', name: 'Gate' }), /^.*id: never/);
  assert.equal(cameras.find('porch')?.name, 'porch');
  await cameras.configure('porch', { id: 'porch', name: 'Gate' });
  assert.equal(cameras.find('porch')?.name, 'Gate');
});

test('no more cameras are added than one machine can make sense of', async (t) => {
  const cameras = createCameras(t);
  for (let count = 1; count < 100; count++) {
    await cameras.add({ id: `c${count}`, source: 'test:', enabled: false });
  }
  await assert.rejects(
    cameras.add({ id: 'more', source: 'test:', enabled: false }),
    (error) => error instanceof CommandError && error.code === 'limit_reached',
  );
});

interface SilentServer extends AsyncDisposable {
  readonly source: string;
  readonly connected: Promise<unknown>;
}

/** Takes a connection and says nothing. */
async function startSilentServer(): Promise<SilentServer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  return {
    source: `rtsp://127.0.0.1:${address.port}/x`,
    connected: once(server, 'connection'),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

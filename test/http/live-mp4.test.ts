import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import type { Camera } from '../../src/camera/camera.ts';
import { Cameras } from '../../src/camera/cameras.ts';
import { validateOptions } from '../../src/config/validate.ts';
import { openGate } from '../../src/http/access.ts';
import { startListener } from '../../src/http/listener.ts';
import { createLiveMp4Router } from '../../src/http/live-mp4-router.ts';
import { LogFeed } from '../../src/log-feed.ts';
import { createLog } from '../../src/log.ts';
import { changeOptions } from '../camera/camera-under-test.ts';
import { eventually } from '../eventually.ts';
import { startTestApp } from '../running-app.ts';

const DEMO = { cameras: [{ id: 'demo', source: 'test:', resolution: '160x90', fps: 15 }] };

test('programs play it from 0 on, frame after frame', async (t) => {
  const app = await startTestApp(t, DEMO);
  const { stdout } = await execa('ffprobe', [
    '-v',
    'warning',
    '-of',
    'json',
    '-show_packets',
    '-read_intervals',
    '%+#40',
    `${app.url}cameras/demo/live.mp4`,
  ]);
  const { packets } = JSON.parse(stdout) as { packets: { pts_time: string; flags: string }[] };
  const times = packets.map(({ pts_time }) => Number(pts_time));
  assert.equal(packets.length, 40);
  assert.equal(times[0], 0);
  assert.match(packets[0]?.flags ?? '', /^K/);
  assert.ok(
    times.every(
      (time, index) => index === 0 || Math.abs(time - (times[index - 1] ?? 0) - 1 / 15) < 0.05,
    ),
    times.join(' '),
  );
});

test('a restart of the camera does not end it; switching the camera off does', async (t) => {
  const app = await startTestApp(t, DEMO);
  const response = await app.get('cameras/demo/live.mp4');
  assert.equal(response.headers.get('content-type'), 'video/mp4');
  assert.equal(response.headers.get('content-length'), null);
  let bytes = 0;
  let hasEnded = false;
  const reading = (async () => {
    for await (const chunk of response.body ?? []) bytes += chunk.length;
    hasEnded = true;
  })();
  await eventually('video comes', () => (bytes > 0 ? true : null));
  await app.get('api/cameras/demo/restart', { method: 'POST' });
  const before = bytes;
  await eventually('it goes on', () => (bytes > before + 10_000 ? true : null));
  assert.equal(hasEnded, false);
  await app.get('api/cameras/demo/stop', { method: 'POST' });
  await reading;
});

/** The router on a server of its own, with the camera that it shows. */
async function serve(t: TestContext, options: object): Promise<{ camera: Camera; url: string }> {
  const validate = (all: readonly object[]) => validateOptions({ cameras: all }).cameras;
  const log = createLog({ level: 'silent', format: 'json' });
  const cameras = new Cameras(validate([{ id: 'demo', source: 'test:', ...options }]), {
    programs: { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
    log,
    onFatal: (error) => {
      throw error;
    },
    validate,
    keep: async () => {},
  });
  t.after(() => cameras[Symbol.asyncDispose]());
  const listener = await startListener({
    cameras,
    routes: createLiveMp4Router(cameras),
    gate: openGate,
    host: '127.0.0.1',
    port: 0,
    portOption: '--port',
    log,
    logFeed: new LogFeed(),
  });
  t.after(() => listener[Symbol.asyncDispose]());
  cameras.activate();
  return { camera: cameras.require('demo'), url: listener.url };
}

test('who opens it while the first frames of other options are held sees those', async (t) => {
  const { camera, url } = await serve(t, { resolution: '160x90', fps: 4 });
  const address = `${url}cameras/demo/live.mp4`;
  // Answered when there is something to see.
  assert.equal((await fetch(address, { method: 'HEAD' })).status, 200);
  // At one frame a second, the first one is held for as long.
  const changing = camera.configure(changeOptions(camera, { resolution: '320x180', fps: 1 }));
  const video = camera.presentation.rendition('video') ?? assert.fail();
  await eventually('the other ffmpeg brings frames', () => (video.sequence ? null : true));
  const response = await fetch(address);
  let mp4 = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    mp4 = Buffer.concat([mp4, chunk]);
    if (mp4.toString('latin1').split('moof').length > 4) break;
  }
  assert.ok(mp4.toString('latin1').split('moof').length > 4, 'it ended');
  const shown = ['-v', 'error', '-show_entries', 'stream=width', '-of', 'csv=p=0', '-'];
  assert.equal((await execa('ffprobe', shown, { input: mp4 })).stdout.trim(), '320');
  await changing;
});

test('HEAD says what it is', async (t) => {
  const app = await startTestApp(t, DEMO);
  const response = await app.get('cameras/demo/live.mp4', { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'video/mp4');
});

test('who leaves is no viewer any more', async (t) => {
  const app = await startTestApp(t, DEMO);
  const leaving = new AbortController();
  const response = await app.get('cameras/demo/live.mp4', { signal: leaving.signal });
  assert.equal(response.status, 200);
  const viewers = async (): Promise<number> => {
    const state = (await (await app.get('api/cameras/demo')).json()) as { viewers: number };
    return state.viewers;
  };
  assert.equal(await viewers(), 1);
  leaving.abort();
  await eventually('it left', async () => ((await viewers()) === 0 ? true : null));
});

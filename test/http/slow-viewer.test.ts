import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../eventually.ts';
import { childrenOf } from '../processes.ts';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const DEMO = {
  cameras: [{ id: 'demo', source: 'test:', bitrate_kbps: 8000, resolution: '1280x720' }],
};

interface NextSegment {
  readonly path: string;
  readonly number: number;
}

async function findNextSegment(app: TestApp): Promise<NextSegment> {
  const playlist = await (await app.get('cameras/demo/hls/video.m3u8')).text();
  const found = /PRELOAD-HINT:.*?media\/([^"]+)\/(\d+)\.\d+\.m4s/.exec(playlist);
  const number = Number(found?.[2]) + 1;
  return { path: `cameras/demo/media/${found?.[1]}`, number };
}

/** Asks and never reads: its receive window fills, and stays full. */
async function openStuckViewer(t: TestContext, app: TestApp, path: string): Promise<Socket> {
  const { hostname, port } = new URL(app.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.pause();
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  socket.write(`GET /${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  return socket;
}

test('viewers who do not read hold nobody back', async (t) => {
  const app = await startTestApp(t, DEMO);
  const { path, number } = await findNextSegment(app);
  for (let stuck = 0; stuck < 20; stuck++) {
    await openStuckViewer(t, app, `${path}/${number}.m4s`);
  }
  const read = await app.get(`${path}/${number}.m4s`);
  const growing = Buffer.from(await read.arrayBuffer());
  const whole = Buffer.from(await (await app.get(`${path}/${number}.m4s`)).arrayBuffer());
  assert.deepEqual(growing, whole);
  const next = await app.get(`${path}/${number + 1}.0.m4s`);
  assert.equal(next.status, 200);
});

test('a viewer who leaves while a request waits leaves nothing behind', async (t) => {
  const app = await startTestApp(t, DEMO);
  const { path, number } = await findNextSegment(app);
  // What they wait for does not come before they have left.
  const [ffmpeg = assert.fail()] = await childrenOf(process.pid, 'ffmpeg');
  process.kill(ffmpeg, 'SIGSTOP');
  const before = countTimers();
  const viewers = await Promise.all([
    openStuckViewer(t, app, `cameras/demo/hls/video.m3u8?_HLS_msn=${number}`),
    openStuckViewer(t, app, `cameras/demo/hls/video.m3u8?_HLS_msn=${number}&_HLS_part=3`),
  ]);
  // Each that waits has a timer that would end it.
  await eventually('both wait', () => (countTimers() >= before + viewers.length ? true : null));
  for (const viewer of viewers) viewer.destroy();
  await eventually('nobody waits', () => (countTimers() <= before ? true : null));
  process.kill(ffmpeg, 'SIGCONT');
  assert.equal((await app.get(`${path}/${number}.m4s`)).status, 200);
});

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
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

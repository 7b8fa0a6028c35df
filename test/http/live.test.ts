import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { eventually } from '../eventually.ts';
import { LiveClient } from '../live-client.ts';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const SMALL = { source: 'test:', resolution: '160x90', fps: 15 };
const TWO = {
  cameras: [
    { id: 'demo', ...SMALL },
    { id: 'other', ...SMALL },
  ],
};

async function viewersOf(app: TestApp, id: string): Promise<number> {
  const response = await app.get(`api/cameras/${id}`);
  const { viewers } = (await response.json()) as { viewers: number };
  return viewers;
}

async function watch(t: TestContext, app: TestApp, id: string): Promise<LiveClient> {
  return new LiveClient(t, `${app.url}cameras/${id}/live`).open();
}

test('a viewer gets the init segment and all since the newest keyframe at once, then frame by frame', async (t) => {
  const app = await startTestApp(t, TWO);
  await (await app.get('cameras/demo/hls/index.m3u8')).text();
  const client = await watch(t, app, 'demo');
  const fragments = await client.hearFragments(30);
  const init = await client.hear('init');
  assert.equal(client.said[0]?.type, 'status');
  assert.equal(client.said[0]?.['status'], 'live');
  assert.equal(init['kind'], 'video');
  assert.match(String(init['codec']), /^avc1\./);
  assert.equal(init['bytes'], client.inits[0]?.length);
  assert.equal(fragments[0]?.isKey, true);
  assert.deepEqual(new Set(fragments.map(({ track }) => track)), new Set([init['track']]));
  assert.deepEqual(
    client.messages.slice(1),
    client.messages.slice(1).map(() => 1),
  );
});

test('media time is the time of capture, and the newest frame is a moment old', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await watch(t, app, 'demo');
  const fragments = await client.hearFragments(40);
  // The freshest one: what holds up this machine makes others older, or the first guess of the clock late.
  const agesMs = fragments.map(({ arrivedAtMs, decodeTime }) => arrivedAtMs - decodeTime / 90);
  const ageMs = Math.min(...agesMs);
  assert.ok(ageMs > -500 && ageMs < 1000, `${ageMs} ms`);
});

test('one socket carries many cameras, told apart by their tracks', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await new LiveClient(t, `${app.url}live`).open();
  for (const camera of ['demo', 'other', 'demo']) client.send({ type: 'subscribe', camera });
  await eventually('both play', () =>
    new Set(client.fragments.map(({ track }) => track)).size === 2 ? true : null,
  );
  assert.deepEqual(client.said.filter(({ type }) => type === 'init').length, 2);
  assert.equal(await viewersOf(app, 'demo'), 1);
  client.send({ type: 'unsubscribe', camera: 'demo' });
  await client.hear('unsubscribed');
  const at = client.fragments.length;
  await client.hearFragments(at + 20);
  assert.equal(new Set(client.fragments.slice(at).map(({ track }) => track)).size, 1);
  assert.equal(await viewersOf(app, 'demo'), 0);
  assert.equal(await viewersOf(app, 'other'), 1);
});

test('a closed socket leaves no viewer behind', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await watch(t, app, 'demo');
  await client.hear('init');
  assert.equal(await viewersOf(app, 'demo'), 1);
  client.socket.terminate();
  await eventually('it left', async () => ((await viewersOf(app, 'demo')) === 0 ? true : null));
});

test('a restart of the camera is announced and played on from a keyframe', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await watch(t, app, 'demo');
  await client.hearFragments(10);
  const saidBefore = client.said.length;
  await app.get('api/cameras/demo/restart', { method: 'POST' });
  const { after: at } = await client.hear('init', saidBefore);
  const fragments = await client.hearFragments(at + 5);
  assert.equal(fragments[at]?.isKey, true);
  assert.ok((fragments[at]?.decodeTime ?? 0) > (fragments[at - 1]?.decodeTime ?? 0));
  assert.ok(client.said.slice(saidBefore).some(({ status }) => status === 'starting'));
});

test('other options that begin a new playlist are played on from the new one', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await watch(t, app, 'demo');
  await client.hearFragments(5);
  const saidBefore = client.said.length;
  const response = await app.get('api/cameras/demo', {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ segment_seconds: 2 }),
  });
  assert.equal(response.status, 200);
  const init = await client.hear('init', saidBefore);
  const isNew = (): boolean => client.fragments.at(-1)?.track === init['track'];
  await eventually('the new track plays', () => (isNew() ? true : null));
});

test('a camera that is away says why', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'gone', source: 'file:/nowhere.mp4' }] });
  const client = await watch(t, app, 'gone');
  const status = await eventually(
    'it retries',
    () => client.said.find((message) => message['status'] === 'retrying') ?? null,
  );
  assert.match(String(status['reason']), /no such file/i);
  assert.ok(Date.parse(String(status['retry_at'])) > 0);
});

test('a camera on demand starts with its first live viewer', async (t) => {
  const app = await startTestApp(t, {
    cameras: [{ id: 'demo', ...SMALL, start: 'on_demand' }],
  });
  const client = await watch(t, app, 'demo');
  await client.hearFragments(3);
  assert.equal(client.said[0]?.['status'], 'idle');
});

test("the server's clock answers with what was sent", async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await new LiveClient(t, `${app.url}live`).open();
  client.send({ type: 'time', sent: 12.5 });
  const time = await client.hear('time');
  assert.equal(time['sent'], 12.5);
  assert.ok(Math.abs(Number(time['now']) - Date.now()) < 1000);
});

test('an unknown camera is an error on the socket, and 404 at its address', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await new LiveClient(t, `${app.url}live`).open();
  client.send({ type: 'subscribe', camera: 'attic' });
  const error = await client.hear('error');
  assert.equal(error['code'], 'camera_not_found');
  assert.equal(error['camera'], 'attic');
  const refused = await refusalOf(t, `${app.url}cameras/attic/live`);
  assert.equal(refused.status, 404);
  assert.match(refused.body, /camera_not_found/);
  assert.equal((await refusalOf(t, `${app.url}elsewhere`)).status, 404);
});

test('a viewer beyond the limit is refused with 503, and with an error on an open socket', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'demo', ...SMALL, max_viewers: 1 }] });
  const first = await watch(t, app, 'demo');
  await first.hear('init');
  const refused = await refusalOf(t, `${app.url}cameras/demo/live`);
  assert.equal(refused.status, 503);
  assert.match(refused.body, /viewer_limit/);
  const second = await new LiveClient(t, `${app.url}live`).open();
  second.send({ type: 'subscribe', camera: 'demo' });
  assert.equal((await second.hear('error'))['code'], 'viewer_limit');
  first.socket.terminate();
  await eventually('there is room', async () => {
    second.send({ type: 'subscribe', camera: 'demo' });
    return second.said.some(({ type }) => type === 'init') ? true : null;
  });
});

test('who asks without end and takes nothing does not fill the memory', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await new LiveClient(t, `${app.url}live`).open();
  await (await app.get('cameras/demo/hls/index.m3u8')).text();
  client.socket.pause();
  const before = process.memoryUsage().rss;
  const closed = once(client.socket, 'close');
  for (let count = 0; count < 20_000; count++) {
    client.send({ type: 'subscribe', camera: 'demo' });
    client.send({ type: 'unsubscribe', camera: 'demo' });
  }
  await app.get('api/time');
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 150e6, `${Math.round(grown / 1e6)} MB more`);
  client.socket.resume();
  await closed;
});

test('who opens it like a page is told what it is', async (t) => {
  const app = await startTestApp(t, TWO);
  for (const path of ['live', 'cameras/demo/live']) {
    const response = await app.get(path);
    assert.equal(response.status, 426);
    assert.equal(response.headers.get('upgrade'), 'websocket');
  }
  assert.equal((await app.get('cameras/attic/live')).status, 404);
});

test('an offer of HTTP/2 is no reason to refuse a request', async (t) => {
  const app = await startTestApp(t, TWO);
  const { hostname, port } = new URL(app.url);
  const asked = request({
    hostname,
    port,
    path: '/api/cameras',
    headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': '' },
  });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  assert.equal(response.statusCode, 200);
});

test('who only says nonsense is told, then sent away', async (t) => {
  const app = await startTestApp(t, TWO);
  const client = await new LiveClient(t, `${app.url}live`).open();
  const closed = once(client.socket, 'close');
  for (const text of ['', '{', '[]', '"x"', '{"type":"subscribe"}', '{"type":"dance"}', 'null']) {
    client.socket.send(text);
  }
  assert.equal((await client.hear('error'))['code'], 'bad_message');
  assert.equal((await closed)[0], 1008);
});

async function refusalOf(
  t: TestContext,
  url: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  socket.on('error', () => {});
  t.after(() => socket.terminate());
  const [, response] = await once(socket, 'unexpected-response');
  const chunks: Buffer[] = await response.toArray();
  return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
}

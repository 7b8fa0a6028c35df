import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { eventually } from '../eventually.ts';
import { LiveClient } from '../live-client.ts';
import { findFreePort } from '../mosquitto.ts';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const SMALL = { source: 'test:', resolution: '320x180', fps: 10 };
const CAMERAS = [
  { id: 'porch', ...SMALL },
  { id: 'gate', ...SMALL },
];

interface ListedToken {
  readonly id: string;
  readonly camera: string | null;
  readonly path: string;
}

interface Setup {
  readonly app: TestApp;
  /** `http://127.0.0.1:1234/` */
  readonly lan: string;
  /** Root for the token of this camera, or for that of all. */
  readonly root: (camera: string | null) => string;
  readonly tokens: readonly ListedToken[];
}

async function setUp(t: TestContext, cameras: readonly object[] = CAMERAS): Promise<Setup> {
  const port = await findFreePort();
  const app = await startTestApp(t, { cameras, http: { lan_port: port } });
  const { tokens } = (await (await app.get('api/tokens')).json()) as { tokens: ListedToken[] };
  const lan = `http://127.0.0.1:${port}/`;
  return {
    app,
    lan,
    tokens,
    root: (camera) => {
      const { path } = tokens.find((token) => token.camera === camera) ?? assert.fail();
      return `${lan}${path.replace(/cameras\/.*/, '')}`;
    },
  };
}

/** Status and error code. */
async function ask(url: string, init?: RequestInit): Promise<readonly [number, string | null]> {
  const response = await fetch(url, init);
  const text = await response.text();
  return [response.status, /^{"error":{"code":"(\w+)"/.exec(text)?.[1] ?? null];
}

test('without a token nothing is to be had, with a wrong one neither', async (t) => {
  const { lan, root } = await setUp(t);
  const wrong = root(null).replace(/.\/$/, '_/');
  for (const path of ['', 'cameras/porch/', 'api/health', 'assets/x.js', 'metrics', 'nothing']) {
    assert.deepEqual(await ask(`${lan}${path}`), [401, 'token_missing'], path);
    assert.deepEqual(await ask(`${wrong}${path}`), [401, 'token_invalid'], path);
  }
  assert.deepEqual(await ask(`${lan}t//cameras/porch/`), [401, 'token_missing']);
  const upgrade = new WebSocket(`${wrong.replace('http', 'ws')}live`);
  const [, response] = (await once(upgrade, 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ];
  assert.equal(response.statusCode, 401);
});

test('with a token pages, playlists and media play from below its address', async (t) => {
  const { root } = await setUp(t);
  const all = root(null);
  const page = await fetch(`${all}cameras/porch/`, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  const [, script = ''] = /src="([^"]+)"/.exec(await page.text()) ?? [];
  assert.equal((await fetch(new URL(script, page.url))).status, 200);
  const index = await fetch(`${all}cameras/porch/hls/index.m3u8`);
  const variant = (await index.text()).split('\n').find((line) => line.endsWith('.m3u8')) ?? '';
  const playlist = await fetch(new URL(variant, index.url));
  const [, map = ''] = /EXT-X-MAP:URI="([^"]+)"/.exec(await playlist.text()) ?? [];
  const init = await fetch(new URL(map, playlist.url));
  assert.equal(init.status, 200);
  assert.ok(init.url.startsWith(all));
  assert.equal(init.headers.get('access-control-allow-origin'), '*');
  const bare = await fetch(all.replace(/\/$/, ''), { redirect: 'manual' });
  assert.equal(new URL(bare.headers.get('location') ?? '', bare.url).href, all);
});

test('a page of another site that shows a token may ask what cameras there are', async (t) => {
  const { root } = await setUp(t);
  const response = await fetch(`${root(null)}api/cameras`);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});

test('a token for one camera opens that camera and shows no other', async (t) => {
  const { root } = await setUp(t);
  const porch = root('porch');
  assert.deepEqual(await ask(`${porch}cameras/porch/hls/index.m3u8`), [200, null]);
  assert.deepEqual(await ask(`${porch}api/cameras/porch`), [200, null]);
  for (const path of [
    'cameras/gate/',
    'cameras/gate/hls/index.m3u8',
    'cameras/gate/dash/manifest.mpd',
    'cameras/gate/live.mp4',
    'cameras/gate/snapshot.jpg',
    'cameras/gate/clip.mp4',
    'cameras/gate/media/x/video/1.m4s',
    'api/cameras/gate',
  ]) {
    assert.deepEqual(await ask(`${porch}${path}`), [404, 'camera_not_found'], path);
  }
  const list = await (await fetch(`${porch}api/cameras`)).text();
  assert.match(list, /"id":"porch"/);
  assert.match(list, /"may_change":false,"reason":"with a token you may look/);
  assert.doesNotMatch(list, /gate/);
  assert.deepEqual(await ask(`${porch}metrics`), [403, 'forbidden']);
  assert.deepEqual(await ask(`${root(null)}metrics`), [200, null]);
});

test('the live socket carries the cameras of its token', async (t) => {
  const { root } = await setUp(t);
  const client = await new LiveClient(t, `${root('porch')}live`).open();
  client.send({ type: 'subscribe', camera: 'gate' });
  const { code } = await client.hear('error');
  assert.equal(code, 'camera_not_found');
  client.send({ type: 'subscribe', camera: 'porch' });
  await client.hearFragments(3);
  const other = new WebSocket(`${root('porch').replace('http', 'ws')}cameras/gate/live`);
  const [, response] = (await once(other, 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ];
  assert.equal(response.statusCode, 404);
});

test('nobody changes anything with a token', async (t) => {
  const { app, root } = await setUp(t);
  const { origin } = new URL(root(null));
  const own = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  for (const [method, path, body] of [
    ['POST', 'api/cameras/porch/stop', '{}'],
    ['PATCH', 'api/cameras/porch', '{"fps":5}'],
    ['POST', 'api/cameras', '{"id":"yard","source":"test:"}'],
    ['DELETE', 'api/cameras/porch', null],
    ['GET', 'api/cameras/porch/options', null],
    ['GET', 'api/schema', null],
    ['POST', 'api/probe', '{"source":"test:"}'],
    ['GET', 'api/tokens', null],
    ['POST', 'api/tokens', '{}'],
  ] as const) {
    const answer = await ask(`${root(null)}${path}`, { method, headers: own, body });
    assert.deepEqual(answer, [403, 'forbidden'], `${method} ${path}`);
  }
  const state = (await (await app.get('api/cameras/porch')).json()) as { status: string };
  assert.notEqual(state.status, 'stopped');
});

test('a viewer may report what it sees', async (t) => {
  const { root } = await setUp(t);
  const report = {
    viewer: 'abcdefghijklmnop',
    transport: 'live',
    delay_ms: { p50: 90, p95: 100 },
    stalls: 0,
    dropped: 0,
    frames: 100,
    seconds: 10,
  };
  const { origin } = new URL(root(null));
  const send = (from: string): Promise<readonly [number, string | null]> =>
    ask(`${root('porch')}cameras/porch/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: from },
      body: JSON.stringify(report),
    });
  assert.deepEqual(await send(origin), [204, null]);
  assert.deepEqual(await send('https://evil.example'), [403, 'forbidden']);
});

test('a token is made, renewed and revoked; what plays by an old one ends at once', async (t) => {
  const { app, lan, root } = await setUp(t);
  const post = async (path: string, body: object = {}): Promise<Response> =>
    app.get(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const made = (await (
    await post('api/tokens', { camera: 'porch', name: 'Tablet' })
  ).json()) as ListedToken;
  const tablet = `${lan}${made.path}`;
  const client = await new LiveClient(t, `${tablet}live`).open();
  await client.hearFragments(3);
  const cut = once(client.socket, 'close');
  const other = await new LiveClient(t, `${root(null)}cameras/porch/live`).open();

  const renewed = (await (await post(`api/tokens/${made.id}/rotate`)).json()) as ListedToken;
  await cut;
  assert.deepEqual(await ask(tablet), [401, 'token_invalid']);
  assert.deepEqual(await ask(`${lan}${renewed.path}`), [200, null]);
  assert.equal(other.socket.readyState, WebSocket.OPEN);

  const gone = await app.get(`api/tokens/${made.id}`, { method: 'DELETE' });
  assert.equal(gone.status, 204);
  assert.deepEqual(await ask(`${lan}${renewed.path}`), [401, 'token_invalid']);
  assert.equal((await post(`api/tokens/${made.id}/rotate`)).status, 404);
  assert.equal((await post('api/tokens', { camera: 'nobody' })).status, 404);
  assert.equal((await post('api/tokens', { name: 7 })).status, 400);
});

test('many wrong tokens are answered with 429, while right ones from the same address go on', async (t) => {
  const { lan, root } = await setUp(t);
  const wrong = `${lan}t/${'A'.repeat(43)}/`;
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 25; attempt++) statuses.push((await ask(wrong))[0]);
  assert.deepEqual([...new Set(statuses)], [401, 429]);
  const refused = await fetch(wrong);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.match(await refused.text(), /"code":"too_many_failures"/);
  assert.deepEqual(await ask(`${root('porch')}api/cameras/porch`), [200, null]);
});

test('what is wrong with a camera is said to those who may see it', async (t) => {
  const { root } = await setUp(t, [
    { id: 'porch', source: 'rtsp://127.0.0.1:9/x' },
    { id: 'gate', ...SMALL },
  ]);
  const health = (camera: string): Promise<readonly [number, string]> =>
    fetch(`${root(camera)}api/health`).then(async (answer) => [answer.status, await answer.text()]);
  await eventually('porch is in trouble', async () =>
    (await health('porch'))[1].includes('unreachable') ? true : null,
  );
  assert.deepEqual(await health('gate'), [200, '{"status":"ok","issues":[]}']);
});

test('no answer tells a token on', async (t) => {
  const { root, app } = await setUp(t, [
    { id: 'porch', source: 'rtsp://127.0.0.1:9/x' },
    { id: 'gate', ...SMALL },
  ]);
  const secret = /\/t\/([^/]+)\//.exec(root(null))?.[1] ?? assert.fail();
  for (const path of ['nothing', 'cameras/%zz/', 'cameras/nobody/', 'api/cameras', 'api/health']) {
    const response = await fetch(`${root(null)}${path}`);
    const all = JSON.stringify([...response.headers]) + (await response.text());
    assert.ok(!all.includes(secret), path);
  }
  const playlist = await fetch(`${root(null)}cameras/gate/hls/index.m3u8`);
  assert.ok(!(await playlist.text()).includes(secret));
  assert.ok(!(await (await app.get('api/cameras')).text()).includes(secret));
});

test('where no listener asks for tokens there are none', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  assert.deepEqual(await ask(`${app.url}api/tokens`), [404, 'not_found']);
});

test('two viewers behind one address are two, by their tokens', async (t) => {
  const { app, root } = await setUp(t);
  const view = (camera: string | null): Promise<unknown> =>
    new Promise((resolve, reject) => {
      request(`${root(camera)}cameras/porch/hls/index.m3u8`, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
  await view(null);
  await view('porch');
  await eventually('two viewers', async () => {
    const state = (await (await app.get('api/cameras/porch')).json()) as { viewers: number };
    return state.viewers === 2 ? true : null;
  });
});

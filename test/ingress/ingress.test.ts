// Oriel as an app, behind Home Assistant's two proxies.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { eventually } from '../eventually.ts';
import { childrenOf } from '../processes.ts';
import { APP_TOKEN, INGRESS_PEER, startHomeAssistant } from './home-assistant.ts';
import type { HomeAssistant } from './home-assistant.ts';

const PORCH = { id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 };
const ANNA = { id: '1a'.repeat(16), username: 'Änna', displayname: 'Anna B.' };
const BEN = { id: '2b'.repeat(16), username: 'ben' };

function start(t: TestContext, http: object = {}): Promise<HomeAssistant> {
  return startHomeAssistant(t, { options: { cameras: [PORCH], http } });
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(url: string, cookie: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { cookie, ...(init.headers as Record<string, string>) };
  const response = await fetch(url, { ...init, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('whoever has logged in may look; without a login there is nothing', async (t) => {
  const { ingressUrl, login } = await start(t);
  assert.equal((await ask(ingressUrl, '')).status, 401);
  const ben = await login(BEN);
  const page = await ask(`${ingressUrl}cameras/porch/`, ben, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('content-type'), 'text/html', 'parameters are cut');
  assert.match(page.text, /<meta charset="utf-8"/i);
  const playlist = await ask(`${ingressUrl}cameras/porch/hls/index.m3u8`, ben);
  assert.match(playlist.text, /^#EXTM3U/);
  const bare = await ask(`${ingressUrl}cameras/porch`, ben, { redirect: 'manual' });
  assert.equal(bare.headers.get('location'), 'porch/');
});

test('changes are taken from the users that the options name, by name or id', async (t) => {
  const { ingressUrl, login } = await start(t, { admins: ['änna', BEN.id] });
  const { origin } = new URL(ingressUrl);
  const change = async (user: Parameters<typeof login>[0], headers: object = {}): Promise<Answer> =>
    ask(`${ingressUrl}api/cameras/porch`, await login(user), {
      method: 'PATCH',
      body: '{"name":"Gate"}',
      headers: { 'content-type': 'application/json', origin, ...headers },
    });
  assert.equal((await change(ANNA)).status, 200);
  assert.equal((await change(BEN)).status, 200);
  const eve = await change({ id: 'e'.repeat(32), username: 'eve' });
  assert.equal(eve.status, 403);
  assert.match(eve.text, /you may look but not change anything: .* add \\"eve\\" to http\.admins/);
  // Whoever is called like somebody's id is not them.
  assert.equal((await change({ id: 'c'.repeat(32), username: BEN.id })).status, 403);
  // What a browser says of its user is not what Home Assistant says.
  assert.equal((await change({ id: 'x' }, { 'x-remote-user-id': BEN.id })).status, 403);
  assert.match((await change(null)).text, /did not say who you are/);
  const foreign = await change(ANNA, { origin: 'https://evil.example' });
  assert.equal(foreign.status, 403);
  // A name of Home Assistant's that only its proxy knows.
  const remote = { origin: 'https://home.example', 'x-forwarded-host': 'home.example' };
  assert.equal((await change(ANNA, remote)).status, 200);
});

test('by default nobody changes anything through ingress, and everybody may report', async (t) => {
  const { ingressUrl, login } = await start(t);
  const anna = await login(ANNA);
  const { origin } = new URL(ingressUrl);
  const headers = { origin, 'content-type': 'application/json' };
  const stop = await ask(`${ingressUrl}api/cameras/porch/stop`, anna, { method: 'POST', headers });
  assert.match(stop.text, /"code":"forbidden".*add \\"Änna\\" to http\.admins/);
  assert.equal((await ask(`${ingressUrl}api/tokens`, anna)).status, 403);
  const report = {
    viewer: 'abcdefghijklmnop',
    transport: 'live',
    delay_ms: { p50: 90, p95: 100 },
    stalls: 0,
    dropped: 0,
    frames: 100,
    seconds: 10,
  };
  const body = JSON.stringify(report);
  const url = `${ingressUrl}cameras/porch/report`;
  assert.equal((await ask(url, anna, { method: 'POST', headers, body })).status, 204);
});

test('who comes by another way than ingress has no business there, and is not believed', async (t) => {
  const { directUrl } = await start(t, { admins: ['ben'] });
  const status = (localAddress: string, headers: object): Promise<number> =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', localAddress, headers: { ...headers } };
      const req = request(new URL('api/cameras/porch/stop', directUrl), options, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      });
      req.on('error', reject).end();
    });
  const ben = { 'x-remote-user-name': 'ben', origin: 'http://evil.example' };
  // Loopback is the container itself: its health check may come, a page may not.
  assert.equal(await status('127.0.0.1', ben), 403);
  assert.equal(await status(INGRESS_PEER, { ...ben, origin: new URL(directUrl).origin }), 202);
  assert.equal((await fetch(`${directUrl}api/health?scope=server`)).status, 200);
});

test('a growing segment comes piece by piece through both proxies', async (t) => {
  const { ingressUrl, login, oriel } = await start(t);
  const cookie = await login(BEN);
  await ask(`${ingressUrl}cameras/porch/hls/video.m3u8`, cookie);
  const [ffmpeg = assert.fail()] = await childrenOf(oriel.child.pid ?? 0, 'ffmpeg');
  // A camera that is held up in the middle of a segment: what there is of it has to come all the same.
  const url = await eventually('a part of a segment that grows', async () => {
    process.kill(ffmpeg, 'SIGSTOP');
    const { text } = await ask(`${ingressUrl}cameras/porch/hls/video.m3u8`, cookie);
    const part = /#EXT-X-PART:[^\n]*URI="([^"]+\/\d+)\.\d+s?\.m4s"[^\n]*\n#EXT-X-PRELOAD/.exec(
      text,
    );
    if (!part) process.kill(ffmpeg, 'SIGCONT');
    return part && `${ingressUrl}cameras/porch/hls/${part[1]}.m4s`;
  });
  const response = await new Promise<IncomingMessage>((resolve) => {
    get(url, { headers: { cookie } }, resolve);
  });
  let bytes = 0;
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  response.on('data', (piece: Buffer) => {
    bytes += piece.length;
    begin();
  });
  const ended = once(response, 'end');
  await begun;
  const before = bytes;
  assert.equal(response.complete, false);
  process.kill(ffmpeg, 'SIGCONT');
  await ended;
  assert.ok(bytes > before, 'and the rest of it later');
  assert.equal(response.headers['x-accel-buffering'], 'no');
  assert.equal(response.headers['content-length'], undefined);
});

/** Who waits for an answer counts as a viewer. */
async function isAlone(directUrl: string): Promise<true | null> {
  const text = await (await fetch(`${directUrl}metrics`)).text();
  return /^oriel_viewers 0$/m.test(text) ? true : null;
}

test('requests of viewers who left end by themselves', async (t) => {
  const { ingressUrl, directUrl, login } = await start(t);
  const cookie = await login(BEN);
  await ask(`${ingressUrl}cameras/porch/hls/index.m3u8`, cookie);
  const leaving = new AbortController();
  const live = `${ingressUrl}cameras/porch/live.mp4`;
  const playing = await fetch(live, { headers: { cookie }, signal: leaving.signal });
  assert.equal(playing.status, 200);
  leaving.abort();
  await playing.body?.cancel().catch(() => {});
  await eventually('nobody is left', () => isAlone(directUrl), 40_000);
});

test('what waits for a camera that hangs ends by itself, though nobody is told that the viewer left', async (t) => {
  const { ingressUrl, directUrl, login, oriel } = await start(t);
  const cookie = await login(BEN);
  const { text } = await ask(`${ingressUrl}cameras/porch/hls/video.m3u8`, cookie);
  const [, folder = '', number = ''] = /(\S+\/)(\d+)\.m4s\n/.exec(text) ?? [];
  const [ffmpeg = assert.fail()] = await childrenOf(oriel.child.pid ?? 0, 'ffmpeg');
  process.kill(ffmpeg, 'SIGSTOP');
  const next = Number(number) + 1;
  const leaving = new AbortController();
  const hanging = [
    `cameras/porch/hls/${folder}${next}.m4s`,
    `cameras/porch/hls/${folder}${next + 1}.m4s`,
    `cameras/porch/hls/video.m3u8?_HLS_msn=${next + 1}`,
  ].map((path) => fetch(`${ingressUrl}${path}`, { headers: { cookie }, signal: leaving.signal }));
  const left = Promise.allSettled(hanging);
  // The one that grows has begun: the others, asked at the same time, wait.
  await hanging[0];
  leaving.abort();
  await left;
  await eventually('nobody is left', () => isAlone(directUrl), 40_000);
});

test('the live socket goes through, and its errors come as messages', async (t) => {
  const { ingressUrl, login } = await start(t);
  const cookie = await login(BEN);
  const { origin } = new URL(ingressUrl);
  const open = (path: string, from = origin): WebSocket =>
    new WebSocket(`${ingressUrl.replace('http', 'ws')}${path}`, {
      headers: { cookie, origin: from },
    });
  const socket = open('cameras/porch/live');
  t.after(() => socket.terminate());
  let media = 0;
  socket.on('message', (_data, isBinary) => void (isBinary && media++));
  await eventually('frames', () => (media > 5 ? true : null));
  // Answered with 101 by Home Assistant before Oriel is asked, and then ended without a word.
  for (const [path, from] of [
    ['cameras/nobody/live', origin],
    ['live', 'https://evil.example'],
  ] as const) {
    const refused = open(path, from);
    const closed = once(refused, 'close');
    await once(refused, 'open');
    assert.deepEqual((await closed)[0], 1006, path);
  }
});

test('the log is for the users that the options name, and the others are told so', async (t) => {
  const { ingressUrl, login } = await start(t, { admins: [ANNA.id] });
  const { origin } = new URL(ingressUrl);
  const firstMessage = async (user: typeof BEN): Promise<string> => {
    const headers = { cookie: await login(user), origin };
    const socket = new WebSocket(`${ingressUrl.replace('http', 'ws')}api/log`, { headers });
    t.after(() => socket.terminate());
    const [message] = (await once(socket, 'message')) as [Buffer];
    return message.toString();
  };
  assert.match(await firstMessage(ANNA), /^{"type":"lines","lines":\[{.*Oriel runs/);
  assert.match(
    await firstMessage(BEN),
    /^{"type":"error","code":"forbidden","message":"you may look but .*http\.admins/,
  );
});

test('a proxy that keeps its connections meets none that was closed', async (t) => {
  const { directUrl } = await start(t);
  const keepAlive = await new Promise<string>((resolve, reject) => {
    const agent = new Agent({ keepAlive: true });
    get(`${directUrl}api/time`, { agent }, (response) => {
      response.resume();
      resolve(String(response.headers['keep-alive']));
      agent.destroy();
    }).on('error', reject);
  });
  // The Supervisor forgets a connection after 15 s without use.
  assert.ok(Number(/timeout=(\d+)/.exec(keepAlive)?.[1]) > 15, keepAlive);
});

test('users are told apart though all come from one address', async (t) => {
  const { ingressUrl, directUrl, login } = await start(t);
  for (const user of [ANNA, BEN]) {
    await ask(`${ingressUrl}cameras/porch/hls/index.m3u8`, await login(user));
  }
  const state = await ask(`${directUrl}api/cameras/porch`, '');
  assert.match(state.text, /"viewers":2/);
});

test('the Supervisor’s token is neither in the log nor with ffmpeg', async (t) => {
  const { oriel, ingressUrl, login } = await start(t);
  await ask(`${ingressUrl}cameras/porch/hls/index.m3u8`, await login(BEN));
  const [ffmpeg] = await childrenOf(oriel.child.pid ?? 0, 'ffmpeg');
  const environment = await readFile(`/proc/${ffmpeg}/environ`, 'utf8');
  assert.ok(environment.includes('PATH='));
  assert.ok(!environment.includes(APP_TOKEN));
  assert.ok(!oriel.output().includes(APP_TOKEN));
});

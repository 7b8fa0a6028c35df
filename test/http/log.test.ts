// The log in the browser.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import type { LogLine } from '../../src/log-feed.ts';
import { eventually } from '../eventually.ts';
import { findFreePort } from '../mosquitto.ts';
import { startTestApp } from '../running-app.ts';

interface Said {
  readonly type: string;
  readonly line?: LogLine;
  readonly lines?: readonly LogLine[];
  readonly count?: number;
  readonly code?: string;
  readonly message?: string;
}

interface Reader {
  readonly socket: WebSocket;
  readonly said: Said[];
  /** All lines it has got, of all messages. */
  readonly lines: () => readonly LogLine[];
}

function readLog(t: TestContext, root: string, options: ClientOptions = {}): Reader {
  const socket = new WebSocket(new URL('api/log', root.replace(/^http/, 'ws')), options);
  t.after(() => socket.terminate());
  const said: Said[] = [];
  socket.on('message', (data, isBinary) => {
    if (isBinary || !Buffer.isBuffer(data)) throw new TypeError('expected text');
    said.push(JSON.parse(data.toString()) as Said);
  });
  const lines = (): LogLine[] =>
    said.flatMap(({ line, lines: several = [] }) => (line ? [line] : several));
  return { socket, said, lines };
}

const hears = (what: string, { lines }: Reader): Promise<LogLine> =>
  eventually(what, () => lines().find(({ text }) => text.includes(what)) ?? null);

test('the newest lines come at once, those that follow as they are written', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  for (let count = 0; count < 700; count++) app.log.info({ count }, 'early');
  const reader = readLog(t, app.url);
  await hears('early', reader);
  const [first] = reader.said;
  assert.equal(first?.type, 'lines');
  assert.deepEqual([first.lines?.length, first.lines?.at(-1)?.text], [300, 'early count=699']);
  assert.equal(first.lines?.[0]?.text, 'early count=400');
  app.log.child({ camera: 'porch' }).warn({ retryInMs: 2000 }, 'late');
  const { time, ...late } = await hears('late', reader);
  assert.deepEqual(late, { level: 'warn', camera: 'porch', text: 'late retryInMs=2000' });
  assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal(reader.said.at(-1)?.type, 'line');
  app.log.debug('not of this level');
  app.log.info('x'.repeat(5000));
  const long = await hears('xxx', reader);
  assert.equal(long.text.length, 1001);
  assert.ok(!reader.lines().some(({ text }) => text.includes('not of')));
});

test('nothing is read there that the log itself hides', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const secret = 'c4n4ry-pa55';
  const url = `rtsp://user:${secret}@host/x?token=${secret}`;
  const reader = readLog(t, app.url);
  app.log.error({ err: new Error(url, { cause: url }), source: url, password: secret }, url);
  app.log.info('a\nb\u001b[2J');
  const { text } = await hears('a b', reader);
  assert.ok(!/\p{Cc}/u.test(text), JSON.stringify(text));
  assert.doesNotMatch(JSON.stringify(reader.said), new RegExp(secret));
});

test('whoever may not change anything is told why, and reads nothing', async (t) => {
  const port = await findFreePort();
  const app = await startTestApp(t, { cameras: [], http: { lan_port: port } });
  const { tokens } = (await (await app.get('api/tokens')).json()) as { tokens: { path: string }[] };
  const lan = `http://127.0.0.1:${port}/${(tokens[0]?.path ?? '').replace(/^\//, '')}`;
  const readers = [
    readLog(t, app.url, { origin: 'https://evil.example' }),
    readLog(t, app.url, { headers: { 'sec-fetch-site': 'cross-site' } }),
    readLog(t, lan),
  ];
  const closed = await Promise.all(readers.map(({ socket }) => once(socket, 'close')));
  app.log.info('for those who may');
  for (const [index, { said }] of readers.entries()) {
    assert.equal(closed[index]?.[0], 1008);
    assert.deepEqual(
      said.map(({ type, code }) => [type, code]),
      [['error', 'forbidden']],
    );
  }
  assert.match(readers[0]?.said[0]?.message ?? '', /own pages only/);
  assert.match(readers[2]?.said[0]?.message ?? '', /with a token you may look/);
});

test('a slow reader loses lines, is told how many, and goes on', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const reader = readLog(t, app.url);
  await eventually('it reads', () => (reader.said.length > 0 ? true : null));
  reader.socket.pause();
  const written = 30_000;
  for (let count = 0; count < written; count++) app.log.info({ count }, 'x'.repeat(900));
  reader.socket.resume();
  const { count } = await eventually(
    'it hears of its loss',
    () => reader.said.find(({ type }) => type === 'lost') ?? null,
  );
  assert.ok(Number(count) > 0);
  app.log.info('it goes on');
  await hears('it goes on', reader);
  const lost = reader.said.reduce((sum, said) => sum + (said.count ?? 0), 0);
  const got = reader.lines().filter(({ text }) => text.startsWith('xxx')).length;
  assert.equal(got + lost, written);
});

test('readers who leave are forgotten', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const reader = readLog(t, app.url);
  await eventually('it reads', () => (reader.said.length > 0 ? true : null));
  reader.socket.terminate();
  await once(reader.socket, 'close');
  app.log.info('for nobody');
  const response = await app.get('api/log');
  assert.equal(response.status, 426);
  assert.match(await response.text(), /"upgrade_required"/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSocket } from 'ws';
import { renderFragmentHeader } from '../../../src/mp4/fragment.ts';
import { parseLiveMessage, trackOf } from '../../../www/media/live-protocol.ts';
import { LiveSocket } from '../../../www/media/live-socket.ts';
import type { LiveListener } from '../../../www/media/live-socket.ts';
import { ServerClock } from '../../../www/server/server-clock.ts';
import { eventually } from '../../eventually.ts';

function fragmentOf(trackId: number): Buffer {
  const header = { sequenceNumber: 1, decodeTime: 5, duration: 3000, compositionOffset: 0 };
  return Buffer.concat([
    renderFragmentHeader({ ...header, trackId, isKey: true, size: 4 }),
    Buffer.from('data'),
  ]);
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** The server's end of the protocol, as far as a test says. */
class Server {
  /** What clients said, in order. */
  readonly heard: string[] = [];
  readonly sockets: ServerSocket[] = [];
  readonly url: string;
  answersTime = true;

  constructor(server: WebSocketServer) {
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    this.url = `ws://127.0.0.1:${address.port}/live`;
    server.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('message', (data: Buffer) => this.#onMessage(socket, data.toString()));
    });
  }

  init(track: number, camera: string): void {
    this.say({ type: 'init', camera, track, kind: 'video', codec: 'avc1.64001e', bytes: 4 });
    this.sockets.at(-1)?.send(Buffer.from('init'));
  }

  fragment(track: number): void {
    this.sockets.at(-1)?.send(fragmentOf(track));
  }

  say(message: object): void {
    this.sockets.at(-1)?.send(JSON.stringify(message));
  }

  #onMessage(socket: ServerSocket, text: string): void {
    const { type, camera, rendition, sent } = JSON.parse(text) as {
      type: string;
      camera: string;
      rendition?: string;
      sent: number;
    };
    if (type !== 'time') this.heard.push([type, camera, rendition].filter(Boolean).join(' '));
    else if (this.answersTime) {
      socket.send(JSON.stringify({ type: 'time', sent, now: performance.now() + 5000 }));
    }
  }
}

async function startServer(t: TestContext): Promise<Server> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  t.after(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  return new Server(server);
}

class Listener implements LiveListener {
  readonly got: string[] = [];
  readonly onInit: LiveListener['onInit'] = ({ track, codec }, init) => {
    this.got.push(`init ${track} ${codec} ${Buffer.from(init).toString()}`);
  };
  readonly onFragments: LiveListener['onFragments'] = (track) => {
    this.got.push(`fragment ${track}`);
  };
  readonly onEnd: LiveListener['onEnd'] = (reason) => {
    this.got.push(`end: ${reason.code}`);
  };

  async until(text: string): Promise<void> {
    await eventually(text, () => (this.got.at(-1) === text ? true : null));
  }
}

const nothingElse = { add: (): void => {} };

test('media of many cameras comes over one connection, to whom it belongs', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  const [porch, garden] = [new Listener(), new Listener()];
  socket.subscribe('porch', porch);
  socket.subscribe('garden', garden);
  await eventually('both are subscribed', () => (server.heard.length === 2 ? true : null));
  server.init(1, 'porch');
  server.init(2, 'garden');
  server.fragment(2);
  server.fragment(1);
  await porch.until('fragment 1');
  assert.deepEqual(porch.got, ['init 1 avc1.64001e init', 'fragment 1']);
  assert.deepEqual(garden.got, ['init 2 avc1.64001e init', 'fragment 2']);
  assert.equal(server.sockets.length, 1);
});

test('who has left gets nothing more, though fragments were on their way', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  const [porch, garden] = [new Listener(), new Listener()];
  const subscription = socket.subscribe('porch', porch);
  socket.subscribe('garden', garden);
  await eventually('both are subscribed', () => (server.heard.length === 2 ? true : null));
  server.init(1, 'porch');
  server.init(2, 'garden');
  await garden.until('init 2 avc1.64001e init');
  subscription.end();
  server.fragment(1);
  server.fragment(2);
  await garden.until('fragment 2');
  assert.deepEqual(porch.got, ['init 1 avc1.64001e init']);
  assert.deepEqual(server.heard, ['subscribe porch', 'subscribe garden', 'unsubscribe porch']);
});

test('two players of one camera both get an init segment', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  const [one, other] = [new Listener(), new Listener()];
  const subscription = socket.subscribe('porch', one);
  await eventually('the first is subscribed', () => (server.heard.length === 1 ? true : null));
  socket.subscribe('porch', other);
  await eventually('it is asked again', () => (server.heard.length === 3 ? true : null));
  server.init(1, 'porch');
  await other.until('init 1 avc1.64001e init');
  subscription.end();
  server.fragment(1);
  await other.until('fragment 1');
  assert.deepEqual(server.heard, ['subscribe porch', 'unsubscribe porch', 'subscribe porch']);
});

test('a smaller picture is asked for, and another while it plays', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  const subscription = socket.subscribe('porch', new Listener(), '360p');
  await eventually('it is subscribed', () => (server.heard.length === 1 ? true : null));
  subscription.choose('360p');
  subscription.choose('720p');
  subscription.choose('video');
  await eventually('it is asked again', () => (server.heard.length === 3 ? true : null));
  assert.deepEqual(server.heard, [
    'subscribe porch 360p',
    'subscribe porch 720p',
    'subscribe porch',
  ]);
});

test('players of one camera that want different pictures share the main one', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  socket.subscribe('porch', new Listener(), '360p');
  await eventually('the first is subscribed', () => (server.heard.length === 1 ? true : null));
  const large = socket.subscribe('porch', new Listener(), '720p');
  await eventually('it is asked again', () => (server.heard.length === 3 ? true : null));
  large.end();
  await eventually('the other is alone', () => (server.heard.length === 4 ? true : null));
  assert.deepEqual(server.heard, [
    'subscribe porch 360p',
    'unsubscribe porch',
    'subscribe porch',
    'subscribe porch 360p',
  ]);
});

test('everybody is told when the connection is lost, and the next one connects anew', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  const [porch, garden, again] = [new Listener(), new Listener(), new Listener()];
  socket.subscribe('porch', porch);
  socket.subscribe('garden', garden);
  await eventually('both are subscribed', () => (server.heard.length === 2 ? true : null));
  server.sockets[0]?.terminate();
  await porch.until('end: connection_lost');
  await garden.until('end: connection_lost');
  socket.subscribe('porch', again);
  await eventually('it is connected again', () => (server.sockets.length === 2 ? true : null));
  assert.equal(await socket.isReachable(), true);
});

test('a camera that is refused is told why, without harm to the others', async (t) => {
  const server = await startServer(t);
  const socket = new LiveSocket(server.url, nothingElse);
  const [porch, garden] = [new Listener(), new Listener()];
  socket.subscribe('porch', porch);
  socket.subscribe('garden', garden);
  await eventually('both are subscribed', () => (server.heard.length === 2 ? true : null));
  server.say({ type: 'error', camera: 'porch', code: 'viewer_limit', message: 'too many' });
  server.init(2, 'garden');
  await garden.until('init 2 avc1.64001e init');
  assert.deepEqual(porch.got, ['end: viewer_limit']);
});

test('the connection tells the time of the server', async (t) => {
  const server = await startServer(t);
  const clock = new ServerClock('http://127.0.0.1:9/');
  const socket = new LiveSocket(server.url, clock);
  assert.equal(await socket.isReachable(), true);
  const aheadMs = clock.at(0) ?? 0;
  const errorMs = (clock.roundTripMs ?? 0) / 2;
  assert.ok(Math.abs(aheadMs - 5000) <= errorMs + 0.001, `${aheadMs}, ${errorMs}`);
});

test('a server that does not speak WebSocket cannot be reached', async (t) => {
  const server = createServer((connection) => {
    connection.on('error', () => {}).end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const socket = new LiveSocket(`ws://127.0.0.1:${address.port}/live`, nothingElse);
  const listener = new Listener();
  socket.subscribe('porch', listener);
  await listener.until('end: connection_lost');
  assert.equal(await socket.isReachable(), false);
});

test('the track of a fragment is found behind other boxes, and in nothing else', () => {
  assert.equal(trackOf(toArrayBuffer(fragmentOf(7))), 7);
  const styp = Buffer.concat([Buffer.from([0, 0, 0, 12]), Buffer.from('stypmsdh')]);
  assert.equal(trackOf(toArrayBuffer(Buffer.concat([styp, fragmentOf(300)]))), 300);
  assert.equal(trackOf(toArrayBuffer(Buffer.from('rubbish that is no box'))), null);
  assert.equal(trackOf(toArrayBuffer(fragmentOf(7).subarray(0, 40))), null);
  assert.equal(trackOf(new ArrayBuffer(0)), null);
});

test('messages that make no sense, or are newer than this page, are left alone', () => {
  for (const text of ['', '[]', 'null', '{"type":"status","camera":"porch"}', '{"type":"init"}']) {
    assert.deepEqual(parseLiveMessage(text), { type: 'other' }, text);
  }
  assert.deepEqual(parseLiveMessage('{"type":"error","camera":null,"code":"bad_message"}'), {
    type: 'error',
    camera: null,
    code: 'bad_message',
    message: 'The video was refused',
  });
});

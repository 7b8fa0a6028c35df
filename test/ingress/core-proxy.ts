// The Supervisor's door to Core for apps: it shows Core a token of its own in place of the app's.

import { Agent, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { RawData } from 'ws';

export interface CoreDoor {
  /** Where Core is: `http://127.0.0.1:8123`; null: it is not running. */
  readonly core: string | null;
  /** What Core knows as an administrator's token. */
  readonly coreAdminToken: string;
  /** What the app shows. */
  readonly token: string;
}

const PREFIX = '/core/';
/** The methods that the Supervisor knows there. */
const METHODS = ['GET', 'POST', 'DELETE'];
const agent = new Agent({ keepAlive: true });

export function isForCore(path: string): boolean {
  return path.startsWith(PREFIX);
}

export function passToCore(req: IncomingMessage, res: ServerResponse, door: CoreDoor): void {
  const { pathname, search } = new URL(req.url ?? '/', 'http://supervisor');
  const isAllowed = req.headers.authorization === `Bearer ${door.token}`;
  const path = pathname.slice(PREFIX.length);
  if (!isAllowed) return void res.writeHead(401).end('401: Unauthorized');
  if (/^api\/hassio[/_]/.test(path)) return void res.writeHead(403).end('403: Forbidden');
  if (!METHODS.includes(req.method ?? '')) return void res.writeHead(405).end();
  if (door.core === null) return void res.writeHead(502).end('502: Bad Gateway');
  const type = req.headers['content-type'];
  const outgoing = request(new URL(`/${path}${search}`, door.core), {
    agent,
    method: req.method ?? 'GET',
    headers: {
      authorization: `Bearer ${door.coreAdminToken}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
  });
  outgoing.on('error', () => res.writeHead(502).end('502: Bad Gateway'));
  outgoing.on('response', (answer) => {
    const { 'content-type': answerType = 'text/plain' } = answer.headers;
    res.writeHead(answer.statusCode ?? 502, { 'content-type': answerType });
    answer.pipe(res);
  });
  req.pipe(outgoing);
}

const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });

export function openToCore(
  { req, socket, head }: { req: IncomingMessage; socket: Duplex; head: Buffer },
  getDoor: () => CoreDoor,
): void {
  const door = getDoor();
  if (door.core === null) {
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    return;
  }
  server.handleUpgrade(req, socket, head, (app) => {
    app.on('error', () => app.terminate());
    app.send(JSON.stringify({ type: 'auth_required', ha_version: '2026.11.0' }));
    app.once('message', (data) => {
      const { access_token: token } = JSON.parse(text(data)) as { access_token?: unknown };
      if (token !== door.token) {
        app.send(JSON.stringify({ type: 'auth_invalid', message: 'Invalid access' }));
        app.close();
        return;
      }
      // It says so before it has asked Core.
      app.send(JSON.stringify({ type: 'auth_ok', ha_version: '2026.11.0' }));
      joinCore(app, door);
    });
  });
}

const DENIED = /^(?:supervisor|hassio)\//;

function joinCore(app: WebSocket, { core, coreAdminToken }: CoreDoor): void {
  const address = new URL('/api/websocket', core ?? '');
  address.protocol = 'ws:';
  const upstream = new WebSocket(address);
  // What comes before Core has let us in waits.
  const early: string[] = [];
  let isOpen = false;
  app.on('message', (data) => {
    const message = text(data);
    const { id, type } = JSON.parse(message) as { id: number; type: string };
    if (DENIED.test(type)) {
      const error = { code: 'unauthorized', message: 'Unauthorized' };
      app.send(JSON.stringify({ id, type: 'result', success: false, error }));
    } else if (isOpen) upstream.send(message);
    else early.push(message);
  });
  upstream.on('message', (data) => {
    const message = text(data);
    if (isOpen) return app.send(message);
    const { type } = JSON.parse(message) as { type: string };
    if (type === 'auth_required') {
      upstream.send(JSON.stringify({ type: 'auth', access_token: coreAdminToken }));
    } else if (type === 'auth_ok') {
      isOpen = true;
      for (const waiting of early) upstream.send(waiting);
    } else app.terminate();
  });
  app.on('close', () => upstream.terminate());
  upstream.on('error', () => app.terminate()).on('close', () => app.terminate());
}

function text(data: RawData): string {
  return (data as Buffer).toString('utf8');
}

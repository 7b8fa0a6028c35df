// What Home Assistant Core serves to browsers besides ingress: the frontend's page, files of the user, its WebSocket API.

import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

export interface FrontendOptions {
  readonly supervisor: string;
  readonly coreToken: string;
  /** False: Home Assistant in a container of its own, which has no apps. */
  readonly hasSupervisor: boolean;
  /** What lies in `/config/www/oriel`. */
  readonly card: string;
}

interface User {
  readonly id: string;
  readonly username: string;
  readonly isAdmin: boolean;
}

export const USERS: Readonly<Record<string, User>> = {
  anna: { id: '1a'.repeat(16), username: 'anna', isAdmin: true },
  ben: { id: '2b'.repeat(16), username: 'ben', isAdmin: false },
};

/** What users that are no administrators may ask of the Supervisor. */
const FOR_ALL = /^\/(?:ingress\/(?:session|validate_session)|addons\/[^/]+\/info)$/;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.txt': 'text/plain',
};
const PAGE = fileURLToPath(new URL('page/', import.meta.url));

/** Null for a path that is ingress's. */
function fileOf(path: string, { card }: FrontendOptions): string | null {
  if (path.startsWith('/local/oriel/')) return join(card, normalize(path.slice(12)));
  if (path.startsWith('/frontend/')) return join(PAGE, normalize(path.slice(9)));
  return path === '/' || path.startsWith('/lovelace') ? join(PAGE, 'index.html') : null;
}

/** False when the request is not for the frontend. */
export function serveFrontend(
  req: IncomingMessage,
  res: ServerResponse,
  options: FrontendOptions,
): boolean {
  const { pathname } = new URL(req.url ?? '/', 'http://core');
  const file = fileOf(pathname, options);
  if (file === null) return false;
  void sendFile(file, res, pathname.startsWith('/local/'));
  return true;
}

async function sendFile(file: string, res: ServerResponse, isLocal: boolean): Promise<void> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    res.writeHead(404).end();
    return;
  }
  res.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': isLocal ? 'public, max-age=2678400' : 'no-cache',
  });
  res.end(bytes);
}

const webSockets = new WebSocketServer({ noServer: true });

/** False when the request is not for the API. */
export function serveWebSocketApi(
  { req, socket, head }: { req: IncomingMessage; socket: Duplex; head: Buffer },
  options: FrontendOptions,
): boolean {
  if (req.url !== '/api/websocket') return false;
  webSockets.handleUpgrade(req, socket, head, (webSocket) => talk(webSocket, options));
  return true;
}

interface Command {
  readonly id: number;
  readonly type: string;
  readonly access_token?: string;
  readonly endpoint?: string;
  readonly method?: string;
  readonly data?: object;
}

function talk(webSocket: WebSocket, options: FrontendOptions): void {
  let user: User | undefined;
  const send = (message: object): void => webSocket.send(JSON.stringify(message));
  send({ type: 'auth_required' });
  webSocket.on('message', (text: Buffer) => {
    const command = JSON.parse(text.toString()) as Command;
    if (user === undefined) {
      user = USERS[command.access_token ?? ''];
      send({ type: user === undefined ? 'auth_invalid' : 'auth_ok' });
      return;
    }
    void answer(command, user, options).then(
      (result) => send({ id: command.id, type: 'result', success: true, result }),
      (error: unknown) => send({ id: command.id, type: 'result', success: false, error }),
    );
  });
}

async function answer(command: Command, user: User, options: FrontendOptions): Promise<unknown> {
  const { type, endpoint = '', method = 'get', data } = command;
  if (type === 'ping') return null;
  if (type !== 'supervisor/api' || !options.hasSupervisor)
    throw refuse('unknown_command', 'Unknown command.');
  if (!user.isAdmin && !FOR_ALL.test(endpoint)) throw refuse('unauthorized', 'Unauthorized');
  const { id, username } = user;
  const body = endpoint === '/ingress/session' ? { id, username } : data;
  const response = await fetch(`${options.supervisor}${endpoint}`, {
    method: method.toUpperCase(),
    headers: { Authorization: `Bearer ${options.coreToken}` },
    ...(method === 'get' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  const {
    result,
    data: answered,
    message,
  } = (await response.json().catch(() => ({}))) as {
    result?: string;
    data?: unknown;
    message?: string;
  };
  if (result !== 'ok') throw refuse('unknown_error', message ?? `HTTP ${response.status}`);
  return answered;
}

/** As it goes over the line: not an error here. */
function refuse(code: string, message: string): Error {
  return { code, message } as unknown as Error;
}

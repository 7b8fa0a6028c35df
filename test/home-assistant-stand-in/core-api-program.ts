// Home Assistant's Core as far as an app meets it through the Supervisor: its WebSocket, its config flows, and
// what it shows under /local. Run as a program; the test that started it says by messages what it is to be.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { Refusal, runCommand } from './commands.ts';
import type { CoreState, Instruction, Report } from './core-state.ts';
import { abortFlow, countFlows, goOn, startFlow } from './flows.ts';
import type { Answer } from './flows.ts';

const state: CoreState = {
  adminToken: 'core-admin-token',
  configDirectory: '/nonexistent',
  resourceMode: 'storage',
  knowsInfo: true,
  isSafeMode: false,
  isStarting: false,
  resources: [],
  form: 'section',
  entries: [],
  entities: [],
  devices: [],
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const asked: string[] = [];
/** As it was at start: a folder that comes later is not seen. */
let isLocalShown = hasLocalFolder();

function hasLocalFolder(): boolean {
  return existsSync(join(state.configDirectory, 'www'));
}

async function onRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://core');
  if (pathname.startsWith('/local/')) {
    const file = join(state.configDirectory, 'www', pathname.slice('/local/'.length));
    res.writeHead(isLocalShown && existsSync(file) ? 200 : 404).end();
    return;
  }
  if (req.headers.authorization !== `Bearer ${state.adminToken}`) {
    res.writeHead(401).end('401: Unauthorized');
    return;
  }
  asked.push(`${req.method} ${pathname}`);
  const { status, body } = await answer(req.method ?? '', pathname, await readJson(req));
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const ENTRIES = '/api/config/config_entries';

async function answer(
  method: string,
  path: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const [, options, id] = /\/config_entries\/(options\/)?flow(?:\/(\w+))?$/.exec(path) ?? [];
  const isFlow = path.startsWith(ENTRIES) && path.includes('/flow');
  if (isFlow && method === 'POST' && id === undefined) {
    return startFlow(state, input['handler'], options !== undefined);
  }
  if (isFlow && method === 'POST') return goOn(state, id ?? '', input);
  if (isFlow && method === 'DELETE') return abortFlow(id ?? '');
  if (method === 'DELETE' && path.startsWith(`${ENTRIES}/entry/`)) {
    return removeEntry(path.slice(`${ENTRIES}/entry/`.length));
  }
  return { status: 404, body: { message: 'Not found' } };
}

function removeEntry(id: string): Answer {
  const others = state.entries.filter((entry) => entry.entry_id !== id);
  if (others.length === state.entries.length) {
    return { status: 404, body: { message: 'Invalid entry specified' } };
  }
  state.entries = others;
  state.entities = state.entities.filter((entity) => entity.config_entry_id !== id);
  state.devices = state.devices.filter((device) => device.id !== `device-${id}`);
  return { status: 200, body: { require_restart: false } };
}

async function readJson(req: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString() || '{}');
}

const server = createServer((req, res) => void onRequest(req, res));
const sockets = new WebSocketServer({ server, path: '/api/websocket' });
sockets.on('connection', (socket) => {
  const send = (message: object): void => socket.send(JSON.stringify(message));
  send({ type: 'auth_required', ha_version: '2026.11.0' });
  let isKnown = false;
  socket.on('message', (data) => {
    const message: { id: number; type: string; access_token?: string } = JSON.parse(
      (data as Buffer).toString('utf8'),
    );
    if (!isKnown) {
      isKnown = message.access_token === state.adminToken;
      send({ type: isKnown ? 'auth_ok' : 'auth_invalid', ha_version: '2026.11.0' });
      if (!isKnown) socket.close();
      return;
    }
    asked.push(message.type);
    send({ id: message.id, type: 'result', ...runSafely(message) });
  });
});

function runSafely(message: object): object {
  try {
    return { success: true, result: runCommand(state, { ...message }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { success: false, error: { code: error.code, message: error.message } };
  }
}

process.on('message', ({ change, isRestarting }: Instruction) => {
  Object.assign(state, change);
  if (isRestarting) {
    isLocalShown = hasLocalFolder();
    for (const socket of sockets.clients) {
      if (socket.readyState === WebSocket.OPEN) socket.terminate();
    }
  }
  process.send?.({ state, asked, openFlows: countFlows() } satisfies Report);
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});

// Home Assistant's Supervisor as far as an app meets it: its API, and its half of ingress. Run as a
// program; the test that started it says by messages what it is to answer.

import { randomBytes } from 'node:crypto';
import { Agent, createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isForCore, openToCore, passToCore } from './core-proxy.ts';
import type { CoreDoor } from './core-proxy.ts';
import { copyHeaders, forward, forwardWebSocket, requote } from './hop.ts';
import type { HopOptions, Target } from './hop.ts';
import { answerCore, SLUG } from './supervisor-for-core.ts';
import type { FactsForCore } from './supervisor-for-core.ts';

export interface SupervisorState extends CoreDoor, FactsForCore {
  /** What Core shows. */
  readonly coreToken: string;
  /** null: no app provides a broker. */
  readonly mqtt: object | null;
  readonly hasHassioApi: boolean;
  /** In the app's container. */
  readonly lanListenerPort: number;
  /** The app's ingress listener: `http://127.0.0.1:8099`. */
  readonly app: string;
  /** What ingress calls from. */
  readonly peer: string;
  /** Answers 502 to everything: it is being updated. */
  readonly isDown: boolean;
  /** Those of Core, which names them by their ids. */
  readonly users: readonly User[];
}

export interface User {
  readonly id: string;
  readonly username?: string;
  readonly displayname?: string;
}

let state: SupervisorState = {
  token: 'app-token',
  coreToken: 'core-token',
  mqtt: null,
  hasHassioApi: false,
  hostAddress: '192.168.1.5',
  lanPort: null,
  lanListenerPort: 8098,
  ingressToken: 'ingress-token',
  app: 'http://127.0.0.1:9',
  peer: '127.30.32.2',
  appState: 'started',
  isDown: false,
  hostname: 'a1b2c3d4-oriel',
  users: [],
  core: null,
  coreAdminToken: 'core-admin-token',
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const sessions = new Map<string, { readonly user: User | null; validUntilMs: number }>();
const SESSION_MS = 15 * 60_000;
const asked: string[] = [];

const API: Readonly<Record<string, () => object | null>> = {
  '/services/mqtt': () => state.mqtt,
  '/info': () => ({
    supervisor: '2026.08.0',
    homeassistant: '2026.8.3',
    hassos: '18.2',
    hostname: 'HomeAssistant',
    machine: 'generic-x86-64',
    arch: 'amd64',
    state: 'running',
  }),
  '/network/info': () => ({
    interfaces: [
      { interface: 'wlan0', enabled: false, connected: false, primary: false, ipv4: null },
      {
        interface: 'end0',
        type: 'ethernet',
        enabled: true,
        connected: true,
        primary: true,
        ipv4: {
          method: 'auto',
          address: [`${state.hostAddress}/24`],
          gateway: '192.168.1.1',
          ready: true,
        },
        ipv6: { method: 'auto', address: ['fe80::1/64', '2001:db8::5/64'], gateway: null },
      },
    ],
    docker: { interface: 'hassio', address: '172.30.32.0/23', gateway: '172.30.32.1' },
  }),
  '/addons/self/info': () => ({
    name: 'Oriel',
    slug: SLUG,
    hostname: state.hostname,
    state: 'started',
    version: '0.1.0',
    network: { [`${state.lanListenerPort}/tcp`]: state.lanPort },
    ip_address: '172.30.33.5',
    ingress: true,
    ingress_entry: `/api/hassio_ingress/${state.ingressToken}`,
    ingress_url: `/api/hassio_ingress/${state.ingressToken}/`,
    ingress_port: 8099,
  }),
};

function answer(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function onRequest(req: IncomingMessage, res: ServerResponse): void {
  const { pathname } = new URL(req.url ?? '/', 'http://supervisor');
  if (state.isDown) res.writeHead(502).end('502: Bad Gateway');
  else if (isFromCore(req)) onCore(req, res, pathname);
  else if (isForCore(pathname)) passToCore(req, res, state);
  else if (pathname.startsWith('/ingress/')) onIngress(req, res);
  else onApi(req, res, pathname);
}

function isFromCore({ headers }: IncomingMessage): boolean {
  return headers.authorization === `Bearer ${state.coreToken}`;
}

/** On its own account, and on behalf of its users. */
function onCore(req: IncomingMessage, res: ServerResponse, path: string): void {
  if (path === '/ingress/session') void openSession(req, res);
  else if (path === '/ingress/validate_session') void validateSession(req, res);
  else {
    const { status, body } = answerCore(req.method ?? 'GET', path, state);
    answer(res, status, body);
  }
}

function onApi(req: IncomingMessage, res: ServerResponse, path: string): void {
  asked.push(path);
  if (req.headers.authorization !== `Bearer ${state.token}`) {
    res.writeHead(401).end('401: Unauthorized');
    return;
  }
  if (path === '/network/info' && !state.hasHassioApi) {
    res.writeHead(403).end('403: Forbidden');
    return;
  }
  const data = API[path]?.();
  if (data) answer(res, 200, { result: 'ok', data });
  else if (data === null) answer(res, 400, { result: 'error', message: 'Service not enabled' });
  else res.writeHead(404).end('404: Not Found');
}

/** On behalf of a user who has logged in at Core. */
async function openSession(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const asked = (await readJson(req)) as (User & { readonly user_id?: string }) | null;
  const known = state.users.find(({ id }) => id === asked?.user_id);
  const session = randomBytes(64).toString('hex');
  sessions.set(session, { user: known ?? asked, validUntilMs: Date.now() + SESSION_MS });
  answer(res, 200, { result: 'ok', data: { session } });
}

async function validateSession(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { session = '' } = ((await readJson(req)) ?? {}) as { readonly session?: string };
  if (findSession(session)) answer(res, 200, { result: 'ok', data: {} });
  else res.writeHead(401).end('401: Unauthorized');
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString() || 'null');
}

function findSession(id: string): { readonly user: User | null } | null {
  const session = sessions.get(id);
  if (!session || session.validUntilMs < Date.now()) return null;
  session.validUntilMs += SESSION_MS;
  return session;
}

const REMOTE_USER = /^x-remote-user-|^x-supervisor-token$|^x-hassio-key$/;
const agent = new Agent({ keepAlive: true, maxTotalSockets: 100 });

function hopOptions(): HopOptions {
  return { agent, localAddress: state.peer, hasCompression: false };
}

/** A status where the request goes nowhere. */
function findTarget(req: IncomingMessage): Target | number {
  const { pathname, search } = new URL(req.url ?? '/', 'http://supervisor');
  const [, token, path = ''] = /^\/ingress\/([^/]+)\/?(.*)$/s.exec(pathname) ?? [];
  const [, cookie = ''] =
    /(?:^|;\s*)ingress_session=([0-9a-f]+)/.exec(req.headers.cookie ?? '') ?? [];
  const session = findSession(cookie);
  if (!session) return 401;
  if (token !== state.ingressToken) return 503;
  const { user } = session;
  const known = { id: user?.id, name: user?.username, 'display-name': user?.displayname };
  const headers = copyHeaders(req.headers, (name) => REMOTE_USER.test(name));
  for (const [key, value] of Object.entries(known)) {
    // Node writes Latin-1, Home Assistant UTF-8.
    if (value) headers[`x-remote-user-${key}`] = Buffer.from(value).toString('latin1');
  }
  headers['x-forwarded-for'] = `${String(headers['x-forwarded-for'])}, ${req.socket.remoteAddress}`;
  return { url: new URL(requote(`/${path}`, search), state.app), headers };
}

function onIngress(req: IncomingMessage, res: ServerResponse): void {
  const target = findTarget(req);
  if (typeof target === 'number') res.writeHead(target).end();
  else void forward(req, res, { target, options: hopOptions() });
}

const server = createServer({ maxHeaderSize: 24_570 }, onRequest);
server.on('upgrade', (req, socket, head) => {
  // Whoever asked may be gone by then.
  socket.on('error', () => socket.destroy());
  if (req.url === '/core/websocket') {
    openToCore({ req, socket, head }, () => state);
    return;
  }
  const target = findTarget(req);
  if (typeof target === 'number') socket.end(`HTTP/1.1 ${target} Refused\r\n\r\n`);
  else forwardWebSocket({ req, socket, head }, { target, options: hopOptions() });
});
process.on('message', (change: Partial<SupervisorState> & { endSessions?: boolean }) => {
  state = { ...state, ...change };
  if (change.endSessions === true) sessions.clear();
  process.send?.({ asked });
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});

// Home Assistant Core's half of ingress, as a program: what browsers talk to.

import { Agent, createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveFrontend, serveWebSocketApi } from '../card/core-frontend.ts';
import type { FrontendOptions } from '../card/core-frontend.ts';
import { copyHeaders, forward, forwardWebSocket, requote } from './hop.ts';
import type { HopOptions, Target } from './hop.ts';

const SUPERVISOR = process.argv[2] ?? '';
/** Where browsers find it, and whether it has a frontend. */
const { port = 0, frontend }: { port?: number; frontend?: FrontendOptions } = JSON.parse(
  process.argv[3] ?? '{}',
);
/** Core's own, for all requests: 100 connections to the Supervisor. */
const OPTIONS: HopOptions = {
  agent: new Agent({ keepAlive: true, maxSockets: 100 }),
  hasCompression: true,
};

/** Requests that look like attacks are answered with 400, whatever they mean. */
const FILTER =
  /proc\/self\/environ|(?:<|%3C).*script.*(?:>|%3E)|(?:\.\.\/\/?)+|[a-z0-9_]=\/(?:[a-z0-9_.]\/\/?)+|union.*select.*\(|concat.*\(/i;

function isFiltered({ url = '/' }: IncomingMessage): boolean {
  const [path = '', ...query] = url.split('?');
  return [path, query.join('?')].some((text) => FILTER.test(unquote(text)));
}

function unquote(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function findTarget(req: IncomingMessage): Target | number {
  if (isFiltered(req)) return 400;
  const { pathname, search } = new URL(req.url ?? '/', 'http://core');
  const [, token, path = ''] = /^\/api\/hassio_ingress\/([^/]+)\/(.*)$/s.exec(pathname) ?? [];
  if (token === undefined) return 404;
  const { headers: given, socket } = req;
  const headers = copyHeaders(given, (name) => name === 'accept-encoding');
  const before = given['x-forwarded-for'];
  return {
    url: new URL(requote(`/ingress/${token}/${path}`, search), SUPERVISOR),
    headers: {
      ...headers,
      'x-hass-source': 'core.ingress',
      'x-ingress-path': `/api/hassio_ingress/${token}`,
      'x-forwarded-for': `${before === undefined ? '' : `${String(before)}, `}${socket.remoteAddress}`,
      'x-forwarded-host': String(given['x-forwarded-host'] ?? given.host),
      'x-forwarded-proto': String(given['x-forwarded-proto'] ?? 'http'),
    },
  };
}

/** What a browser holds of its connections for ingress: answers that are under way, and sockets. */
let held = 0;
let mostHeld = 0;
function hold(until: (end: () => void) => void): void {
  mostHeld = Math.max(mostHeld, ++held);
  until(() => held--);
}

const server = createServer({ maxHeaderSize: 24_570 }, (req, res) => {
  if (frontend && serveFrontend(req, res, frontend)) return;
  hold((end) => res.once('close', end));
  const target = findTarget(req);
  if (typeof target === 'number') res.writeHead(target).end();
  else void forward(req, res, { target, options: OPTIONS });
});
server.on('upgrade', (req, socket, head) => {
  // Whoever asked may be gone by then.
  socket.on('error', () => socket.destroy());
  if (frontend && serveWebSocketApi({ req, socket, head }, frontend)) return;
  hold((end) => socket.once('close', end));
  const target = findTarget(req);
  if (typeof target === 'number') socket.end(`HTTP/1.1 ${target} Refused\r\n\r\n`);
  else forwardWebSocket({ req, socket, head }, { target, options: OPTIONS });
});
process.on('message', () => process.send?.({ held, mostHeld }));
process.on('disconnect', () => process.exit());
server.listen(port, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});

import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.ts';
import { isLoopback, isOwnSite, openGate } from './access.ts';
import type { Gate } from './caller.ts';

/** Where Home Assistant's Supervisor calls from when it passes a user's request on. */
export const INGRESS_PEER = '172.30.32.2';

/** Of a user, as Home Assistant makes them. */
const ID = /^[0-9a-f]{32}$/i;

export interface IngressSettings {
  /** `INGRESS_PEER`, but in tests. */
  readonly peer: string;
  /** Names or ids of the users who may change something. */
  readonly admins: readonly string[];
}

/**
 * Behind ingress, Home Assistant has checked who is there, and says so. Anybody else has no business
 * here, but this container's own health check.
 */
export function createIngressGate({ peer, admins }: IngressSettings): Gate {
  const known = new Set(admins.map(normalize));
  return (req) => {
    const address = req.socket.remoteAddress?.replace(/^::ffff:/, '');
    if (address === peer) return readCaller(req, known);
    // Whatever it says of users and proxies is its own invention.
    if (isLoopback(address)) return { ...openGate(req), mayCrossSites: false };
    throw new RequestError(403, 'forbidden', 'this port is for Home Assistant');
  };
}

function readCaller(req: IncomingMessage, admins: ReadonlySet<string>): ReturnType<Gate> {
  const id = readText(req, 'x-remote-user-id');
  const name = readText(req, 'x-remote-user-name');
  // Its cookie comes with every request, so the page counts. By which name it knows Home Assistant is
  // for proxies to say: the peer's address is what no attacker can forge.
  const isOwn = isOwnSite(req, [req.headers.host, req.headers['x-forwarded-host']?.toString()]);
  // Whoever is called like somebody's id is not them.
  const users = ID.test(name) ? [id] : [id, name];
  const isAdmin = users.some((user) => user !== '' && admins.has(normalize(user)));
  return {
    viewer: `${id} ${readText(req, 'x-forwarded-for').slice(0, 100)}`,
    camera: null,
    explainRefusal: () => {
      if (!isOwn || !isSameSite(req)) return 'changes are taken from Oriel’s own pages only';
      return isAdmin ? null : explain(name === '' ? id : name);
    },
    isOwnSite: isOwn,
    mayCrossSites: false,
  };
}

function isSameSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

function explain(user: string): string {
  if (user === '') {
    return 'Home Assistant did not say who you are, so you may look but not change anything; log in again';
  }
  return `you may look but not change anything: to allow it, add ${JSON.stringify(user)} to http.admins in the configuration of Oriel`;
}

/** Home Assistant writes UTF-8 into headers; Node reads them as Latin-1. */
function readText({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8').trim() : '';
}

/** Home Assistant's own login makes no difference between capital and small letters either. */
function normalize(user: string): string {
  return user.trim().normalize('NFC').toLowerCase();
}

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { RequestError } from '../errors.ts';
import { callerOf } from './caller.ts';
import type { Gate } from './caller.ts';

const OWN_PAGES_ONLY = 'changes are taken from Oriel’s own pages only';

/** The way in without Home Assistant: who can connect may look, and steer from this server's own pages. */
export const openGate: Gate = (req) => ({
  viewer: req.socket.remoteAddress ?? '',
  camera: null,
  explainRefusal: () => (isTrusted(req) ? null : OWN_PAGES_ONLY),
  isOwnSite: isOwnSite(req, [req.headers.host]),
  // Media is open to pages of all sites.
  mayCrossSites: true,
});

/** Lets a request that changes something pass only from those who may. */
export const requireTrustedCaller: RequestHandler = (req, _res, next) => {
  const refusal = callerOf(req).explainRefusal();
  if (refusal !== null) throw new RequestError(403, 'forbidden', refusal);
  next();
};

/** Keeps pages of other sites out; programs, which name no origin, may come. */
export const requireOwnSite: RequestHandler = (req, _res, next) => {
  if (!callerOf(req).isOwnSite) {
    throw new RequestError(403, 'forbidden', 'reports are taken from Oriel’s own pages only');
  }
  next();
};

/** For what tells of all cameras at once. */
export const requireAllCameras: RequestHandler = (req, _res, next) => {
  if (callerOf(req).camera !== null) {
    throw new RequestError(403, 'forbidden', 'this token is for one camera only');
  }
  next();
};

/**
 * A page of another origin must not steer cameras through its visitor's browser. What changes something
 * and names neither origin nor site is a program, which must run on this machine. What only reads may
 * come from an own page all the same: browsers name the site over HTTPS alone.
 */
function isTrusted(req: IncomingMessage): boolean {
  const { origin, host } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (origin === undefined && site === undefined) {
    const isReading = req.method === 'GET' || req.method === 'HEAD';
    return isReading ? isOwnHost(host) : isFromThisMachine(req);
  }
  if (site !== undefined && site !== 'same-origin') return false;
  return isOwnHost(host) && (origin === undefined || isSameHost(origin, host));
}

/** What proxies add: behind one on this machine, everybody has its address. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'];

function isFromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
  return isLoopback(socket.remoteAddress) && !isForwarded;
}

/** @param hosts under which the page may know this server */
export function isOwnSite(
  { headers }: IncomingMessage,
  hosts: readonly (string | undefined)[],
): boolean {
  const { origin } = headers;
  // A proxy may have given the request another Host.
  if (origin === undefined || headers['sec-fetch-site'] === 'same-origin') return true;
  return hosts.some((host) => isSameHost(origin, host));
}

function isSameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Names that an attacker can point at this machine (DNS rebinding) are none of ours. */
function isOwnHost(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  const bare = hostname.replaceAll(/^\[|\]$/g, '');
  return (
    isIP(bare) !== 0 || !bare.includes('.') || /\.(local|lan|home|internal|home\.arpa)$/.test(bare)
  );
}

export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

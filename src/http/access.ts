import { isIP } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { RequestError } from '../errors.ts';

/** Where Home Assistant's Supervisor calls from when it passes a user's request on. */
const INGRESS_PEER = '172.30.32.2';

/** Behind ingress, Home Assistant has checked who is there; anybody else has no business here. */
export const requireIngressPeer: RequestHandler = (req, _res, next) => {
  const address = req.socket.remoteAddress?.replace(/^::ffff:/, '');
  // The container's own health check comes from this machine.
  if (address !== INGRESS_PEER && !isLoopback(address)) {
    throw new RequestError(403, 'forbidden', 'this port is for Home Assistant');
  }
  next();
};

/**
 * Lets a request that changes something pass only from this server's own pages, or from a program on
 * this machine. A page of another origin must not steer cameras through its visitor's browser.
 */
export const requireTrustedCaller: RequestHandler = (req, _res, next) => {
  if (!isTrusted(req)) {
    throw new RequestError(403, 'forbidden', 'changes are taken from Oriel’s own pages only');
  }
  next();
};

function isTrusted(req: Request): boolean {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (origin === undefined && site === undefined) return isLoopback(req.socket.remoteAddress);
  if (site !== undefined && site !== 'same-origin') return false;
  return (
    isOwnHost(req.headers.host) && (origin === undefined || isSameHost(origin, req.headers.host))
  );
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

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

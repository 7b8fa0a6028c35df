import type { RequestHandler } from 'express';
import { RequestError } from '../errors.ts';

/** Media and init segments: their URIs are never used for other bytes. */
export const IMMUTABLE = 'public, max-age=3600, immutable';

/** Media may be played by pages of any origin; it carries no cookies. */
export const OPEN_TO_ALL_ORIGINS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Length, Content-Range, Date, Retry-After',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Timing-Allow-Origin': '*',
} as const;

export const openToAllOrigins: RequestHandler = (req, res, next) => {
  res.set(OPEN_TO_ALL_ORIGINS);
  if (req.method !== 'OPTIONS') {
    next();
    return;
  }
  res.set({
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'Range, CMCD-Request, CMCD-Object, CMCD-Status, CMCD-Session',
    'Access-Control-Max-Age': '86400',
  });
  res.status(204).end();
};

/** Refuses other methods with 405; `OPTIONS` says which there are. */
export function allowMethods(...methods: readonly string[]): RequestHandler {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (req, res, next) => {
    if (allow.split(', ').includes(req.method) && req.method !== 'OPTIONS') {
      next();
      return;
    }
    res.set('Allow', allow);
    if (req.method === 'OPTIONS') res.status(204).end();
    else throw new RequestError(405, 'method_not_allowed', `use ${allow}`);
  };
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "media-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A browser takes every answer for what it says it is. */
export const noSniffing: RequestHandler = (_req, res, next) => {
  res.set('X-Content-Type-Options', 'nosniff');
  next();
};

/** Pages run their own scripts and nothing else, and no other site frames them. */
export const pageSecurity: RequestHandler = (_req, res, next) => {
  res.set({
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Referrer-Policy': 'no-referrer',
  });
  next();
};

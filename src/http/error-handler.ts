import type { ErrorRequestHandler, RequestHandler } from 'express';
import { CommandError, NoVideoError, RequestError } from '../errors.ts';
import type { CommandFailure } from '../errors.ts';
import type { Log } from '../log.ts';
import { ClientGone } from './hold.ts';
import { RetryLaterError } from './retry-later.ts';

const RETRY_AFTER_SECONDS = '1';

export const notFound: RequestHandler = (req) => {
  if (req.path.startsWith('/t/')) {
    // The path is not repeated: it holds a token.
    const message =
      'links with a token are for the LAN listener: let http.base_url lead to its port';
    throw new RequestError(404, 'not_found', message);
  }
  throw new RequestError(404, 'not_found', `there is nothing at ${req.path}`);
};

/** Every error leaves as `{"error":{"code","message"}}`; what is no client's fault is logged, not shown. */
export function createErrorHandler(log: Log): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- Express tells error handlers by their four parameters.
  return (error: unknown, req, res, next) => {
    if (error instanceof ClientGone || res.destroyed) return;
    if (res.headersSent) {
      // The status is out: the one way left to say that something is wrong is to break off.
      next(error);
      return;
    }
    const known = error instanceof CommandError ? error : asRequestError(error);
    if (!known) log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    const status = statusOf(known);
    if (status === 503) res.set('Retry-After', RETRY_AFTER_SECONDS);
    if (known instanceof RetryLaterError) res.set('Retry-After', String(known.retryAfterSeconds));
    res.set('Cache-Control', 'no-store');
    res.status(status).json({
      error: {
        code: known?.code ?? 'internal',
        message: known?.message ?? 'something went wrong; the log of Oriel says what',
        ...(known instanceof CommandError ? { details: known.details } : {}),
        ...(known instanceof NoVideoError ? { reason: known.reason } : {}),
      },
    });
  };
}

const COMMAND_STATUS: Partial<Readonly<Record<CommandFailure, number>>> = {
  not_found: 404,
  already_exists: 409,
  camera_disabled: 409,
  not_enough_buffer: 409,
  source_unreachable: 409,
  limit_reached: 503,
  internal: 500,
};

function statusOf(error: RequestError | CommandError | null): number {
  if (error instanceof CommandError) return COMMAND_STATUS[error.code] ?? 400;
  return error?.status ?? 500;
}

function asRequestError(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error;
  // Express and its parsers throw errors with a status for malformed requests.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
  if (status === 404) return new RequestError(404, 'not_found', 'there is nothing at this address');
  if (status < 400 || status > 499) return null;
  return new RequestError(status, 'bad_request', 'the request is malformed');
}

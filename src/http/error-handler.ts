import type { ErrorRequestHandler, RequestHandler } from 'express';
import { RequestError } from '../errors.ts';
import type { Log } from '../log.ts';
import { ClientGone } from './hold.ts';

const RETRY_AFTER_SECONDS = '1';

export const notFound: RequestHandler = (req) => {
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
    const known = asRequestError(error);
    if (!known) log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    const status = known?.status ?? 500;
    if (status === 503) res.set('Retry-After', RETRY_AFTER_SECONDS);
    res.set('Cache-Control', 'no-store');
    res.status(status).json({
      error: {
        code: known?.code ?? 'internal',
        message: known?.message ?? 'something went wrong; the log of Oriel says what',
      },
    });
  };
}

function asRequestError(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error;
  // Express and its parsers throw errors with a status for malformed requests.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
  if (status === 404) return new RequestError(404, 'not_found', 'there is nothing at this address');
  if (status < 400 || status > 499) return null;
  return new RequestError(status, 'bad_request', 'the request is malformed');
}

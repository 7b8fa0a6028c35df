import type { Response } from 'express';

export interface Hold {
  /** Aborts when the client has left, or with `onTimeout`'s error when it took too long. */
  readonly signal: AbortSignal;
  /** No more waiting: the answer is on its way. */
  release(): void;
}

/** The end of a request that waits for media: its viewer may leave, and patience has an end. */
export function holdRequest(res: Response, timeoutMs: number, onTimeout: () => Error): Hold {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(onTimeout()), timeoutMs);
  const onClose = (): void => {
    clearTimeout(timer);
    if (!res.writableFinished) controller.abort(new ClientGone());
  };
  res.once('close', onClose);
  return {
    signal: controller.signal,
    release: () => clearTimeout(timer),
  };
}

/** The viewer left before the answer: nobody is there to be told. */
export class ClientGone extends Error {}

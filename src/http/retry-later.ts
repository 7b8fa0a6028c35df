import { RequestError } from '../errors.ts';

/** 429: the client asks too much, and is told when to come again. */
export class RetryLaterError extends RequestError {
  readonly retryAfterSeconds: number;

  constructor(code: string, message: string, waitMs: number) {
    super(429, code, message);
    this.retryAfterSeconds = Math.ceil(waitMs / 1000);
  }
}

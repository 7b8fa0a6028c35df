import type { SourceError } from '../errors.ts';
import type { Log } from '../log.ts';
import { failureEvent } from './status.ts';
import type { CameraStatus, FailureEvent, LastError } from './status.ts';

export interface Failure {
  readonly error: SourceError;
  readonly source: string;
  readonly retryInMs: number;
  /** What the camera did when it failed. */
  readonly status: CameraStatus;
}

/** How often a camera has failed since Oriel started, and why at last. */
export class Failures {
  readonly #log: Log;
  #count = 0;
  #last: LastError | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  get count(): number {
    return this.#count;
  }

  get last(): LastError | null {
    return this.#last;
  }

  /** Counts it; logs as a warning what has not been said yet. */
  note({ error, source, retryInMs, status }: Failure): FailureEvent {
    this.#count++;
    const event = failureEvent(error, source, retryInMs);
    const { code, message } = event.error;
    const isNews = status.status !== 'retrying' || status.error.code !== code;
    this.#log[isNews ? 'warn' : 'debug']({ code, retryInMs }, message);
    this.#last = event.error;
    return event;
  }
}

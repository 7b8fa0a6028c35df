import type { SourceError, SourceFailure } from '../errors.ts';
import { collectSecrets, redactText } from '../source.ts';

export interface LastError {
  readonly code: SourceFailure;
  /** In words, free of secrets. */
  readonly message: string;
  readonly at: Date;
}

/** A failure as it may be shown to everybody. */
function describeFailure({ code, message }: SourceError, source: string): LastError {
  const secrets = collectSecrets(source);
  return { code, message: redactText(message, secrets), at: new Date() };
}

/** @param retryInMs when the camera tries again, from now on */
export function failureEvent(
  failure: SourceError,
  source: string,
  retryInMs: number,
): FailureEvent {
  const error = describeFailure(failure, source);
  const retryAt = new Date(error.at.getTime() + retryInMs);
  return { type: 'failure', at: error.at, error, retryAt };
}

/** What a camera is doing. */
export type CameraStatus =
  /** Switched off. */
  | { readonly status: 'stopped'; readonly since: Date }
  /** Waits for its first viewer. */
  | { readonly status: 'idle'; readonly since: Date }
  /** Connects; no media yet. */
  | { readonly status: 'starting'; readonly since: Date }
  /** Media flows. */
  | { readonly status: 'live'; readonly since: Date }
  /** Failed; tries again by itself. */
  | {
      readonly status: 'retrying';
      readonly since: Date;
      readonly error: LastError;
      readonly retryAt: Date;
    };

export interface FailureEvent {
  readonly type: 'failure';
  readonly at: Date;
  readonly error: LastError;
  readonly retryAt: Date;
}

export type StatusEvent =
  | { readonly type: 'stop' | 'idle' | 'attempt' | 'media'; readonly at: Date }
  | FailureEvent;

/** A camera that fails again and again stays `retrying` meanwhile: its reason must not flicker. */
export function nextStatus(current: CameraStatus, event: StatusEvent): CameraStatus {
  switch (event.type) {
    case 'stop':
      return changed(current, { status: 'stopped', since: event.at });
    case 'idle':
      return changed(current, { status: 'idle', since: event.at });
    case 'attempt':
      if (current.status === 'retrying') return current;
      return changed(current, { status: 'starting', since: event.at });
    case 'media':
      return changed(current, { status: 'live', since: event.at });
    case 'failure':
      return {
        status: 'retrying',
        since: current.status === 'retrying' ? current.since : event.at,
        error: event.error,
        retryAt: event.retryAt,
      };
    default:
      return event satisfies never;
  }
}

function changed(current: CameraStatus, next: CameraStatus): CameraStatus {
  return current.status === next.status ? current : next;
}

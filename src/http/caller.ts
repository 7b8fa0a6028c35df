// Who a request comes from, as the listener it came in by has found out.

import type { IncomingMessage } from 'node:http';
import type { RequestError } from '../errors.ts';

export interface Caller {
  /** Tells viewers apart; several may share an address. */
  readonly viewer: string;
  /** The one camera that exists for them; null: all. */
  readonly camera: string | null;
  /** Why no change is taken from them; null: it is. */
  readonly explainRefusal: () => string | null;
  /** Whether no other site's page has sent it. */
  readonly isOwnSite: boolean;
  /** Whether pages of any site may hold a live socket: the address alone lets them in, not a cookie. */
  readonly mayCrossSites: boolean;
}

/**
 * Decides who is there, before anything else sees the request; may take a token out of its URL.
 * @throws RequestError when they have no business here
 */
export type Gate = (req: IncomingMessage) => Caller;

/** What a gate said of a request: who it comes from, or why it is turned away. */
const callers = new WeakMap<IncomingMessage, Caller | Error>();

/** @returns whether the gate has let it in; if not, {@link callerOf} throws why */
export function admit(req: IncomingMessage, gate: Gate): boolean {
  try {
    callers.set(req, gate(req));
    return true;
  } catch (error) {
    callers.set(req, error instanceof Error ? error : new Error(String(error)));
    return false;
  }
}

/** Whoever asks who has sent the request gets the error instead. */
export function turnAway(req: IncomingMessage, error: RequestError): void {
  callers.set(req, error);
}

export function callerOf(req: IncomingMessage): Caller {
  const caller = callers.get(req);
  if (caller instanceof Error) throw caller;
  if (!caller) throw new Error('a request came in by no gate');
  return caller;
}

/** What the sender is told of themselves: wire names. */
export interface CallerState {
  readonly may_change: boolean;
  /** Why not, in words. */
  readonly reason: string | null;
}

export function renderCaller({ explainRefusal }: Caller): CallerState {
  const reason = explainRefusal();
  return { may_change: reason === null, reason };
}

/** Of a camera that is not for them, nobody learns whether it exists. */
export function isVisible(caller: Caller, camera: string): boolean {
  return caller.camera === null || caller.camera === camera;
}

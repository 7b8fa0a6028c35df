// Questions and orders for the server, and its refusals with all they say.

import { ApiError } from './api.ts';
import { withDeadline } from './deadline.ts';

/** What is wrong with one part of what was sent. */
export interface Problem {
  /** As the sender wrote it: `source`, `renditions[0]`. */
  readonly path: string;
  readonly message: string;
}

/** The server said no, and why. */
export class ServerRefusal extends ApiError {
  readonly details: readonly Problem[];
  /** Why a camera gave no picture: `unauthorized`, `unreachable` … */
  readonly reason: string | null;

  constructor(status: number, body: RefusalBody) {
    super(status, body.code, body.message);
    this.name = 'ServerRefusal';
    this.details = body.details;
    this.reason = body.reason;
  }
}

export interface Order {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
  readonly answerWithinMs?: number;
}

interface RefusalBody {
  readonly code: string;
  readonly message: string;
  readonly details: readonly Problem[];
  readonly reason: string | null;
}

// A server that restarts may take a connection and never answer it.
const ANSWER_WITHIN_MS = 10_000;

/**
 * Asks once. What comes back without a body is null.
 * @throws ServerRefusal, or fetch's error when nobody answers in time or the signal aborts
 */
export async function ask<T>(url: string, order: Order): Promise<T> {
  const { method = 'GET', body, signal, answerWithinMs = ANSWER_WITHIN_MS } = order;
  return await withDeadline(answerWithinMs, signal, async (untilThen) => {
    const response = await fetch(url, {
      method,
      cache: 'no-store',
      signal: untilThen,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new ServerRefusal(response.status, readRefusal(text, response.status));
    // Page and server are one release: nothing else comes.
    const answer: T = text === '' ? null : JSON.parse(text);
    return answer;
  });
}

/** A proxy in between may answer with a page instead of our JSON. */
export function readRefusal(text: string, status: number): RefusalBody {
  const body = parseOrNull(text);
  const error = isRecord(body) ? body['error'] : null;
  if (!isRecord(error)) {
    return { code: 'http', message: `HTTP ${status}`, details: [], reason: null };
  }
  const { code, message, details, reason } = error;
  return {
    code: typeof code === 'string' ? code : 'http',
    message: typeof message === 'string' ? message : `HTTP ${status}`,
    details: Array.isArray(details) ? details.filter(isProblem) : [],
    reason: typeof reason === 'string' ? reason : null,
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

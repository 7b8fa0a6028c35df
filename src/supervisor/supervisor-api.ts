// Home Assistant's Supervisor, asked over its HTTP API.

import { isRecord } from './read-fields.ts';

/** Why there is no answer, in words; the token is in none of them. */
export class SupervisorError extends Error {
  /** The status of the answer; null where there was none. */
  readonly status: number | null;

  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SupervisorError';
    this.status = status;
  }
}

export interface SupervisorAccess {
  /** `http://supervisor` */
  readonly url: string;
  readonly token: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What the Supervisor says at a path. @throws SupervisorError */
export type AskSupervisor = (path: string, signal: AbortSignal) => Promise<Fields>;

const PATIENCE_MS = 10_000;

export function createSupervisorApi({ url, token }: SupervisorAccess): AskSupervisor {
  return async (path, signal) => {
    const response = await ask(new URL(path, url), token, signal);
    const body: unknown = await response.json().catch(() => null);
    if (isRecord(body) && response.ok && body['result'] === 'ok' && isRecord(body['data'])) {
      return body['data'];
    }
    throw explainAnswer(path, response.status, body);
  };
}

async function ask(url: URL, token: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { Authorization: `Bearer ${token}` },
      // The token is for the Supervisor alone.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    const reason = isTimeout ? 'it does not answer' : 'it cannot be reached';
    throw new SupervisorError(`Home Assistant's Supervisor: ${reason}`, null, { cause: error });
  }
}

function explainAnswer(path: string, status: number, body: unknown): SupervisorError {
  const said = isRecord(body) && typeof body['message'] === 'string' ? body['message'] : '';
  const reason = REASONS[status] ?? `it answered with status ${status}`;
  const words = said === '' ? reason : `${reason} (${said.slice(0, 200)})`;
  return new SupervisorError(`Home Assistant's Supervisor, ${path}: ${words}`, status);
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'its answer is not understood',
  400: 'it cannot say',
  401: 'it does not know us: restart the app',
  403: 'it does not let us ask that',
  404: 'it knows nothing of that',
  502: 'it is starting or busy',
  503: 'it is starting or busy',
};

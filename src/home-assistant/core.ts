// Home Assistant's Core as Oriel sees it: commands over a WebSocket, config flows over HTTP.

import { isRecord } from '../supervisor/read-fields.ts';
import type { SupervisorAccess } from '../supervisor/supervisor-api.ts';
import { toHttpCall } from './core-calls.ts';
import type { CoreCommand, CoreRequest } from './core-calls.ts';
import { CoreError } from './core-error.ts';
import type { CoreSocket } from './core-socket.ts';

/** Core tries a camera while it is asked: 10 s for the picture, 30 s for the video, and slow machines. */
const REQUEST_PATIENCE_MS = 120_000;

export type Fields = Readonly<Record<string, unknown>>;

export class Core {
  readonly #socket: CoreSocket;
  readonly #access: SupervisorAccess;
  readonly #signal: AbortSignal;

  /** @param signal ends whatever waits for an answer */
  constructor(socket: CoreSocket, access: SupervisorAccess, signal: AbortSignal) {
    this.#socket = socket;
    this.#access = access;
    this.#signal = signal;
  }

  /** @throws CoreError */
  async ask(command: CoreCommand): Promise<unknown> {
    return this.#socket.ask(command, this.#signal);
  }

  /** @throws CoreError `not_understood` where the answer is no list */
  async askList(command: CoreCommand): Promise<readonly Fields[]> {
    const list = await this.ask(command);
    if (Array.isArray(list)) return list.filter(isRecord);
    throw new CoreError('not_understood', `Home Assistant's answer to ${command.type} is no list`);
  }

  /** @throws CoreError; what Core says is not passed on, since it may quote the links that were sent */
  async request(request: CoreRequest): Promise<Fields> {
    const { method, path, body } = toHttpCall(request);
    const { url, token } = this.#access;
    const response = await this.#fetch(new URL(path, url), {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === null ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === null ? null : JSON.stringify(body),
      // The token is for the Supervisor alone.
      redirect: 'error',
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok && isRecord(answer)) return answer;
    throw explainStatus(response.status);
  }

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    const patience = AbortSignal.timeout(REQUEST_PATIENCE_MS);
    try {
      return await fetch(url, { ...init, signal: AbortSignal.any([this.#signal, patience]) });
    } catch {
      this.#signal.throwIfAborted();
      if (patience.aborted) throw new CoreError('timeout', 'Home Assistant takes too long');
      throw new CoreError('unreachable', 'Home Assistant is starting or busy');
    }
  }
}

function explainStatus(status: number): CoreError {
  const words = REASONS[status] ?? `Home Assistant answered with status ${status}`;
  return new CoreError(status === 502 ? 'unreachable' : `status_${status}`, words);
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'the answer of Home Assistant is not understood',
  400: 'Home Assistant wants other settings than this version of Oriel knows: update Oriel',
  401: 'Home Assistant does not let Oriel in: restart the app',
  403: 'Home Assistant does not let Oriel do that',
  404: 'Home Assistant knows nothing of that',
  405: 'this Supervisor is too old to remove camera entities: update it, or remove them by hand',
  502: 'Home Assistant is starting or busy',
};

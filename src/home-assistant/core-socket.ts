// One WebSocket to Home Assistant's Core, through the Supervisor, which puts its own rights behind our token.

import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import { isRecord, readText } from '../supervisor/read-fields.ts';
import type { SupervisorAccess } from '../supervisor/supervisor-api.ts';
import type { CoreCommand } from './core-calls.ts';
import { CoreError } from './core-error.ts';

const CONNECT_PATIENCE_MS = 15_000;
const ANSWER_PATIENCE_MS = 30_000;
/** A connection that has silently gone is noticed within two of these. */
const HEARTBEAT_MS = 30_000;
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: CoreError) => void;
}

export class CoreSocket implements AsyncDisposable {
  readonly #lost = new AbortController();
  readonly #closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    // It is followed by `close`, which is what counts.
    socket.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#onClose();
        resolve();
      });
    });
  }

  /** The connection has ended, whoever ended it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** @throws CoreError `unreachable`, `forbidden` */
  static async open({ url, token }: SupervisorAccess, signal: AbortSignal): Promise<CoreSocket> {
    const address = new URL('/core/websocket', url);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address, {
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: CONNECT_PATIENCE_MS,
    });
    const core = new CoreSocket(socket);
    try {
      await core.#logIn(token, AbortSignal.any([signal, AbortSignal.timeout(CONNECT_PATIENCE_MS)]));
    } catch (error) {
      await core[Symbol.asyncDispose]();
      signal.throwIfAborted();
      throw error;
    }
    socket.on('message', (data, isBinary) => core.#onMessage(toBuffer(data), isBinary));
    core.#watch();
    return core;
  }

  /** @throws CoreError with Core's own code, or `lost`, or `timeout` */
  async ask(command: CoreCommand, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    if (this.#socket.readyState !== WebSocket.OPEN) throw lost();
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    const giveUp = new AbortController();
    try {
      this.#socket.send(JSON.stringify({ id, ...command }));
      return await Promise.race([
        promise,
        expire(command.type, AbortSignal.any([signal, giveUp.signal])),
      ]);
    } finally {
      giveUp.abort();
      this.#waiting.delete(id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whoever is at the other end may have gone: no farewell to wait for.
    this.#socket.terminate();
    await this.#closed;
  }

  async #logIn(token: string, signal: AbortSignal): Promise<void> {
    const first = await this.#nextMessage(signal);
    if (first['type'] !== 'auth_required') throw notUnderstood();
    const answer = this.#nextMessage(signal);
    this.#socket.send(JSON.stringify({ type: 'auth', access_token: token }));
    const { type } = await answer;
    if (type === 'auth_ok') return;
    if (type !== 'auth_invalid') throw notUnderstood();
    throw new CoreError(
      'forbidden',
      'Home Assistant does not let Oriel in: restart the app, and update it if that does not help',
    );
  }

  async #nextMessage(signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const onMessage = (data: RawData): void => resolve(toBuffer(data));
    const onEnd = (): void => reject(unreachable());
    this.#socket.once('message', onMessage).once('close', onEnd);
    signal.addEventListener('abort', onEnd, { once: true });
    try {
      return parseMessage(await promise) ?? {};
    } finally {
      this.#socket.off('message', onMessage).off('close', onEnd);
      signal.removeEventListener('abort', onEnd);
    }
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    const message = isBinary ? null : parseMessage(data);
    const id = message?.['id'];
    if (message?.['type'] !== 'result' || typeof id !== 'number') return;
    const waiting = this.#waiting.get(id);
    if (message['success'] === true) waiting?.resolve(message['result']);
    else waiting?.reject(explainRefusal(message['error']));
  }

  #onClose(): void {
    this.#lost.abort();
    for (const { reject } of this.#waiting.values()) reject(lost());
  }

  #watch(): void {
    let isAlive = true;
    this.#socket.on('pong', () => (isAlive = true));
    const heartbeat = setInterval(() => {
      if (!isAlive) this.#socket.terminate();
      isAlive = false;
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    }, HEARTBEAT_MS);
    this.#socket.once('close', () => clearInterval(heartbeat));
  }
}

async function expire(command: string, signal: AbortSignal): Promise<never> {
  await delay(ANSWER_PATIENCE_MS, undefined, { signal });
  throw new CoreError('timeout', `Home Assistant does not answer (${command})`);
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function parseMessage(data: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const message: unknown = JSON.parse(data.toString('utf8'));
    return isRecord(message) ? message : null;
  } catch {
    return null;
  }
}

/** Core's words may quote what was sent, and nothing that is sent this way is secret. */
function explainRefusal(error: unknown): CoreError {
  const code = (isRecord(error) ? readText(error, 'code') : undefined) ?? 'unknown_error';
  const words = (isRecord(error) ? readText(error, 'message') : undefined) ?? code;
  return new CoreError(code, `Home Assistant: ${words.slice(0, 200)}`);
}

function unreachable(): CoreError {
  return new CoreError('unreachable', 'Home Assistant is starting or busy');
}

function lost(): CoreError {
  return new CoreError('lost', 'the connection to Home Assistant has ended');
}

function notUnderstood(): CoreError {
  return new CoreError('not_understood', 'the answer of Home Assistant is not understood');
}

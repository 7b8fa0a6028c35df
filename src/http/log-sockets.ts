// The log by WebSocket, for those who may change something. Others are told so by the first message:
// Home Assistant's ingress answers the handshake before it has asked us.

import type { WebSocket } from 'ws';
import type { LogFeed, LogLine } from '../log-feed.ts';
import type { Caller } from './caller.ts';
import { GOING_AWAY, POLICY_VIOLATION } from './live-socket.ts';

/** Who has not read this much is behind: lines are left out. */
const MAX_BACKLOG_BYTES = 256 * 1024;

export function isLogPath(url = ''): boolean {
  return /^\/api\/log(?:\?.*)?$/.test(url);
}

/** All who read the log. */
export class LogSockets {
  readonly #feed: LogFeed;
  readonly #sockets = new Set<LogSocket>();

  constructor(feed: LogFeed) {
    this.#feed = feed;
  }

  serve(socket: WebSocket, caller: Caller): void {
    // What follows an error is `close`.
    socket.on('error', () => {});
    const refusal = caller.explainRefusal();
    if (refusal !== null) {
      socket.send(JSON.stringify({ type: 'error', code: 'forbidden', message: refusal }));
      socket.close(POLICY_VIOLATION, 'forbidden');
      return;
    }
    const reader = new LogSocket(socket, this.#feed);
    this.#sockets.add(reader);
    socket.on('close', () => this.#sockets.delete(reader));
  }

  checkAlive(): void {
    for (const reader of this.#sockets) reader.checkAlive();
  }

  close(): void {
    for (const reader of this.#sockets) reader.close();
  }
}

class LogSocket {
  readonly #socket: WebSocket;
  /** Lines left out since the last one that was sent. */
  #lost = 0;
  #isAlive = true;

  constructor(socket: WebSocket, feed: LogFeed) {
    this.#socket = socket;
    const onSign = (): void => {
      this.#isAlive = true;
    };
    socket.on('pong', onSign).on('message', onSign);
    this.#send({ type: 'lines', lines: feed.lines });
    socket.on(
      'close',
      feed.follow((line) => this.#onLine(line)),
    );
  }

  /** Asks for a sign of life; ends the connection when the last one was not answered. */
  checkAlive(): void {
    if (this.#isAlive) this.#socket.ping();
    else this.#socket.terminate();
    this.#isAlive = false;
  }

  close(): void {
    this.#socket.close(GOING_AWAY);
    this.#socket.terminate();
  }

  #onLine(line: LogLine): void {
    if (this.#lost > 0 || this.#socket.bufferedAmount > MAX_BACKLOG_BYTES) this.#lost++;
    else this.#send({ type: 'line', line });
  }

  /** Nothing follows what was left out before its reader has caught up and heard of it. */
  #tellLost(): void {
    if (this.#lost === 0 || this.#socket.bufferedAmount > MAX_BACKLOG_BYTES / 2) return;
    const count = this.#lost;
    this.#lost = 0;
    this.#send({ type: 'lost', count });
  }

  #send(message: object): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(message), () => this.#tellLost());
  }
}

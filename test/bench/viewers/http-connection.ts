// A keep-alive HTTP/1.1 connection that costs next to nothing, so that a thousand viewers fit beside the server.

import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface ResponseListener {
  /** Of what was asked for, not of an error. The bytes are only there during the call. */
  onBody?(bytes: Buffer): void;
  onEnd(status: number): void;
}

/** All connections read into the same memory: nobody keeps it beyond the call. */
const READ_BUFFER = Buffer.allocUnsafe(256 * 1024);
const HEAD_END = Buffer.from('\r\n\r\n');
export const OK = 200;
const CR = 13;
const LF = 10;
const ZERO = 48;
const NINE = 57;

type State = 'idle' | 'head' | 'length' | 'chunk-size' | 'chunk-line' | 'chunk' | 'chunk-end';

export class HttpConnection {
  readonly #socket: Socket;
  readonly #headers: string;
  #state: State = 'idle';
  #head = Buffer.alloc(0);
  #status = 0;
  /** Bytes of the body or the chunk. */
  #left = 0;
  #listener: ResponseListener | null = null;
  bytesRead = 0;

  /** @param onLost called when the server ends the connection, or an answer makes no sense */
  constructor(url: URL, viewer: string, onLost: (reason: string) => void) {
    this.#headers = `Host: ${url.host}\r\nUser-Agent: ${viewer}\r\n\r\n`;
    this.#socket = connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.bytesRead += length;
          this.#read(READ_BUFFER.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.once('error', (error) => onLost(error.message));
    this.#socket.once('end', () => onLost('closed'));
  }

  get(path: string, listener: ResponseListener): void {
    this.#listener = listener;
    this.#state = 'head';
    this.#socket.write(`GET ${path} HTTP/1.1\r\n${this.#headers}`);
  }

  destroy(): void {
    this.#socket.removeAllListeners('end');
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      switch (this.#state) {
        case 'head':
          at = this.#readHead(bytes, at);
          break;
        case 'length':
        case 'chunk':
          at = this.#readBody(bytes, at);
          break;
        case 'chunk-size':
        case 'chunk-line':
        case 'chunk-end':
          at = this.#readFraming(bytes, at);
          break;
        case 'idle':
          throw new Error('bytes that nobody asked for');
        default:
          return this.#state satisfies never;
      }
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const seen = this.#head.length;
    const head = Buffer.concat([this.#head, bytes.subarray(at)]);
    const end = head.indexOf(HEAD_END);
    if (end === -1) {
      this.#head = head;
      return bytes.length;
    }
    this.#head = Buffer.alloc(0);
    const text = head.toString('latin1', 0, end);
    this.#status = Number(text.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    this.#state = length === undefined ? 'chunk-size' : 'length';
    this.#left = Number(length ?? 0);
    if (length === '0') this.#end();
    return at + end + HEAD_END.length - seen;
  }

  #readBody(bytes: Buffer, at: number): number {
    const end = Math.min(at + this.#left, bytes.length);
    if (this.#status === OK) this.#listener?.onBody?.(bytes.subarray(at, end));
    this.#left -= end - at;
    if (this.#left === 0) {
      if (this.#state === 'length') this.#end();
      else this.#state = 'chunk-end';
    }
    return end;
  }

  /** Chunked transfer coding (RFC 9112, 7.1), without trailers. */
  #readFraming(bytes: Buffer, at: number): number {
    const byte = bytes[at] ?? 0;
    if (this.#state === 'chunk-size' && byte !== CR && byte !== LF) {
      const digit = byte >= ZERO && byte <= NINE ? byte - ZERO : (byte | 0x20) - 87;
      this.#left = this.#left * 16 + digit;
    } else if (byte === LF) {
      if (this.#state === 'chunk-size') this.#state = this.#left === 0 ? 'chunk-line' : 'chunk';
      else if (this.#state === 'chunk-end') this.#state = 'chunk-size';
      else this.#end();
    }
    return at + 1;
  }

  #end(): void {
    const listener = this.#listener;
    this.#state = 'idle';
    this.#listener = null;
    listener?.onEnd(this.#status);
  }
}

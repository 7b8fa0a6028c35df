// The live socket (RFC 6455), read by hand: a client library would parse each message of every viewer.

import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { FragmentTimes } from './fragment-times.ts';
import type { Viewer, ViewerContext } from './viewer.ts';

const READ_BUFFER = Buffer.allocUnsafe(256 * 1024);
const HEAD_END = Buffer.from('\r\n\r\n');
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
/** An empty, masked pong with a zero mask. Servers do not compare what is in it. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

export function startLiveViewer(context: ViewerContext): Viewer {
  const { cameraUrl, name, onFrame, onTrouble } = context;
  const times = onFrame && new FragmentTimes(onFrame);
  let isWatching = false;
  let bytesRead = 0;
  let head: Buffer | null = Buffer.alloc(0);

  const frames = new FrameReader({
    onPayload: (bytes) => {
      isWatching = true;
      times?.feed(bytes);
    },
    onControl: (opcode) => {
      if (opcode === PING) socket.write(PONG);
      if (opcode === CLOSE) onTrouble('the server closed the socket');
    },
  });
  const read = (bytes: Buffer): void => {
    if (head === null) {
      frames.feed(bytes);
      return;
    }
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(HEAD_END);
    if (end === -1) return;
    const status = head.toString('latin1', 9, 12);
    if (status !== '101') onTrouble(`the live socket was refused: ${status}`);
    const rest = head.subarray(end + HEAD_END.length);
    head = null;
    if (status === '101') frames.feed(rest);
  };
  const socket = connect({
    host: cameraUrl.hostname,
    port: Number(cameraUrl.port),
    noDelay: true,
    onread: {
      buffer: READ_BUFFER,
      callback: (length) => {
        bytesRead += length;
        read(READ_BUFFER.subarray(0, length));
        return true;
      },
    },
  });
  socket.once('error', (error) => onTrouble(error.message));
  socket.once('end', () => onTrouble('closed'));
  socket.write(renderUpgrade(new URL('live', cameraUrl), name));
  return {
    get isWatching() {
      return isWatching;
    },
    get bytesRead() {
      return bytesRead;
    },
    stop: () => {
      socket.removeAllListeners('end');
      socket.destroy();
    },
  };
}

function renderUpgrade({ pathname, host }: URL, name: string): string {
  const key = randomBytes(16).toString('base64');
  return [
    `GET ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `User-Agent: ${name}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    '\r\n',
  ].join('\r\n');
}

interface FrameListener {
  /** Of binary messages, as it comes. */
  onPayload(bytes: Buffer): void;
  onControl(opcode: number): void;
}

const SHORT_HEADER = 2;
const HEADER_WITH_16_BITS = 4;
const HEADER_WITH_64_BITS = 10;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** What servers send: unmasked, not compressed. */
class FrameReader {
  readonly #listener: FrameListener;
  readonly #header = Buffer.alloc(HEADER_WITH_64_BITS);
  #filled = 0;
  #left = 0;
  #opcode = 0;
  /** Whether the header is read and the payload follows. */
  #inPayload = false;

  constructor(listener: FrameListener) {
    this.#listener = listener;
  }

  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (!this.#inPayload) {
        this.#header[this.#filled++] = bytes[at++] ?? 0;
        this.#inPayload = this.#filled >= SHORT_HEADER && this.#readHeader();
        if (!this.#inPayload) continue;
        if (this.#opcode >= CLOSE) this.#listener.onControl(this.#opcode);
      } else {
        const end = Math.min(bytes.length, at + this.#left);
        if (this.#opcode === BINARY) this.#listener.onPayload(bytes.subarray(at, end));
        this.#left -= end - at;
        at = end;
      }
      if (this.#left === 0) {
        this.#inPayload = false;
        this.#filled = 0;
      }
    }
  }

  /** False while bytes of it are missing. */
  #readHeader(): boolean {
    const header = this.#header;
    const short = (header[1] ?? 0) & 0x7f;
    const size =
      short === LENGTH_64
        ? HEADER_WITH_64_BITS
        : short === LENGTH_16
          ? HEADER_WITH_16_BITS
          : SHORT_HEADER;
    if (this.#filled < size) return false;
    this.#opcode = (header[0] ?? 0) & 0x0f || this.#opcode;
    this.#left =
      size === HEADER_WITH_64_BITS
        ? Number(header.readBigUInt64BE(2))
        : size === HEADER_WITH_16_BITS
          ? header.readUInt16BE(2)
          : short;
    return true;
  }
}

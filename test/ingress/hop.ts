// What both of Home Assistant's ingress proxies have in common, as they are known to behave.

import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { WebSocket, WebSocketServer } from 'ws';
import type { RawData } from 'ws';

export interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

export interface HopOptions {
  /** How many requests may be under way behind this proxy. */
  readonly agent: Agent;
  /** Where this proxy calls from. */
  readonly localAddress?: string;
  /** Compresses text that it does not stream, as Core does. */
  readonly hasCompression: boolean;
}

/** Answers shorter than this are read completely, then sent. */
const STREAMED_FROM_BYTES = 4_194_000;
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const COMPRESSED = /^text\/(?!event-stream)|json|xml|javascript|svg/;

/** Headers of a request that no proxy hands on. */
export const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'upgrade',
  'keep-alive',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
  'sec-websocket-version',
  'sec-websocket-key',
]);

/** The path is decoded and quoted again, and so is the query. */
export function requote(path: string, search: string): string {
  const quoted = decodeURIComponent(path)
    .split('/')
    .map((segment) =>
      encodeURIComponent(segment).replaceAll(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
  const query = new URLSearchParams(search).toString();
  return query === '' ? quoted : `${quoted}?${query}`;
}

export function copyHeaders(
  headers: IncomingHttpHeaders,
  isDropped: (name: string) => boolean,
): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !NOT_FORWARDED.has(entry[0]) && !isDropped(entry[0]),
  );
  return Object.fromEntries(kept);
}

/** One request through one proxy. */
export async function forward(
  req: IncomingMessage,
  res: ServerResponse,
  { target, options }: { target: Target; options: HopOptions },
): Promise<void> {
  const body = await readAll(req);
  const outgoing = request(target.url, {
    method: req.method ?? 'GET',
    agent: options.agent,
    headers: { ...target.headers, ...(body.length > 0 ? { 'content-length': body.length } : {}) },
    ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
  });
  outgoing.on('error', () => {
    if (res.headersSent) res.destroy();
    else res.writeHead(502).end();
  });
  // Whoever asked may leave meanwhile: nobody behind the proxy is told.
  outgoing.on('response', (answer) => void handBack(req, res, { answer, options }));
  outgoing.end(body);
}

async function handBack(
  req: IncomingMessage,
  res: ServerResponse,
  { answer, options }: { answer: IncomingMessage; options: HopOptions },
): Promise<void> {
  const status = answer.statusCode ?? 502;
  const headers = answerHeaders(answer.headers);
  const length = Number(answer.headers['content-length'] ?? Infinity);
  try {
    if (req.method === 'HEAD' || status === 204 || status === 304) {
      answer.resume();
      res.writeHead(status, headers).end();
    } else if (length < STREAMED_FROM_BYTES) {
      sendWhole(req, res, { status, headers, options, body: await readAll(answer) });
    } else {
      res.writeHead(status, { ...headers, 'x-accel-buffering': 'no' });
      await stream(answer, res);
    }
  } catch {
    // The answer was broken off: so is this one.
    res.destroy();
  }
}

interface WholeAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
  readonly options: HopOptions;
}

function sendWhole(
  req: IncomingMessage,
  res: ServerResponse,
  { status, headers, body, options }: WholeAnswer,
): void {
  const isText = COMPRESSED.test(String(headers['content-type'] ?? ''));
  const isWanted = req.headers['accept-encoding']?.includes('gzip') ?? false;
  if (options.hasCompression && isText && isWanted) {
    const packed = gzipSync(body);
    const encoded = { 'content-encoding': 'gzip', 'content-length': String(packed.length) };
    res.writeHead(status, { ...headers, ...encoded }).end(packed);
  } else {
    res.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
  }
}

/** A viewer who has left is noticed when the next piece cannot be written, not before. */
async function stream(answer: IncomingMessage, res: ServerResponse): Promise<void> {
  res.flushHeaders();
  for await (const piece of answer) {
    if (res.destroyed || res.writableEnded) {
      answer.destroy();
      return;
    }
    if (!res.write(piece))
      await new Promise((resolve) => res.once('drain', resolve).once('close', resolve));
  }
  res.end();
}

function answerHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const dropped = ['transfer-encoding', 'content-length', 'content-encoding', 'content-type'];
  const kept = copyHeaders(headers, (name) => dropped.includes(name));
  // Parameters do not survive: no charset, no codecs.
  const type = headers['content-type']?.split(';')[0]?.trim();
  return type === undefined ? kept : { ...kept, 'content-type': type };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return Buffer.concat(pieces);
}

const webSockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  maxPayload: MAX_MESSAGE_BYTES,
  autoPong: false,
  // The first of those offered, whatever the app would take.
  handleProtocols: ([first = '']) => first,
});

/** The browser is answered with 101 before the app is asked. */
export function forwardWebSocket(
  { req, socket, head }: { req: IncomingMessage; socket: Duplex; head: Buffer },
  { target, options }: { target: Target; options: HopOptions },
): void {
  webSockets.handleUpgrade(req, socket, head, (client) => {
    const protocols = client.protocol === '' ? [] : [client.protocol];
    const app = new WebSocket(target.url, protocols, {
      headers: target.headers,
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      autoPong: false,
      ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
    });
    client.pause();
    app.on('open', () => client.resume());
    // Not taken by the app: the browser sees an open socket end without a word.
    app.on('error', () => client.terminate());
    client.on('error', () => app.terminate());
    join(client, app);
    join(app, client);
  });
}

function join(from: WebSocket, to: WebSocket): void {
  from.on('message', (data: RawData, isBinary) => {
    from.pause();
    to.send(data, { binary: isBinary }, () => from.resume());
  });
  from.on('ping', (data) => to.ping(data, undefined, () => {}));
  from.on('pong', (data) => to.pong(data, undefined, () => {}));
  from.on('close', (code) => {
    // RFC 6455, section 7.1.5: ended without a word.
    const isAbnormal = code === 1006;
    if (to.readyState === WebSocket.OPEN && !isAbnormal) to.close(1000);
    else to.terminate();
  });
}

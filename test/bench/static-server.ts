// A static file server: what stands before ffmpeg's own muxers, and what brings the players' pages.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface StaticServer extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
}

export interface StaticContent {
  /** Folders by their place, such as `media/`. */
  readonly folders: Readonly<Record<string, string>>;
  /** Pages by their place. */
  readonly pages: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.ts': 'video/mp2t',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
};

export async function startStaticServer(content: StaticContent): Promise<StaticServer> {
  const server = createServer((request, response) => {
    answer(content, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  { folders, pages }: StaticContent,
  { url = '/' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(url, 'http://static/').pathname.slice(1);
  const page = pages[path];
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  if (page !== undefined) {
    response.writeHead(200, { 'Content-Type': type }).end(page);
    return;
  }
  const folder = Object.keys(folders).find((name) => path.startsWith(name));
  const file = folder && join(folders[folder] ?? '', normalize(`/${path.slice(folder.length)}`));
  const size = file && (await sizeOf(file));
  if (!file || typeof size !== 'number') {
    response.writeHead(404).end();
    return;
  }
  // Where the file grows meanwhile, the answer is what was there.
  const headers = { 'Content-Type': type, 'Content-Length': size, 'Cache-Control': 'no-cache' };
  response.writeHead(200, headers);
  if (size === 0) response.end();
  else await pipeline(createReadStream(file, { end: size - 1 }), response);
}

async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
}

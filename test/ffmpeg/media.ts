// Media and misbehaving servers for tests, made on the spot.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { execa } from 'execa';

/** A folder that goes with the test. */
export async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-ffmpeg-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Moving picture of 320x180 at 25 frames a second, with these options, in this file. */
export async function makeVideo(path: string, options: readonly string[]): Promise<string> {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25'];
  await execa('ffmpeg', ['-loglevel', 'error', ...picture, ...options, '-y', path], {
    stdin: 'ignore',
  });
  return path;
}

/** @returns the origin, `http://127.0.0.1:12345` */
export async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * An "MJPEG over HTTP" camera: this picture again and again, so many a second.
 * @param onSent told of each answer when its frames leave
 */
export function sendMjpeg(
  picture: Buffer,
  fps: number,
  onSent: (answer: object) => void = () => {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    const head = `--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`;
    const timer = setInterval(() => {
      onSent(response);
      response.write(Buffer.concat([Buffer.from(head), picture, Buffer.from('\r\n')]));
    }, 1000 / fps);
    response.on('close', () => clearInterval(timer));
  };
}

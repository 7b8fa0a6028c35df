// A network camera that looks at a landscape with a clock, by RTSP: its picture tells when it was drawn.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { renderTestPicture } from '../src/ffmpeg/test-source.ts';
import { startRtspServer } from './rtsp-server.ts';
import type { RtspServer } from './rtsp-server.ts';
import { renderScene } from './scene.ts';
import type { SceneOptions } from './scene.ts';

/** Ends with the test. */
export async function startClockCamera(t: TestContext, options: SceneOptions): Promise<RtspServer> {
  const encoders = new Set<ChildProcess>();
  // Its server asks for the picture when somebody watches, and hangs up when nobody does.
  const server = createServer((socket) => {
    const encoder = spawn('ffmpeg', renderArguments(options), {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    encoders.add(encoder);
    encoder.stdout.pipe(socket);
    socket.on('error', () => socket.destroy()).on('close', () => encoder.kill('SIGKILL'));
    encoder.on('exit', () => {
      encoders.delete(encoder);
      socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.close();
    await Promise.all(
      [...encoders].map(async (encoder) => {
        const ended = once(encoder, 'exit');
        encoder.kill('SIGKILL');
        await ended;
      }),
    );
  });
  return startRtspServer(t, { feed: (server.address() as AddressInfo).port });
}

function renderArguments(options: SceneOptions): string[] {
  const picture = renderTestPicture({ ...options, utcOffsetMinutes: 0 }).replace(
    /^testsrc2=[^,]*/,
    renderScene(options),
  );
  // With delimiters, the end of a frame is known before the next one comes.
  const encoder = `-c:v libx264 -preset ultrafast -tune zerolatency -g ${options.fps} -x264-params aud=1`;
  const output = ['-map', '[picture]', ...encoder.split(' '), '-f', 'h264', 'pipe:1'];
  return ['-v', 'error', '-filter_complex', picture, ...output];
}

// A network camera: the RTSP server that the tests use, as a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanUpAtEnd } from './clean-up.ts';

export interface RtspCamera extends AsyncDisposable {
  readonly url: string;
}

const PROGRAM = fileURLToPath(new URL('../programs/rtsp-server.py', import.meta.url));

/** 640x360 at 30 fps, 1 s from keyframe to keyframe. Null where its programs are not there. */
export async function startRtspCamera(): Promise<RtspCamera | null> {
  const size = '--width 640 --height 360 --fps 30 --gop 30'.split(' ');
  const server = spawn('/usr/bin/python3', [PROGRAM, ...size], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const atEnd = cleanUpAtEnd(() => server.kill('SIGKILL'));
  const ended = new Promise<null>((resolve) => {
    server.once('exit', () => resolve(null));
    server.once('error', () => resolve(null));
  });
  const lines = createInterface({ input: server.stdout });
  const line = await Promise.race([once(lines, 'line'), ended]);
  if (line === null) {
    atEnd[Symbol.dispose]();
    return null;
  }
  const { url } = JSON.parse(String(line[0])) as { url: string };
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      atEnd[Symbol.dispose]();
      server.kill('SIGKILL');
      await ended;
    },
  };
}

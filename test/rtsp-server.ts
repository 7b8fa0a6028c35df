// A camera for tests: GStreamer's RTSP server in a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export interface RtspServerOptions {
  /** `none` leaves sound alone. */
  readonly codec?: 'h264' | 'h265' | 'mjpeg' | 'none';
  readonly audio?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly auth?: 'basic' | 'digest';
  readonly fps?: number;
  /** Frames from keyframe to keyframe. */
  readonly gop?: number;
  readonly bframes?: number;
  readonly width?: number;
  readonly height?: number;
  /** The stream ends after so many. */
  readonly frames?: number;
  /** As many as it takes at a time. */
  readonly viewers?: number;
  /** Its picture is the H.264 that comes from this TCP port; size, rate and length are that one's. */
  readonly feed?: number;
  /** A free one by default; the same one again makes a camera that was restarted. */
  readonly port?: number;
}

export interface RtspServer {
  /** With the user name and the password. */
  readonly url: string;
  readonly port: number;
  /** Stops and continues the whole process: a camera that hangs. */
  pause(): void;
  resume(): void;
  /** Kills the process: a camera that lost its power. */
  kill(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('programs/rtsp-server.py', import.meta.url));

/** Ends with the test. */
export async function startRtspServer(
  t: TestContext,
  options: RtspServerOptions = {},
): Promise<RtspServer> {
  const args = Object.entries(options).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? [`--${name}`] : [];
    return [`--${name}`, String(value)];
  });
  // Debian's own interpreter: its packages bring the bindings of GStreamer.
  const server = spawn('/usr/bin/python3', [PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const kill = async (): Promise<void> => {
    server.kill('SIGKILL');
    await exited;
  };
  t.after(kill);
  const lines = createInterface({ input: server.stdout });
  const first = await Promise.race([once(lines, 'line'), exited]);
  const line: unknown = first[0];
  if (typeof line !== 'string') throw new Error(`the RTSP server ended with ${String(line)}`);
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    port: Number(new URL(url).port),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    kill,
  };
}

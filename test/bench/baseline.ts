// What one gets without Oriel: ffmpeg's own muxers write files, a static server serves them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderTestPicture } from '../../src/ffmpeg/test-source.ts';
import { eventually } from '../eventually.ts';
import { cleanUpAtEnd } from './clean-up.ts';

export interface Baseline extends AsyncDisposable {
  /** Where the files are. */
  readonly folder: string;
}

const MEMORY = '/dev/shm';
const FPS = 30;
const PLAYABLE_WITHIN_MS = 20_000;

/** The picture and the encoder of Oriel's test camera. */
export function testCameraArguments(): string[] {
  const picture = renderTestPicture({ width: 640, height: 360, fps: FPS, utcOffsetMinutes: 0 });
  return [
    ['-hide_banner', '-loglevel', 'error', '-nostdin'],
    ['-filter_complex', picture, '-map', '[picture]', '-c:v', 'libx264'],
    ['-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ['-g', String(FPS), '-keyint_min', String(FPS), '-sc_threshold', '0'],
    ['-crf', '23', '-maxrate', '1200k', '-bufsize', '1200k'],
  ].flat();
}

/** Resolves when the file is there that players begin with. */
export async function startBaseline(muxer: readonly string[], file: string): Promise<Baseline> {
  const folder = await mkdtemp(join((await isThere(MEMORY)) ? MEMORY : tmpdir(), 'oriel-bench-'));
  const child = spawn('ffmpeg', [...testCameraArguments(), ...muxer, join(folder, file)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: folder,
  });
  const exited = once(child, 'exit');
  const atEnd = cleanUpAtEnd(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const baseline = {
    folder,
    [Symbol.asyncDispose]: async () => {
      atEnd[Symbol.dispose]();
      if (child.exitCode === null) child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    const look = async (): Promise<true | null> =>
      (await isThere(join(folder, file))) ? true : null;
    await eventually(`ffmpeg has written ${file}`, look, PLAYABLE_WITHIN_MS);
  } catch (error) {
    await baseline[Symbol.asyncDispose]();
    throw error;
  }
  return baseline;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

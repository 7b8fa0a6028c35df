// A recording of a camera at a known bit rate, to be copied: what a home camera sends, without its encoder.

import { access, mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const SECONDS = 60;
export const CAMERA_MBIT = 2;
export const CAMERA_FPS = 30;

/** Made once a machine: 640x360 at 30 fps, 1 s from keyframe to keyframe, 2 Mbit/s all the time. */
export async function cameraFile(): Promise<string> {
  const directory = join(tmpdir(), 'oriel-bench-media');
  const file = join(directory, `camera-${CAMERA_MBIT}mbit-${SECONDS}s.mp4`);
  if (await isThere(file)) return file;
  await mkdir(directory, { recursive: true });
  const unfinished = `${file}.${process.pid}.mp4`;
  // Noise, since nothing else in the test picture is worth so many bits.
  const picture = `testsrc2=size=640x360:rate=${CAMERA_FPS},noise=alls=16:allf=t`;
  const input = ['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, '-t', String(SECONDS)];
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-pix_fmt', 'yuv420p'];
  const keyframes = [
    '-g',
    String(CAMERA_FPS),
    '-keyint_min',
    String(CAMERA_FPS),
    '-sc_threshold',
    '0',
  ];
  const mbit = `${CAMERA_MBIT}M`;
  const rate = ['-b:v', mbit, '-maxrate', mbit, '-bufsize', mbit, '-x264-params', 'nal-hrd=cbr'];
  await execa('ffmpeg', [...input, ...codec, ...keyframes, ...rate, unfinished]);
  await rename(unfinished, file);
  return file;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

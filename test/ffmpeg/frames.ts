// Brightness of decoded frames, as they come out of ffmpeg.

import { execa } from 'execa';

export interface Frame {
  readonly luma: Buffer;
  readonly width: number;
  readonly height: number;
  /** When its last byte came out of ffmpeg. */
  readonly arrivedAtMs: number;
}

export interface FrameContext {
  /** Arguments that open or draw the picture, up to the choice of the output's stream. */
  readonly args: readonly string[];
  readonly input?: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function decodeFrames({ args, input, width, height }: FrameContext): Promise<Frame[]> {
  const output = ['-fps_mode', 'passthrough', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'];
  const child = execa('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...args, ...output], {
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    buffer: false,
    encoding: 'buffer',
  });
  const frames: Frame[] = [];
  let rest = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (; rest.length >= width * height; rest = rest.subarray(width * height)) {
      const luma = rest.subarray(0, width * height);
      frames.push({ luma, width, height, arrivedAtMs: Date.now() });
    }
  });
  await child;
  return frames;
}

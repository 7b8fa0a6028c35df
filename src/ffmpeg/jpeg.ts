// One frame of video → a JPEG, by an ffmpeg that lives no longer than that takes.

import { execa } from 'execa';
import { AppError } from '../errors.ts';
import { childEnvironment, isMissingProgram, missingProgramError } from './child.ts';

/** How a picture is to be made. */
export interface JpegFormat {
  /** Pixels; null, and more than the video has, leaves the size as it is. */
  readonly width: number | null;
  /** 1 to 100, as JPEG encoders commonly count. */
  readonly quality: number;
}

export interface JpegRequest {
  readonly program: string;
  /** An MP4 of a single keyframe: init segment and fragment. */
  readonly mp4: readonly Buffer[];
  readonly format: JpegFormat;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** There is a keyframe, but ffmpeg makes no picture of it. */
export class JpegError extends AppError {}

/** A slow machine takes half a second for a 4K frame. */
const TIMEOUT_MS = 10_000;
const KILL_AFTER_MS = 1000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
const QUOTED_LENGTH = 200;

const START_OF_IMAGE = Buffer.from([0xff, 0xd8, 0xff]);

/**
 * @throws JpegError when ffmpeg does not make one
 * @throws StartupError when there is no such program
 * @throws the signal's reason when that came first
 */
export async function createJpeg(request: JpegRequest): Promise<Buffer> {
  const { program, mp4, format, signal, timeoutMs = TIMEOUT_MS } = request;
  signal.throwIfAborted();
  const result = await execa(program, renderJpegArguments(format), {
    input: Buffer.concat(mp4),
    env: childEnvironment(),
    extendEnv: false,
    encoding: 'buffer',
    reject: false,
    timeout: timeoutMs,
    cancelSignal: signal,
    killDescendants: true,
    forceKillAfterDelay: KILL_AFTER_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  signal.throwIfAborted();
  if (isMissingProgram(result)) throw missingProgramError(program, result.cause);
  const jpeg = Buffer.from(result.stdout);
  if (!result.failed && jpeg.subarray(0, 3).equals(START_OF_IMAGE)) return jpeg;
  if (result.timedOut) throw new JpegError(`no picture within ${timeoutMs / 1000} s`);
  const said = Buffer.from(result.stderr).toString().trim().split('\n').at(-1) ?? '';
  const ending = result.signal ?? `exit code ${result.exitCode}`;
  throw new JpegError(`no picture (${ending}; ffmpeg: ${said.slice(0, QUOTED_LENGTH)})`);
}

/** From MP4 on standard input to JPEG on standard output. */
export function renderJpegArguments({ width, quality }: JpegFormat): string[] {
  const columns = width === null ? 'iw*sar' : `min(${width}\\,iw*sar)`;
  return [
    ['-hide_banner', '-loglevel', 'error', '-nostats', '-nostdin'],
    ['-protocol_whitelist', 'pipe', '-threads', '1'],
    // A camera may begin again at a frame that is no IDR: what can be seen of it is shown.
    ['-flags', 'output_corrupt', '-flags2', 'showall'],
    ['-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-frames:v', '1'],
    // Viewers of pictures know square pixels only.
    ['-vf', `scale=w=${columns}:h=ow/dar,setsar=1`],
    ['-c:v', 'mjpeg', '-threads', '1', '-q:v', String(quantizerFor(quality))],
    ['-f', 'mjpeg', 'pipe:1'],
  ].flat();
}

/** ffmpeg's scale, finest first; its tables at 13 are about those of the JPEG standard, quality 50. */
function quantizerFor(quality: number): number {
  const coarseness = quality < 50 ? 50 / quality : 2 - quality / 50;
  return Math.min(31, Math.max(2, Math.round(13 * coarseness)));
}

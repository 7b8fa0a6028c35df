import type { Log } from '../log.ts';
import { redactText } from '../source.ts';

/** A broken camera makes ffmpeg complain of every frame. */
const LINES_PER_WINDOW = 10;
const WINDOW_MS = 10_000;

const SHOWN_LENGTH = 500;

/** Who joins a camera between two keyframes hears its decoder complain until the next. */
const DECODER_LINE = /^\[(?:h264|hevc|mjpeg|mpeg4) @/;

/**
 * Takes ffmpeg's lines into the log, errors as warnings and the rest for those who debug: so many
 * in a while, and then how many more there were.
 */
export function createStderrLog(
  log: Log,
  secrets: readonly string[],
  now = (): number => performance.now(),
): (line: string) => void {
  let windowStartMs = Number.NEGATIVE_INFINITY;
  let lines = 0;
  return (line) => {
    if (now() - windowStartMs >= WINDOW_MS) {
      const left = lines - LINES_PER_WINDOW;
      if (left > 0) log.debug({ lines: left }, 'ffmpeg said more');
      windowStartMs = now();
      lines = 0;
    }
    lines++;
    if (lines > LINES_PER_WINDOW) return;
    const isError = /\[(?:error|fatal|panic)\]/.test(line) && !DECODER_LINE.test(line);
    const level = isError ? 'warn' : 'debug';
    log[level]({ line: redactText(line, secrets).slice(0, SHOWN_LENGTH) }, 'ffmpeg says');
  };
}

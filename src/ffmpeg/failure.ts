// Why ffmpeg ended, in words its user understands, from what it said last.

import { SourceError } from '../errors.ts';
import { redactText } from '../source.ts';
import { FAILURE_RULES } from './failure-rules.ts';
import type { FailureRule } from './failure-rules.ts';

export interface Ending {
  /** Standard error, oldest line first. */
  readonly lines: readonly string[];
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signalName: string | null;
  readonly secrets: readonly string[];
}

/** What ffmpeg said before that is about earlier troubles, which it survived. */
const RECENT_LINES = 20;

const QUOTED_LENGTH = 200;

/** Total: whatever the ending, there is a cause and an advice. */
export function classifyFailure({ lines, exitCode, signalName, secrets }: Ending): SourceError {
  const recent = lines
    .map(stripPrefixes)
    .filter((line) => line !== '')
    .slice(-RECENT_LINES);
  const quote = (line: string | undefined): string =>
    line === undefined ? '' : ` (ffmpeg: ${redactText(line, secrets).slice(0, QUOTED_LENGTH)})`;
  const fail = ({ code, message, isCrowded = false }: Cause, line?: string): SourceError =>
    new SourceError(code, message + quote(line), { isCrowded });

  if (signalName !== null) {
    return fail({ code: 'crashed', message: describeSignal(signalName) }, recent.at(-1));
  }
  if (exitCode === 0) return classifyEnd(recent, fail);
  for (const rule of FAILURE_RULES) {
    const line = recent.find((candidate) => rule.says.test(candidate));
    if (line === undefined) continue;
    const [, name = ''] = rule.says.exec(line) ?? [];
    return fail({ ...rule, message: rule.message.replace('$1', redactText(name, secrets)) }, line);
  }
  const message = `ffmpeg stopped with exit code ${exitCode ?? 'unknown'}`;
  return fail({ code: 'crashed', message }, recent.at(-1));
}

type Cause = Pick<FailureRule, 'code' | 'message' | 'isCrowded'>;
type Fail = (cause: Cause, line?: string) => SourceError;

/** Cameras have no end: ffmpeg says with 0 that it got all there was. */
function classifyEnd(recent: readonly string[], fail: Fail): SourceError {
  const silence = recent.findLast((line) => /Connection timed out/.test(line));
  if (silence !== undefined) {
    const message = 'the camera stopped sending; check it and its network';
    return fail({ code: 'stalled', message }, silence);
  }
  const message = 'the source ended; it may have been restarted or have too many viewers';
  return fail({ code: 'crashed', message }, recent.at(-1));
}

function describeSignal(signalName: string): string {
  if (signalName === 'SIGKILL') {
    return 'ffmpeg was killed from outside; the memory may be used up';
  }
  return `ffmpeg crashed (${signalName}); if this stays, set video: h264, or try another ffmpeg`;
}

/** `[rtsp @ 0x55d0] [error] text` is about the text. */
function stripPrefixes(line: string): string {
  return line.replace(/^(?:\[[^\]]{1,60}\] ?)+/, '').trim();
}

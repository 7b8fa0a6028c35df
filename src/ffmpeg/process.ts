// One run of ffmpeg, from its start to the end of its last process.

import { execa } from 'execa';
import type { Log } from '../log.ts';
import { childEnvironment, isMissingProgram, missingProgramError } from './child.ts';
import { FIRST_PIPE } from './command.ts';
import type { Command } from './command.ts';
import { classifyFailure } from './failure.ts';
import { createStderrLog } from './stderr-log.ts';
import { StderrTail } from './stderr-tail.ts';

export interface FfmpegRun {
  readonly program: string;
  readonly command: Command;
  /** Called with each piece of standard output until the signal; what it throws ends the run. */
  onOutput(chunk: Buffer): void;
  /** The same with each piece of what the command has on further pipes, by its id there. */
  onPipe?(id: string, chunk: Buffer): void;
  readonly signal: AbortSignal;
  /** Never shown, wherever ffmpeg says them. */
  readonly secrets: readonly string[];
  readonly log: Log;
  /** How long ffmpeg has, once asked to end, before it is killed. */
  readonly killAfterMs?: number;
}

/**
 * Runs ffmpeg, in a process group of its own, until it ends or `signal` ends it.
 * @returns when the signal ended it; by then its descendants are killed too
 * @throws {SourceError} when it ended by itself, even without an error: cameras have no end
 * @throws {StartupError} when there is no such program
 * @throws what `onOutput` threw
 */
export async function runFfmpeg(run: FfmpegRun): Promise<void> {
  const { program, command, signal, secrets, log, killAfterMs = 2000 } = run;
  if (signal.aborted) return;
  const failedOutput = new AbortController();
  const child = execa(program, command.args, {
    ...(command.stdin === null ? {} : { input: command.stdin }),
    stdio: renderStdio(command),
    env: childEnvironment(),
    extendEnv: false,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    cancelSignal: AbortSignal.any([signal, failedOutput.signal]),
    killDescendants: true,
    forceKillAfterDelay: killAfterMs,
  });
  const handOver = (take: (chunk: Buffer) => void) => (chunk: Buffer) => {
    if (signal.aborted || failedOutput.signal.aborted) return;
    try {
      take(chunk);
    } catch (error) {
      failedOutput.abort(error);
    }
  };
  child.stdout.on(
    'data',
    handOver((chunk) => run.onOutput(chunk)),
  );
  for (const [index, id] of (command.pipes ?? []).entries()) {
    child.nodeChildProcess.stdio[FIRST_PIPE + index]?.on(
      'data',
      handOver((chunk) => run.onPipe?.(id, chunk)),
    );
  }
  const stderr = new StderrTail(createStderrLog(log, secrets));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A descendant that outlives ffmpeg would hold the pipes open.
  child.nodeChildProcess.once('exit', () => child.kill('SIGKILL'));
  const result = await child;
  stderr.end();
  if (failedOutput.signal.aborted) throw failedOutput.signal.reason;
  if (signal.aborted) return;
  if (isMissingProgram(result)) throw missingProgramError(program, result.cause);
  const { exitCode = null, signal: signalName = null } = result;
  throw classifyFailure({ lines: stderr.lines, exitCode, signalName, secrets });
}

type Stdio = ['ignore' | 'pipe', 'pipe', 'pipe', ...'pipe'[]];

function renderStdio({ stdin, pipes = [] }: Command): Stdio {
  return [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe', ...pipes.map(() => 'pipe' as const)];
}

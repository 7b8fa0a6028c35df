import { CommandError, SourceError } from '../errors.ts';
import { isForOneReader, isOfSameHost } from '../source.ts';
import type { RunCallbacks } from './camera-run.ts';

interface Stoppable {
  stop(): Promise<void>;
}

export interface Trial<Run extends Stoppable> {
  readonly createRun: (callbacks: RunCallbacks) => Run;
  /** Told what happens from the first picture on. */
  readonly callbacks: RunCallbacks;
  readonly signal: AbortSignal;
}

/**
 * Lets a pipeline prove that it brings a picture, while another one may still be playing.
 * @throws SourceError when it brings none, the signal's reason when that came first; it has ended then
 */
async function runTrial<Run extends Stoppable>({
  createRun,
  callbacks,
  signal,
}: Trial<Run>): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let isTrial = true;
  const run = createRun({
    onAttempt: () => isTrial || callbacks.onAttempt(),
    onMedia: () => (isTrial ? resolve() : callbacks.onMedia()),
    onPresentation: (presentation) => isTrial || callbacks.onPresentation(presentation),
    onFailure: (error, retryInMs) =>
      isTrial ? reject(error) : callbacks.onFailure(error, retryInMs),
  });
  signal.addEventListener('abort', () => reject(signal.reason));
  try {
    await promise;
  } catch (error) {
    await run.stop();
    throw error;
  }
  isTrial = false;
  return run;
}

export interface Replacement<Run extends Stoppable> extends Trial<Run> {
  /** The sources of the pipeline that is there, and of the one that is to take its place. */
  readonly sources: readonly [old: string, next: string];
  /** Ends the one that is there. */
  readonly halt: () => Promise<void>;
  /** Starts it again. */
  readonly resume: () => void;
}

/**
 * As `runTrial`, beside the pipeline that is there, or else in its place: where only one program can have
 * the source, and where a camera takes no more viewers, for we are one of them.
 */
export async function replaceRun<Run extends Stoppable>({
  sources: [old, next],
  halt,
  resume,
  ...trial
}: Replacement<Run>): Promise<Run> {
  if (!isForOneReader(old) || !isForOneReader(next)) {
    try {
      return await runTrial(trial);
    } catch (error) {
      const isCrowded = error instanceof SourceError && error.isCrowded;
      if (!isCrowded || !isOfSameHost(old, next)) throw error;
    }
  }
  await halt();
  trial.signal.throwIfAborted();
  try {
    return await runTrial(trial);
  } catch (error) {
    if (!trial.signal.aborted) resume();
    throw error;
  }
}

export function stoppedMeanwhile(name: string): CommandError {
  const message = `${name} was stopped before the new options brought a picture: nothing was changed`;
  return new CommandError('source_unreachable', message);
}

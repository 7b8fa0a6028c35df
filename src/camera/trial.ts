import { CommandError } from '../errors.ts';
import type { CameraRun, RunCallbacks } from './camera-run.ts';

export interface Trial {
  readonly createRun: (callbacks: RunCallbacks) => CameraRun;
  /** Told what happens from the first picture on. */
  readonly callbacks: RunCallbacks;
  readonly signal: AbortSignal;
}

/**
 * Lets a pipeline prove that it brings a picture, while another one may still be playing.
 * @throws SourceError when it brings none, the signal's reason when that came first; it has ended then
 */
export async function runTrial({ createRun, callbacks, signal }: Trial): Promise<CameraRun> {
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

export function stoppedMeanwhile(name: string): CommandError {
  const message = `${name} was stopped before the new options brought a picture: nothing was changed`;
  return new CommandError('source_unreachable', message);
}

import type { CameraOptions } from '../config/schema.ts';
import type { SourceError } from '../errors.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import type { Log } from '../log.ts';
import type { Presentation } from '../packager/presentation.ts';
import { parseSource } from '../source.ts';
import { ATTEMPT_TIMES, runAttempt } from './attempt.ts';
import type { Programs } from './attempt.ts';
import type { AttemptTimes } from './stall-watch.ts';
import type { CameraDeps } from './camera-deps.ts';
import { createPresentation } from './create-presentation.ts';
import { runPipeline } from './pipeline.ts';

export interface CameraRunDeps {
  readonly options: CameraOptions;
  readonly presentation: Presentation;
  readonly programs: Programs;
  readonly times: AttemptTimes;
  readonly log: Log;
  onAttempt(): void;
  onMedia(): void;
  /** What comes from now on is in another presentation: its sound or its renditions came or went. */
  onPresentation(presentation: Presentation): void;
  onFailure(error: SourceError, retryInMs: number): void;
  /** A bug; the program cannot go on. */
  onFatal(error: unknown): void;
}

/** What happens in a run. */
export type RunCallbacks = Pick<
  CameraRunDeps,
  'onAttempt' | 'onMedia' | 'onPresentation' | 'onFailure'
>;

export type Runner = (
  options: CameraOptions,
  presentation: Presentation,
  callbacks: RunCallbacks,
) => CameraRun;

/** @returns what starts runs of one camera */
export function createRunner({
  programs,
  times = ATTEMPT_TIMES,
  onFatal,
  log,
}: CameraDeps): Runner {
  const shared = { programs, times, onFatal, log };
  return (options, presentation, callbacks) =>
    new CameraRun({ options, presentation, ...shared, ...callbacks });
}

/** A camera's pipeline with one set of options, from its start to its stop. */
export class CameraRun {
  readonly #deps: CameraRunDeps;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #presentation: Presentation;
  #probe: Probe | null = null;
  #hasMedia = false;

  constructor(deps: CameraRunDeps) {
    this.#deps = deps;
    this.#presentation = deps.presentation;
    this.#ended = this.#run();
  }

  /** Where its media is. */
  get presentation(): Presentation {
    return this.#presentation;
  }

  /** Resolves when no process is left. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { onAttempt, onMedia, onFailure, onFatal } = this.#callbacks();
    const attempt = (signal: AbortSignal, onFirst: () => void): Promise<void> =>
      this.#attempt(signal, onFirst);
    try {
      await runPipeline({ attempt, onAttempt, onMedia, onFailure }, this.#stop.signal);
    } catch (error) {
      onFatal(error);
    }
  }

  #callbacks(): Pick<CameraRunDeps, 'onAttempt' | 'onMedia' | 'onFailure' | 'onFatal'> {
    const deps = this.#deps;
    return {
      onAttempt: () => {
        this.#hasMedia = false;
        deps.onAttempt();
      },
      onMedia: () => {
        this.#hasMedia = true;
        deps.onMedia();
      },
      onFailure: (error, retryInMs) => {
        // A camera that did not come up may be another one by now, or have other settings.
        if (!this.#hasMedia) this.#probe = null;
        deps.onFailure(error, retryInMs);
      },
      onFatal: (error) => deps.onFatal(error),
    };
  }

  #openPresentation(audioTimescale: number | null, smaller: readonly string[]): Presentation {
    const expect = (presentation: Presentation): boolean =>
      presentation.expectAudio(audioTimescale) && presentation.expectSmaller(smaller);
    if (expect(this.#presentation)) return this.#presentation;
    this.#presentation = createPresentation(this.#deps.options);
    expect(this.#presentation);
    this.#deps.onPresentation(this.#presentation);
    return this.#presentation;
  }

  async #attempt(signal: AbortSignal, onMedia: () => void): Promise<void> {
    const { options, programs, times, log } = this.#deps;
    await runAttempt(
      {
        options,
        source: parseSource(options.source),
        openPresentation: (...tracks) => this.#openPresentation(...tracks),
        programs,
        times,
        log,
        probe: this.#probe,
        onProbe: (probe) => {
          this.#probe = probe;
        },
        onMedia,
      },
      signal,
    );
  }
}

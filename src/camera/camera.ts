import { EventEmitter } from 'node:events';
import type { CameraOptions } from '../config/schema.ts';
import type { SourceError } from '../errors.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import type { Log } from '../log.ts';
import { Presentation } from '../packager/presentation.ts';
import { collectSecrets, parseSource, redactSource, redactText } from '../source.ts';
import { ATTEMPT_TIMES, runAttempt } from './attempt.ts';
import type { AttemptTimes, Programs } from './attempt.ts';
import { renderCameraState } from './camera-state.ts';
import type { CameraState } from './camera-state.ts';
import { runPipeline } from './pipeline.ts';
import { nextStatus } from './status.ts';
import type { CameraStatus, LastError, StatusEvent } from './status.ts';
import { Viewers } from './viewers.ts';

export interface CameraDeps {
  readonly programs: Programs;
  readonly log: Log;
  readonly times?: AttemptTimes;
  /** A bug in the pipeline; the program cannot go on. */
  onFatal(error: unknown): void;
}

export interface CameraEvents {
  /** The status, or what is known of the camera, has changed. */
  changed: [];
}

/** What the user configured as one camera, with all that runs for it. */
export class Camera implements AsyncDisposable {
  readonly events = new EventEmitter<CameraEvents>();
  readonly options: CameraOptions;
  readonly presentation: Presentation;
  readonly viewers: Viewers;
  readonly #deps: CameraDeps;
  readonly #log: Log;
  #status: CameraStatus = { status: 'stopped', since: new Date() };
  #restarts = 0;
  #lastError: LastError | null = null;
  #probe: Probe | null = null;
  #running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  /** Starts and stops follow one another, however they are asked for. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: CameraOptions, deps: CameraDeps) {
    this.options = options;
    this.#deps = deps;
    this.#log = deps.log.child({ camera: options.id });
    this.viewers = new Viewers(() => this.#onViewers());
    this.presentation = new Presentation({
      segmentSeconds: options.segment_seconds,
      partSeconds: options.part_ms / 1000,
      windowSeconds: options.window_seconds,
      windowBytes: options.window_mb * 1024 * 1024,
    });
  }

  get id(): string {
    return this.options.id;
  }

  get name(): string {
    return this.options.name ?? this.options.id;
  }

  get status(): CameraStatus {
    return this.#status;
  }

  /** Free of secrets. */
  get state(): CameraState {
    return renderCameraState({
      camera: this,
      source: redactSource(this.options.source),
      restarts: this.#restarts,
      lastError: this.#lastError,
    });
  }

  /** Puts the camera to work as its options say: at once, with the first viewer, or not at all. */
  activate(): void {
    if (!this.options.enabled) return;
    if (this.options.start === 'on_demand') this.#apply({ type: 'idle', at: new Date() });
    else void this.start();
  }

  /** Starts it whatever its options say; nothing happens when it runs. */
  start(): Promise<void> {
    return this.#enqueue(async () => this.#run());
  }

  /** Ends when no process is left. Media is forgotten; players are told that the camera is off. */
  stop(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#halt();
      this.presentation.clear();
      this.#apply({ type: 'stop', at: new Date() });
    });
  }

  /** A new ffmpeg at once, without backoff; for players, a discontinuity. */
  restart(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#halt();
      this.#probe = null;
      this.#run();
    });
  }

  /** A request of a viewer begins; the returned function says that it is over. */
  enterViewer(key: string): () => void {
    const leave = this.viewers.enter(key);
    if (this.#status.status === 'idle') void this.start();
    return leave;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.viewers.clear();
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    await this.stop();
  }

  #enqueue(action: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(action);
    return this.#turn;
  }

  #run(): void {
    if (this.#running) return;
    const stop = new AbortController();
    this.#running = { stop, ended: this.#runUntil(stop.signal) };
  }

  async #halt(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.ended;
    this.#running = null;
  }

  async #runUntil(signal: AbortSignal): Promise<void> {
    try {
      await runPipeline(
        {
          attempt: (attemptSignal, onMedia) => this.#attempt(attemptSignal, onMedia),
          onAttempt: () => this.#apply({ type: 'attempt', at: new Date() }),
          onMedia: () => this.#onMedia(),
          onFailure: (error, retryInMs) => this.#onFailure(error, retryInMs),
        },
        signal,
      );
    } catch (error) {
      this.#deps.onFatal(error);
    }
  }

  async #attempt(signal: AbortSignal, onMedia: () => void): Promise<void> {
    const { programs, times = ATTEMPT_TIMES } = this.#deps;
    await runAttempt(
      {
        options: this.options,
        source: parseSource(this.options.source),
        presentation: this.presentation,
        programs,
        times,
        log: this.#log,
        probe: this.#probe,
        onProbe: (probe) => {
          this.#probe = probe;
        },
        onMedia,
      },
      signal,
    );
  }

  #onMedia(): void {
    this.#log.info('live');
    this.#apply({ type: 'media', at: new Date() });
  }

  #onFailure(error: SourceError, retryInMs: number): void {
    // A camera that has never come up may be another one by now, or have other settings.
    if (this.#status.status !== 'live') this.#probe = null;
    this.#restarts++;
    const at = new Date();
    const message = redactText(error.message, collectSecrets(parseSource(this.options.source)));
    const isNews = this.#status.status !== 'retrying' || this.#status.error.code !== error.code;
    this.#log[isNews ? 'warn' : 'debug']({ code: error.code, retryInMs }, message);
    this.#lastError = { code: error.code, message, at };
    this.#apply({
      type: 'failure',
      at,
      error: this.#lastError,
      retryAt: new Date(at.getTime() + retryInMs),
    });
  }

  #onViewers(): void {
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    if (this.viewers.count === 0 && this.options.start === 'on_demand' && this.#running) {
      this.#idleTimer = setTimeout(() => void this.#goIdle(), this.options.idle_seconds * 1000);
      this.#idleTimer.unref();
    }
    this.events.emit('changed');
  }

  #goIdle(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.viewers.count > 0) return;
      await this.#halt();
      this.presentation.clear();
      this.#apply({ type: 'idle', at: new Date() });
    });
  }

  #apply(event: StatusEvent): void {
    const next = nextStatus(this.#status, event);
    if (next === this.#status) return;
    this.#status = next;
    // Whoever waits for media may have to hear that there will be none.
    this.presentation.wakeReaders();
    this.events.emit('changed');
  }
}

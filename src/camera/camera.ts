import { EventEmitter } from 'node:events';
import type { CameraOptions } from '../config/schema.ts';
import type { SourceError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Presentation } from '../packager/presentation.ts';
import type { CameraDeps } from './camera-deps.ts';
import { eventOfChange } from './camera-event.ts';
import type { CameraEvent, CameraEvents } from './camera-event.ts';
import { createRunner } from './camera-run.ts';
import type { CameraRun, RunCallbacks, Runner } from './camera-run.ts';
import { renderCameraState } from './camera-state.ts';
import type { CameraState } from './camera-state.ts';
import { createPresentation, whenFormatKnown } from './create-presentation.ts';
import { DelayReports } from './delay-reports.ts';
import { requireEnabled } from './enabled.ts';
import { Failures } from './failures.ts';
import { IdleTimer } from './idle-timer.ts';
import { KeptKeyframe } from './kept-keyframe.ts';
import type { Still } from './kept-keyframe.ts';
import { classifyChange } from './option-changes.ts';
import type { ChangeEffect } from './option-changes.ts';
import { nextStatus } from './status.ts';
import type { CameraStatus, StatusEvent } from './status.ts';
import { replaceRun, stoppedMeanwhile } from './trial.ts';
import { Turns } from './turns.ts';
import { Viewers } from './viewers.ts';
import type { ViewerEntry } from './viewers.ts';

/** What the user configured as one camera, with all that runs for it. */
export class Camera implements AsyncDisposable {
  readonly events = new EventEmitter<CameraEvents>();
  readonly viewers: Viewers;
  readonly delays = new DelayReports();
  readonly #log: Log;
  readonly #createRun: Runner;
  readonly #failures: Failures;
  #options: CameraOptions;
  #presentation: Presentation;
  readonly #keptKeyframe = new KeptKeyframe();
  #status: CameraStatus = { status: 'stopped', since: new Date() };
  #run: CameraRun | null = null;
  readonly #idleTimer = new IdleTimer(() => void this.#goIdle());
  /** Of the newest change of options: ends it while they have yet to bring a picture. */
  #trial: AbortController | null = null;
  #isDisposed = false;
  readonly #callbacks: RunCallbacks = {
    onAttempt: () => this.#apply({ type: 'attempt', at: new Date() }),
    onMedia: () => this.#onMedia(),
    onPresentation: (presentation) => this.#present(presentation),
    onFailure: (error, retryInMs) => this.#onFailure(error, retryInMs),
  };
  /** Starts, stops and changes follow one another, however they are asked for. */
  readonly #turns = new Turns();

  constructor(options: CameraOptions, deps: CameraDeps) {
    this.events.setMaxListeners(0); // Each viewer listens.
    this.#options = options;
    this.#log = deps.log.child({ camera: options.id });
    this.#createRun = createRunner({ ...deps, log: this.#log });
    this.#failures = new Failures(this.#log);
    this.viewers = new Viewers({
      camera: this,
      total: deps.viewerTotal,
      onChange: (change) => this.#onViewers(change),
    });
    this.#presentation = createPresentation(options);
  }

  get id(): string {
    return this.#options.id;
  }

  get name(): string {
    return this.#options.name ?? this.#options.id;
  }

  get options(): CameraOptions {
    return this.#options;
  }

  get presentation(): Presentation {
    return this.#presentation;
  }

  get status(): CameraStatus {
    return this.#status;
  }

  /** The last picture up to then, be it from before it was stopped; null when there is none. */
  findStill(untilMs = Infinity): Still | null {
    return this.#keptKeyframe.find(this.#presentation, untilMs);
  }

  /** Free of secrets. */
  get state(): CameraState {
    const { count: restarts, last: lastError } = this.#failures;
    return renderCameraState({ camera: this, restarts, lastError });
  }

  /** Puts the camera to work as its options say: at once, with the first viewer, or not at all. */
  activate(): void {
    if (!this.#options.enabled) return;
    if (this.#options.start === 'on_demand') this.#apply({ type: 'idle', at: new Date() });
    else this.#beginIf(() => this.#options.enabled);
  }

  /**
   * Starts it, also on demand; nothing happens when it runs.
   * @throws CommandError `camera_disabled`
   */
  start(): Promise<void> {
    return this.#turns.take(async () => {
      requireEnabled(this);
      this.#begin();
    });
  }

  /** Ends when no process is left. Media is forgotten; players are told that the camera is off. */
  stop(): Promise<void> {
    this.#trial?.abort(stoppedMeanwhile(this.name));
    return this.#turns.take(() => this.#rest('stop'));
  }

  /**
   * A new ffmpeg at once, without backoff; for players, a discontinuity.
   * @throws CommandError `camera_disabled`
   */
  restart(): Promise<void> {
    return this.#turns.take(async () => {
      requireEnabled(this);
      await this.#halt();
      this.#begin();
    });
  }

  /**
   * Puts new options into effect; the id stays. A running camera plays on with the old ones until the
   * new ones have brought a picture.
   * @throws SourceError when they bring none, CommandError when it is stopped before; then nothing has
   * changed
   */
  configure(options: CameraOptions): Promise<ChangeEffect> {
    return this.#turns.take(async () => {
      if (this.#isDisposed) throw stoppedMeanwhile(this.name);
      const effect = classifyChange(this.#options, options);
      if (this.#run && (effect === 'restart' || effect === 'replace')) {
        await this.#replaceRun(options, effect);
      } else if (effect === 'replace') {
        this.#presentation = createPresentation(options);
      }
      if (options.source !== this.#options.source) this.#keptKeyframe.forget();
      const wasEnabled = this.#options.enabled;
      this.#options = options;
      await this.#settle(wasEnabled);
      if (effect !== 'none') this.events.emit('changed');
      return effect;
    });
  }

  /** Says that something happened. */
  report(event: CameraEvent): void {
    this.events.emit('event', event);
  }

  /**
   * A request or session of a viewer begins; the returned function says that it is over.
   * @throws ViewerLimitError
   */
  enterViewer(key: string, entry?: ViewerEntry): () => void {
    const leave = this.viewers.enter(key, entry);
    this.#beginIf(() => this.#status.status === 'idle');
    return leave;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.viewers.clear();
    this.#idleTimer.clear();
    await this.stop();
  }

  #begin(): void {
    if (this.#isDisposed) return;
    this.#run ??= this.#startRun();
    this.#armIdle();
  }

  /** Also when its turn comes: it may have been switched off by then. */
  #beginIf(isWanted: () => boolean): void {
    if (isWanted()) void this.#turns.take(async () => isWanted() && this.#begin());
  }

  #startRun(): CameraRun {
    return this.#createRun(this.#options, this.#presentation, this.#callbacks);
  }

  async #replaceRun(options: CameraOptions, effect: ChangeEffect): Promise<void> {
    const presentation = effect === 'replace' ? createPresentation(options) : this.#presentation;
    const old = this.#run;
    const { signal } = (this.#trial = new AbortController());
    this.#run = await replaceRun({
      sources: [this.#options.source, options.source],
      createRun: (callbacks) => this.#createRun(options, presentation, callbacks),
      callbacks: this.#callbacks,
      signal,
      halt: () => this.#halt(),
      resume: () => {
        this.#run = this.#startRun();
      },
    });
    // Mute from here on, so that nobody joins what is about to end.
    const ended = old?.stop();
    this.#present(this.#run.presentation);
    this.#onMedia();
    await ended;
  }

  /** Does what options say that need no other ffmpeg. What was stopped stays so until it is enabled anew. */
  async #settle(wasEnabled: boolean): Promise<void> {
    const { enabled, start, window_seconds: seconds, window_mb: megabytes } = this.#options;
    this.#presentation.resizeWindow(seconds, megabytes * 1024 * 1024);
    const isStopped = this.#status.status === 'stopped';
    if (!enabled) {
      if (!isStopped) await this.#rest('stop');
    } else if (!isStopped || !wasEnabled) {
      if (start === 'always' || this.#run) this.#begin();
      else this.#apply({ type: 'idle', at: new Date() });
    }
  }

  #present(presentation: Presentation): void {
    const previous = this.#presentation;
    if (previous === presentation) return;
    this.#presentation = presentation;
    this.#keptKeyframe.clearBut(previous);
    this.events.emit('changed');
  }

  async #halt(): Promise<void> {
    await this.#run?.stop();
    this.#run = null;
  }

  async #rest(type: 'stop' | 'idle'): Promise<void> {
    await this.#halt();
    this.#keptKeyframe.clearBut(this.#presentation);
    this.delays.clear();
    this.#apply({ type, at: new Date() });
  }

  #onMedia(): void {
    if (this.#status.status !== 'live') this.#log.info('live');
    this.#apply({ type: 'media', at: new Date() });
    whenFormatKnown(this.#presentation, () => this.events.emit('changed'));
  }

  #onFailure(error: SourceError, retryInMs: number): void {
    const { source } = this.#options;
    this.#apply(this.#failures.note({ error, source, retryInMs, status: this.#status }));
  }

  #onViewers(change: 'came' | 'left'): void {
    this.report({ event_type: change === 'came' ? 'viewer_joined' : 'viewer_left' });
    this.#armIdle();
    this.events.emit('changed');
  }

  /** A camera on demand rests when nobody watches, also one that was started by hand. */
  #armIdle(): void {
    const isUnwatched = this.viewers.count === 0 && this.#options.start === 'on_demand';
    if (isUnwatched && this.#run) this.#idleTimer.set(this.#options.idle_seconds);
    else this.#idleTimer.clear();
  }

  #goIdle(): Promise<void> {
    return this.#turns.take(async () => {
      const isWanted = this.viewers.count > 0 || this.#options.start === 'always';
      if (isWanted || !this.#run) return;
      await this.#rest('idle');
      // Who came while it went to rest found it awake.
      if (this.viewers.count > 0 && !this.#isDisposed) this.#run = this.#startRun();
    });
  }

  #apply(event: StatusEvent): void {
    const next = nextStatus(this.#status, event);
    if (next === this.#status) return;
    const happened = eventOfChange(this.#status, next);
    this.#status = next;
    // Whoever waits for media may have to hear that there will be none.
    this.#presentation.wakeReaders();
    this.events.emit('changed');
    if (happened) this.report(happened);
  }
}

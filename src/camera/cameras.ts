import { EventEmitter } from 'node:events';
import type { CameraOptions } from '../config/schema.ts';
import { CommandError, ConfigError, NoVideoError, SourceError } from '../errors.ts';
import { Camera } from './camera.ts';
import type { CameraDeps } from './camera-deps.ts';
import type { ChangeEffect } from './option-changes.ts';
import { changedKeys, isOptionKey } from './option-changes.ts';
import { PendingChange } from './pending-change.ts';
import { showOption, withoutShownSource } from './shown-options.ts';
import { Turns } from './turns.ts';

export type OptionValues = Readonly<Record<string, unknown>>;

export interface CamerasDeps extends CameraDeps {
  /** All cameras as they would be: filled in and checked. Throws ConfigError with every problem. */
  readonly validate: (cameras: readonly OptionValues[]) => readonly CameraOptions[];
  /** Keeps what is different from the options over restarts. */
  readonly keep: (cameras: readonly CameraOptions[]) => Promise<void>;
}

export interface CamerasEvents {
  added: [Camera];
  /** It has stopped; its id. */
  removed: [string];
  /** Other options are in effect. */
  configured: [Camera];
}

export interface ConfigureResult {
  /** Keys that are different now, with their values before and after; no secrets. */
  readonly from: OptionValues;
  readonly to: OptionValues;
  readonly effect: ChangeEffect;
}

/** Of those that are added while Oriel runs; the options may have more. */
const MAX_CAMERAS = 100;

/** All cameras, in the order of the options; what they are changes while they run. */
export class Cameras implements AsyncDisposable {
  readonly events = new EventEmitter<CamerasEvents>();
  readonly #deps: CamerasDeps;
  readonly #cameras: Map<string, Camera>;
  /** Changes that wait for the one in progress, by camera. */
  readonly #pending = new Map<Camera, PendingChange>();
  readonly #busy = new Set<Camera>();
  /** Cameras come and go one after the other: those who listen hear of it in that order. */
  readonly #turns = new Turns();

  constructor(options: readonly CameraOptions[], deps: CamerasDeps) {
    this.#deps = deps;
    this.#cameras = new Map(options.map((camera) => [camera.id, new Camera(camera, deps)]));
  }

  get all(): readonly Camera[] {
    return [...this.#cameras.values()];
  }

  find(id: string): Camera | null {
    return this.#cameras.get(id) ?? null;
  }

  /** @throws CommandError `not_found` */
  require(id: string): Camera {
    const camera = this.#cameras.get(id);
    if (!camera) throw notFound(id);
    return camera;
  }

  /** The camera, if it is there when all that has been asked for so far has come or gone. */
  async requireSettled(id: string): Promise<Camera> {
    await this.#turns.settled;
    return this.require(id);
  }

  activate(): void {
    for (const camera of this.#cameras.values()) camera.activate();
  }

  /**
   * Sets options of a camera; null takes one back to its default. Many changes at once are put into
   * effect together.
   * @throws CommandError for values that make no sense, and when the camera cannot be had that way; then
   * nothing has changed
   */
  async configure(id: string, changes: OptionValues): Promise<ConfigureResult> {
    const camera = this.require(id);
    try {
      const result = await this.#configure(camera, changes);
      const { from, to, effect } = result;
      if (effect !== 'none') camera.report({ event_type: 'options_changed', from, to });
      return result;
    } catch (error) {
      if (error instanceof CommandError) {
        const { code, message } = error;
        camera.report({ event_type: 'options_rejected', code, message });
      }
      throw error;
    }
  }

  /** @throws CommandError `already_exists`, `invalid_options` or `limit_reached` */
  add(values: OptionValues): Promise<Camera> {
    return this.#turns.take(() => this.#add(values));
  }

  /** @throws CommandError `not_found` */
  remove(id: string): Promise<void> {
    return this.#turns.take(() => this.#remove(id));
  }

  /**
   * The options that a camera would have: the one of this id with changes, else a new one, which needs no id yet.
   * @throws CommandError `invalid_options`
   */
  preview(values: OptionValues): CameraOptions {
    const { id } = values;
    const camera = typeof id === 'string' ? this.find(id) : null;
    const known = withoutShownSource(values, camera?.options.source ?? null);
    if (camera) return this.#validateWith(camera, known);
    return this.#validate([{ id: 'new_camera', ...known }], 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopAll = async (): Promise<void> => {
      await Promise.all(this.all.map((camera) => camera[Symbol.asyncDispose]()));
    };
    await stopAll();
    // One may have been on its way.
    await this.#turns.take(stopAll);
  }

  async #add(values: OptionValues): Promise<Camera> {
    const id = values['id'];
    if (typeof id === 'string' && this.#cameras.has(id)) {
      throw new CommandError('already_exists', `there is a camera ${JSON.stringify(id)} already`);
    }
    if (this.#cameras.size >= MAX_CAMERAS) {
      throw new CommandError('limit_reached', `there are ${MAX_CAMERAS} cameras already`);
    }
    const others = this.all.map(({ options }) => options);
    const options = this.#validate([...others, withoutShownSource(values, null)], others.length);
    const camera = new Camera(options, this.#deps);
    this.#cameras.set(camera.id, camera);
    try {
      await this.#keep();
    } catch (error) {
      this.#cameras.delete(camera.id);
      throw error;
    }
    camera.activate();
    this.events.emit('added', camera);
    return camera;
  }

  async #remove(id: string): Promise<void> {
    const camera = this.require(id);
    this.#cameras.delete(id);
    await camera[Symbol.asyncDispose]();
    // It is gone, whether that can be kept or not.
    this.events.emit('removed', id);
    await this.#keep();
  }

  async #configure(camera: Camera, values: OptionValues): Promise<ConfigureResult> {
    const { id } = camera;
    const before = camera.options;
    const changes = withoutShownSource(values, before.source);
    const waiting = this.#pending.get(camera);
    requireSameId(id, changes);
    // Each is checked as it comes, so that a wrong one harms nobody but its sender.
    this.#validateWith(camera, { ...waiting?.changes, ...changes });
    const pending = waiting ?? new PendingChange();
    pending.add(changes);
    this.#pending.set(camera, pending);
    if (!this.#busy.has(camera)) void this.#work(camera);
    const effect = await pending.settled;
    const keys = changedKeys(before, camera.options).filter((key) => key in changes);
    const pick = (options: CameraOptions): OptionValues =>
      Object.fromEntries(keys.map((key) => [key, showOption(options, key)]));
    return { from: pick(before), to: pick(camera.options), effect };
  }

  async #work(camera: Camera): Promise<void> {
    this.#busy.add(camera);
    for (;;) {
      const pending = this.#pending.get(camera);
      if (!pending) break;
      this.#pending.delete(camera);
      const effect = this.#applyChanges(camera, pending.changes);
      pending.settle(effect);
      await effect.catch(() => {});
    }
    this.#busy.delete(camera);
  }

  async #applyChanges(camera: Camera, changes: OptionValues): Promise<ChangeEffect> {
    const options = this.#validateWith(camera, changes);
    const effect = await camera.configure(options).catch((error: unknown) => {
      throw asCommandError(error);
    });
    if (effect !== 'none') {
      // In effect, whether that can be kept or not.
      this.events.emit('configured', camera);
      await this.#keep();
    }
    return effect;
  }

  #validateWith(camera: Camera, changes: OptionValues): CameraOptions {
    // It may have been removed while the changes waited.
    if (this.find(camera.id) !== camera) throw notFound(camera.id);
    const values = this.all.map((each) =>
      each === camera
        ? { ...withoutNulls({ ...each.options, ...changes }), id: each.id }
        : each.options,
    );
    return this.#validate(values, this.all.indexOf(camera));
  }

  #validate(values: readonly OptionValues[], index: number): CameraOptions {
    try {
      const valid = this.#deps.validate(values)[index];
      if (!valid) throw new RangeError('validation lost the camera');
      return valid;
    } catch (error) {
      throw error instanceof ConfigError ? explainProblems(error, index) : error;
    }
  }

  /** @throws CommandError `internal`, in words for who has to make room or give permission */
  async #keep(): Promise<void> {
    try {
      await this.#deps.keep(this.all.map(({ options }) => options));
    } catch (error) {
      this.#deps.log.error({ err: error }, 'changes cannot be kept over a restart');
      const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      throw new CommandError('internal', `changes cannot be kept over a restart${reason}`);
    }
  }
}

function notFound(id: string): CommandError {
  return new CommandError('not_found', `there is no camera ${JSON.stringify(id)}`);
}

/** URLs, topics and entities hang on it. */
function requireSameId(id: string, changes: OptionValues): void {
  if (!Object.hasOwn(changes, 'id') || changes['id'] === id) return;
  const message = 'never changes; add another camera instead';
  throw new CommandError('invalid_options', `id: ${message}`, [{ path: 'id', message }]);
}

/** Paths as the sender knows them, who sent one camera's options and not all of them. */
function explainProblems({ problems }: ConfigError, index: number): CommandError {
  const prefix = `cameras[${index}].`;
  const details = problems.map(({ path, message }) => ({
    path: path.startsWith(prefix) ? path.slice(prefix.length) : path,
    message,
  }));
  const text = details.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new CommandError('invalid_options', text, details);
}

/** Keys that are none stay, to be found fault with. */
function withoutNulls(values: OptionValues): OptionValues {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.filter(([key, value]) => value !== null || !isOptionKey(key)));
}

/** Options that bring no picture are the sender's affair; the message says what the camera said. */
function asCommandError(error: unknown): unknown {
  if (!(error instanceof SourceError)) return error;
  return new NoVideoError(error.code, `${error.code}: ${error.message}; nothing was changed`);
}

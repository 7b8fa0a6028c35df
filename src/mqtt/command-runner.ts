import type { Links } from '../access/links.ts';
import type { Camera } from '../camera/camera.ts';
import type { Cameras } from '../camera/cameras.ts';
import type { ClipRecorder } from '../camera/clip-recorder.ts';
import type { Snapshots } from '../camera/snapshot.ts';
import { CommandError } from '../errors.ts';
import type { Command, Values } from './command.ts';
import { renderCameras, renderUrls } from './payloads.ts';
import { createTokenCommands } from './token-commands.ts';

export interface CommandRunnerDeps {
  readonly cameras: Cameras;
  readonly snapshots: Snapshots;
  /** Null where there is no folder for clips. */
  readonly clips: ClipRecorder | null;
  readonly links: Links;
  readonly logLevels: readonly string[];
  readonly setLogLevel: (level: string) => void;
  readonly refreshDiscovery: () => void;
  /** A picture has been taken, for those who subscribed to it. */
  readonly onSnapshot: (camera: Camera, jpeg: Buffer) => void;
}

/** Of pictures nobody asked to be otherwise: a few hundred kB at most, which any broker takes. */
export const DEFAULT_FORMAT = { width: 1280, quality: 85 } as const;

type Run = (command: Command) => Promise<object>;

const DEFAULT_CLIP_SECONDS = 30;
const MAX_POST_SECONDS = 60;

/**
 * Carries commands out.
 * @returns the data of the answer
 * @throws CommandError when nothing was done
 */
export function createCommandRunner(deps: CommandRunnerDeps): Run {
  const { cameras } = deps;
  const runs: Readonly<Record<string, Run>> = {
    'camera/options': async (command) => configure(deps, command, command.values),
    'camera/rename': async (command) =>
      configure(deps, command, { name: readText(command.values, 'name') }),
    'camera/start': async (command) => withState(deps, command, (camera) => camera.start()),
    'camera/stop': async (command) => withState(deps, command, (camera) => camera.stop()),
    'camera/restart': async (command) => withState(deps, command, (camera) => camera.restart()),
    'camera/snapshot': async (command) => snapshot(deps, command),
    'camera/clip': async (command) => clip(deps, command),
    'camera/add': async ({ values }) => add(deps, values),
    'camera/remove': async ({ camera }) => {
      const id = camera ?? '';
      await cameras.remove(id);
      return { id };
    },
    cameras: async () => ({ cameras: renderCameras(cameras.all, deps.links) }),
    health_check: async () => ({
      healthy: cameras.all.every(({ status }) => status.status !== 'retrying'),
      cameras: Object.fromEntries(cameras.all.map(({ id, status }) => [id, status.status])),
    }),
    'discovery/refresh': async () => {
      deps.refreshDiscovery();
      return {};
    },
    log_level: async ({ values }) => setLogLevel(deps, values),
    ...createTokenCommands(deps),
  };
  return async (command) => {
    const run = Object.hasOwn(runs, command.what) ? runs[command.what] : undefined;
    if (run) return run(command);
    const known = Object.keys(runs).join(', ');
    throw new CommandError(
      'unknown_request',
      `there is no request ${JSON.stringify(command.what)}; there are ${known}`,
    );
  };
}

/** Also one whose addition was asked for by the message before. */
function requireCamera({ cameras }: CommandRunnerDeps, { camera }: Command): Promise<Camera> {
  return cameras.requireSettled(camera ?? '');
}

async function configure(
  deps: CommandRunnerDeps,
  command: Command,
  given: Values,
): Promise<object> {
  const camera = await requireCamera(deps, command);
  // A request may wrap them: {"id":"porch","options":{…}}.
  const wrapped = given['options'];
  const values = typeof wrapped === 'object' && wrapped !== null ? { ...wrapped } : given;
  if (Object.keys(values).length === 0) {
    throw new CommandError('invalid_payload', 'send the options to change as a JSON object');
  }
  const { from, to, effect } = await deps.cameras.configure(camera.id, values);
  const applied = effect === 'none' || effect === 'live' ? 'live' : 'restart';
  return { from, to, applied, restart_required: false };
}

async function withState(
  deps: CommandRunnerDeps,
  command: Command,
  run: (camera: Camera) => Promise<void>,
): Promise<object> {
  const camera = await requireCamera(deps, command);
  await run(camera);
  return { id: camera.id, status: camera.status.status };
}

async function add({ cameras, links }: CommandRunnerDeps, values: Values): Promise<object> {
  const { options, ...rest } = values;
  const wrapped = typeof options === 'object' && options !== null ? options : {};
  const camera = await cameras.add({ ...rest, ...wrapped });
  // So that the answer's links open. One that is being removed already must not get a token.
  if (cameras.find(camera.id) === camera) await links.tokens?.onCameraAdded(camera.id);
  return { id: camera.id, name: camera.name, urls: renderUrls(camera, links) };
}

async function snapshot(deps: CommandRunnerDeps, command: Command): Promise<object> {
  const camera = await requireCamera(deps, command);
  const width = readNumber(command.values, 'width', { min: 16, max: 3840 });
  const quality = readNumber(command.values, 'quality', { min: 1, max: 100 }) ?? undefined;
  const video = camera.presentation.rendition('video');
  const format = {
    width: width ?? DEFAULT_FORMAT.width,
    quality: quality ?? DEFAULT_FORMAT.quality,
  };
  const taken = video && (await deps.snapshots.take(video, format));
  if (!taken) throw new CommandError('not_enough_buffer', `${camera.name} has no picture`);
  deps.onSnapshot(camera, taken.jpeg);
  const data = { bytes: taken.jpeg.length, at: taken.capturedAt.toISOString() };
  camera.report({ event_type: 'snapshot', ...data });
  const { snapshot: url } = { snapshot: '', ...renderUrls(camera, deps.links) };
  return { id: camera.id, url, ...data };
}

/** Answers at once; the file is told by the event `clip_ready` when it is whole. */
async function clip(deps: CommandRunnerDeps, command: Command): Promise<object> {
  const { clips } = deps;
  const camera = await requireCamera(deps, command);
  if (!clips)
    throw new CommandError('unsupported', 'there is no folder for clips: set clips.directory');
  const { window_seconds: window } = camera.options;
  const fallback = Math.min(DEFAULT_CLIP_SECONDS, window);
  const seconds = readNumber(command.values, 'seconds', { min: 1, max: window }) ?? fallback;
  const post = readNumber(command.values, 'post', { min: 0, max: MAX_POST_SECONDS }) ?? 0;
  const label = command.values['name'];
  if (label !== undefined && typeof label !== 'string') {
    throw new CommandError('invalid_payload', 'name: expected a text');
  }
  if (camera.presentation.byteLength === 0) {
    throw new CommandError('not_enough_buffer', `${camera.name} has no video to save`);
  }
  const { transaction } = command;
  clips.record({ camera, seconds, post, label }).then(
    ({ path, name, seconds: length, bytes, startedAt }) =>
      camera.report({
        event_type: 'clip_ready',
        path,
        name,
        seconds: length,
        bytes,
        started_at: startedAt.toISOString(),
        transaction,
      }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      camera.report({ event_type: 'clip_failed', message, transaction });
    },
  );
  return { id: camera.id, accepted: true, seconds, post };
}

function setLogLevel({ logLevels, setLogLevel: set }: CommandRunnerDeps, values: Values): object {
  const level = readText(values, 'level');
  if (!logLevels.includes(level)) {
    const expected = logLevels.join(', ');
    throw new CommandError('invalid_options', `level: expected one of ${expected}`);
  }
  set(level);
  return { level };
}

function readText(values: Values, key: string): string {
  const value = values[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new CommandError('invalid_payload', `${key}: expected a text`);
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function readNumber(values: Values, key: string, { min, max }: Range): number | null {
  const value = values[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new CommandError('invalid_payload', `${key}: expected a number from ${min} to ${max}`);
}

// Changes made while Oriel runs, kept beside the options: those stay the base, changes lie over them.

import { readFile } from 'node:fs/promises';
import type { Problem } from '../errors.ts';
import { writeWhole } from '../whole-file.ts';
import type { CameraOptions } from './schema.ts';

type Keys = Readonly<Record<string, unknown>>;

export interface CameraChange {
  /** What was set; null took the option away. */
  readonly set: Keys;
  /** What the options said of the same keys at that time: when they say something else, they win. */
  readonly base: Keys;
}

/** With those of its options that somebody set; the others have their defaults. */
export interface AddedCamera extends Keys {
  readonly id: string;
}

export interface Overlay {
  readonly changed: Readonly<Record<string, CameraChange>>;
  readonly added: readonly AddedCamera[];
  readonly removed: readonly string[];
}

export const NO_OVERLAY: Overlay = { changed: {}, added: [], removed: [] };

/** What has to be kept so that these cameras come out of the same options again. */
export function createOverlay(
  base: readonly CameraOptions[],
  cameras: readonly CameraOptions[],
): Overlay {
  const changed = new Map<string, CameraChange>();
  const byId = new Map<string, Keys>(base.map((camera) => [camera.id, camera]));
  for (const camera of cameras) {
    const original = byId.get(camera.id);
    if (original) {
      const change = findChange(original, { ...camera });
      if (Object.keys(change.set).length > 0) changed.set(camera.id, change);
    }
  }
  const ids = new Set(cameras.map(({ id }) => id));
  return {
    changed: Object.fromEntries(changed),
    added: cameras.filter(({ id }) => !byId.has(id)).map((camera) => ({ ...camera })),
    removed: base.map(({ id }) => id).filter((id) => !ids.has(id)),
  };
}

function findChange(original: Keys, camera: Keys): CameraChange {
  const keys = [...new Set([...Object.keys(original), ...Object.keys(camera)])].filter(
    (key) => !isSame(original[key], camera[key]),
  );
  const pick = (from: Keys): Keys =>
    Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { set: pick(camera), base: pick(original) };
}

export interface LaidOver {
  /** To be validated again: the base may have changed in ways that do not go with the changes. */
  readonly cameras: readonly Keys[];
  /** What of the overlay still holds. */
  readonly overlay: Overlay;
  /** What the base has overruled, to be told. */
  readonly overruled: readonly Problem[];
}

/** Lays the changes over the cameras of the options. */
export function applyOverlay(base: readonly CameraOptions[], overlay: Overlay): LaidOver {
  const overruled: Problem[] = [];
  const changed = new Map<string, CameraChange>();
  const ids = new Set(base.map(({ id }) => id));
  const cameras: Keys[] = [];
  for (const camera of base) {
    if (overlay.removed.includes(camera.id)) continue;
    // Cameras may be called `constructor`.
    const change = Object.hasOwn(overlay.changed, camera.id) ? overlay.changed[camera.id] : null;
    const kept = change && keepValid(camera, change, overruled);
    if (kept) changed.set(camera.id, kept);
    cameras.push(kept ? withChanges({ ...camera }, kept.set) : { ...camera });
  }
  const added = overlay.added.filter(({ id }) => {
    if (!ids.has(id)) return true;
    overruled.push({ path: `cameras.${id}`, message: 'the options now have a camera of this id' });
    return false;
  });
  const removed = overlay.removed.filter((id) => ids.has(id));
  return {
    cameras: [...cameras, ...added],
    overlay: { changed: Object.fromEntries(changed), added, removed },
    overruled,
  };
}

/** The options with keys set; null takes one away. */
export function withChanges(camera: Keys, set: Keys): Keys {
  const merged = { ...camera, ...set };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function keepValid(camera: Keys, change: CameraChange, overruled: Problem[]): CameraChange | null {
  const keys = Object.keys(change.set).filter((key) => {
    if (isSame(camera[key], change.base[key])) return true;
    overruled.push({
      path: `cameras.${String(camera['id'])}.${key}`,
      message: 'the options have changed since it was set, and win',
    });
    return false;
  });
  if (keys.length === 0) return null;
  const pick = (from: Keys): Keys => Object.fromEntries(keys.map((key) => [key, from[key]]));
  return { set: pick(change.set), base: pick(change.base) };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** @returns what an earlier run kept, nothing where there is no file; null when it cannot be read */
export async function loadOverlay(
  file: string,
  onProblem: (problem: Problem) => void,
): Promise<Overlay | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isOverlay(parsed)) return parsed;
    onProblem({ path: file, message: 'is not what Oriel wrote' });
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return NO_OVERLAY;
    onProblem({ path: file, message: `cannot be read: ${explain(error)}` });
  }
  return null;
}

/** What JSON.parse says repeats a piece of the text, which holds passwords. */
function explain(error: unknown): string {
  return error instanceof SyntaxError ? 'it is no JSON' : String(error);
}

function isOverlay(value: unknown): value is Overlay {
  if (!isObject(value)) return false;
  const { changed, added, removed } = value as Partial<Overlay>;
  const isChanged = isObject(changed) && Object.values(changed).every(isChange);
  return isChanged && Array.isArray(added) && added.every(isObject) && Array.isArray(removed);
}

function isChange(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { set, base } = value as Partial<CameraChange>;
  return isObject(set) && isObject(base) && !Object.hasOwn(set, 'id');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Readable by its owner alone. */
export async function saveOverlay(file: string, overlay: Overlay): Promise<void> {
  await writeWhole(file, `${JSON.stringify(overlay, null, 2)}\n`, 0o600);
}

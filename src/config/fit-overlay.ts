// What of earlier changes still goes with the options: as much as can be, and why the rest does not.

import { ConfigError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { applyOverlay, withChanges } from './overlay.ts';
import type { AddedCamera, CameraChange, Overlay } from './overlay.ts';
import type { CameraOptions } from './schema.ts';

type Keys = Readonly<Record<string, unknown>>;

export interface Fitted {
  readonly overlay: Overlay;
  /** What is left out, each with the reason. */
  readonly rejected: readonly Problem[];
}

/** @throws ConfigError when the cameras, all there are, make no sense */
type Validate = (cameras: readonly Keys[]) => unknown;

/** Camera by camera, key by key: whatever is not wrong stays, above all what was switched off. */
export function fitOverlay(
  base: readonly CameraOptions[],
  overlay: Overlay,
  validate: Validate,
): Fitted {
  const { cameras } = applyOverlay(base, overlay);
  if (findProblems(cameras, validate).length === 0) return { overlay, rejected: [] };
  const rejected: Problem[] = [];
  const changed = base.flatMap((camera): [string, CameraChange][] => {
    const change = Object.hasOwn(overlay.changed, camera.id) ? overlay.changed[camera.id] : null;
    if (!change) return [];
    const set = fitKeys({ camera: { ...camera }, set: change.set, validate }, rejected);
    return Object.keys(set).length > 0 ? [[camera.id, { set, base: change.base }]] : [];
  });
  const fitted = { ...overlay, changed: Object.fromEntries(changed), added: [] };
  const others = applyOverlay(base, fitted).cameras;
  const added: AddedCamera[] = [];
  for (const { id, source, ...set } of overlay.added) {
    const camera = { id, source };
    const [problem] = findProblems([...others, ...added, camera], validate);
    if (problem) {
      const message = `the camera added earlier is left out: ${describe(problem)}`;
      rejected.push({ path: `cameras.${id}`, message });
      continue;
    }
    added.push({ ...camera, ...fitKeys({ camera, set, validate }, rejected) });
  }
  return { overlay: { ...fitted, added }, rejected };
}

interface Fitting {
  readonly camera: Keys;
  readonly set: Keys;
  readonly validate: Validate;
}

/** Those of the keys with which the camera makes sense; some may need others, whatever their order. */
function fitKeys({ camera, set, validate }: Fitting, rejected: Problem[]): Keys {
  const find = (keys: Keys): readonly Problem[] =>
    findProblems([withChanges(camera, keys)], validate);
  if (find(set).length === 0) return set;
  let fitting: Keys = {};
  let left = Object.keys(set);
  const problemOf = (key: string): Problem | undefined => find({ ...fitting, [key]: set[key] })[0];
  for (;;) {
    const next = left.filter((key) => {
      if (problemOf(key)) return true;
      fitting = { ...fitting, [key]: set[key] };
      return false;
    });
    if (next.length === left.length) break;
    left = next;
  }
  for (const key of left) {
    const problem = problemOf(key);
    const reason = problem ? describe(problem) : 'it makes no sense';
    const message = `what was set earlier is left out: ${reason}`;
    rejected.push({ path: `cameras.${String(camera['id'])}.${key}`, message });
  }
  return fitting;
}

/** Paths are relative to the camera. */
function findProblems(cameras: readonly Keys[], validate: Validate): readonly Problem[] {
  try {
    validate(cameras);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, message }) => ({
      path: path.replace(/^cameras(\[\d+\]\.?)?/, ''),
      message,
    }));
  }
}

function describe({ path, message }: Problem): string {
  return path === '' ? message : `${path}: ${message}`;
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { applyOverlay, createOverlay, loadOverlay, saveOverlay } from './overlay.ts';
import type { CameraOptions, Options } from './schema.ts';
import { validateOptions } from './validate.ts';

type OptionValues = Readonly<Record<string, unknown>>;

/** The cameras as they are to run, and how changes to them are checked and kept. */
export interface KeptChanges {
  readonly cameras: readonly CameraOptions[];
  /** @throws ConfigError with every problem */
  readonly validate: (cameras: readonly OptionValues[]) => readonly CameraOptions[];
  readonly keep: (cameras: readonly CameraOptions[]) => Promise<void>;
}

const FILE = 'changes.json';

/** Reads what an earlier run kept in `directory` and lays it over the options. */
export async function openKeptChanges(
  options: Options,
  directory: string,
  onProblem: (problem: Problem) => void,
): Promise<KeptChanges> {
  const file = join(directory, FILE);
  const validate: KeptChanges['validate'] = (cameras) =>
    validateOptions({ ...options, cameras }).cameras;
  const laidOver = applyOverlay(options.cameras, await loadOverlay(file, onProblem));
  const { cameras, overlay, overruled } = laidOver;
  overruled.forEach(onProblem);
  // What has lost once must not come back with the old options.
  if (overruled.length > 0) await saveOverlay(file, overlay).catch(tellUnsaved(file, onProblem));
  let turn: Promise<void> = Promise.resolve();
  // One after the other: two at once would write the same temporary file.
  const save = async (
    previous: Promise<void>,
    current: readonly CameraOptions[],
  ): Promise<void> => {
    await previous;
    await mkdir(directory, { recursive: true });
    await saveOverlay(file, createOverlay(options.cameras, current));
  };
  return {
    cameras: validateOr(options.cameras, () => validate(cameras), onProblem),
    validate,
    keep: async (current) => {
      const kept = save(turn, current);
      turn = kept.catch(() => {});
      await kept;
    },
  };
}

function tellUnsaved(
  file: string,
  onProblem: (problem: Problem) => void,
): (error: unknown) => void {
  return (error) => onProblem({ path: file, message: `cannot be written: ${String(error)}` });
}

/** Changes that no longer go with the options are left out, all of them: half of them may mean harm. */
function validateOr(
  base: readonly CameraOptions[],
  validate: () => readonly CameraOptions[],
  onProblem: (problem: Problem) => void,
): readonly CameraOptions[] {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    error.problems.forEach(onProblem);
    onProblem({
      path: FILE,
      message: 'changes made earlier do not go with the options: not applied',
    });
    return base;
  }
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { fitOverlay } from './fit-overlay.ts';
import { applyOverlay, createOverlay, loadOverlay, NO_OVERLAY, saveOverlay } from './overlay.ts';
import type { CameraOptions, Options } from './schema.ts';
import { setAside } from './set-aside.ts';
import { validateOptions } from './validate.ts';
import type { OptionsContext } from './validate.ts';

type OptionValues = Readonly<Record<string, unknown>>;

/** The cameras as they are to run, and how changes to them are checked and kept. */
export interface KeptChanges {
  readonly cameras: readonly CameraOptions[];
  /** @throws ConfigError with every problem */
  readonly validate: (cameras: readonly OptionValues[]) => readonly CameraOptions[];
  readonly keep: (cameras: readonly CameraOptions[]) => Promise<void>;
}

type OnProblem = (problem: Problem) => void;

export interface KeptChangesContext extends OptionsContext {
  readonly directory: string;
  readonly onProblem: OnProblem;
}

const FILE = 'changes.json';

/**
 * Reads what an earlier run kept in the directory and lays it over the options. What is wrong there, or does
 * not go with the options any more, is left out and told; it is not lost when other changes are kept.
 */
export async function openKeptChanges(
  options: Options,
  { directory, onProblem, supervised }: KeptChangesContext,
): Promise<KeptChanges> {
  const file = join(directory, FILE);
  const validate: KeptChanges['validate'] = (cameras) =>
    validateOptions({ ...options, cameras }, { supervised }).cameras;
  const loaded = await loadOverlay(file, onProblem);
  const { overlay, overruled } = applyOverlay(options.cameras, loaded ?? NO_OVERLAY);
  overruled.forEach(onProblem);
  // What has lost once must not come back with the old options.
  if (overruled.length > 0) await saveOverlay(file, overlay).catch(tellUnsaved(file, onProblem));
  const fitted = fitOverlay(options.cameras, overlay, validate);
  fitted.rejected.forEach(onProblem);
  const isWhole = loaded !== null && fitted.rejected.length === 0;
  if (!isWhole) onProblem({ path: file, message: NOT_WHOLE });
  return {
    cameras: validate(applyOverlay(options.cameras, fitted.overlay).cameras),
    validate,
    keep: createKeeper({ file, directory, base: options.cameras, isWhole, onProblem }),
  };
}

const NOT_WHOLE =
  'still holds the earlier changes that are not in effect. Mend what is named above and restart, or make them again: the next change sets this file aside under another name';

interface KeeperDeps {
  readonly file: string;
  readonly directory: string;
  readonly base: readonly CameraOptions[];
  /** Whether all that the file holds is in effect. */
  readonly isWhole: boolean;
  readonly onProblem: OnProblem;
}

function createKeeper({ file, directory, base, ...deps }: KeeperDeps): KeptChanges['keep'] {
  let { isWhole } = deps;
  const save = async (cameras: readonly CameraOptions[]): Promise<void> => {
    await mkdir(directory, { recursive: true });
    if (!isWhole) {
      const path = await setAside(file);
      isWhole = true;
      if (path !== null) deps.onProblem({ path, message: SET_ASIDE });
    }
    await saveOverlay(file, createOverlay(base, cameras));
  };
  let turn: Promise<void> = Promise.resolve();
  return async (cameras) => {
    // One after the other: two at once would write the same temporary file.
    const kept = turn.then(() => save(cameras));
    turn = kept.catch(() => {});
    await kept;
  };
}

const SET_ASIDE =
  'holds the earlier changes that are not in effect; make them again, then delete it';

function tellUnsaved(file: string, onProblem: OnProblem): (error: unknown) => void {
  return (error) => onProblem({ path: file, message: `cannot be written: ${String(error)}` });
}

// Options as people are shown them, and what they send back of that.

import type { CameraOptions } from '../config/schema.ts';
import { CommandError } from '../errors.ts';
import { isRedacted, redactSource } from '../source.ts';
import type { OptionValues } from './cameras.ts';

/** All that are in effect, free of secrets. */
export function showOptions(options: CameraOptions): OptionValues {
  return { ...options, source: redactSource(options.source) };
}

/** The value of an option as it may be told to everybody. */
export function showOption(options: CameraOptions, key: keyof CameraOptions): unknown {
  return showOptions(options)[key] ?? null;
}

/**
 * Without a source that is the one already known, as it was shown.
 * @param known the source in effect; null for a camera that is none yet
 * @throws CommandError `invalid_options` for any other that lacks its secrets
 */
export function withoutShownSource(values: OptionValues, known: string | null): OptionValues {
  const { source, ...others } = values;
  if (typeof source !== 'string' || !isRedacted(source)) return values;
  if (known !== null && source === redactSource(known)) return others;
  const message = '*** stands for what is not shown: write the user name and password again';
  throw new CommandError('invalid_options', `source: ${message}`, [{ path: 'source', message }]);
}

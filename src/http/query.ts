import { RequestError } from '../errors.ts';

export interface NumberParameter {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/**
 * A whole number of the query; null when it is not there.
 * @throws RequestError 400 for anything else
 */
export function parseWholeNumber(
  query: Readonly<Record<string, unknown>>,
  { name, min, max }: NumberParameter,
): number | null {
  const text = query[name];
  if (text === undefined) return null;
  const value = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  const expected = `${name} must be one whole number from ${min} to ${max}`;
  throw new RequestError(400, 'invalid_parameter', expected);
}

/** Until the year 2286. */
const LAST_MOMENT_MS = 9_999_999_999_999;

/**
 * A time of the query, in ms since 1970; null when it is not there.
 * @throws RequestError 400 for anything else
 */
export function parseMoment(query: Readonly<Record<string, unknown>>, name: string): number | null {
  return parseWholeNumber(query, { name, min: 0, max: LAST_MOMENT_MS });
}

import { RequestError } from '../errors.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { Position } from '../packager/segment-window.ts';

/** RFC 8216bis, section 6.2.5: what a player asks of a media playlist. */
export interface DeliveryDirectives {
  /** Hold the answer until this is in the playlist; null answers at once. */
  readonly position: Position | null;
  /** Whether a delta update will do. */
  readonly skip: boolean;
}

type Query = Readonly<Record<string, unknown>>;

/** @throws RequestError 400 for nonsense */
export function parseDeliveryDirectives(query: Query): DeliveryDirectives {
  const segment = parseNumber(query, '_HLS_msn');
  const part = parseNumber(query, '_HLS_part');
  if (part !== null && segment === null) {
    throw new RequestError(400, 'invalid_directive', '_HLS_part needs _HLS_msn');
  }
  return {
    position: segment === null ? null : { segment, part },
    skip: parseSkip(query['_HLS_skip']),
  };
}

function parseNumber(query: Query, name: string): number | null {
  const text = query[name];
  if (text === undefined) return null;
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) {
    throw new RequestError(400, 'invalid_directive', `${name} must be one whole number`);
  }
  return Number(text);
}

function parseSkip(value: unknown): boolean {
  if (value === undefined) return false;
  if (value === 'YES' || value === 'v2') return true;
  throw new RequestError(400, 'invalid_directive', '_HLS_skip must be YES or v2');
}

/**
 * Refuses what lies too far ahead to wait for (RFC 8216bis, section 6.2.5.2).
 * @throws RequestError 400
 */
export function checkWithinReach({ segment, part }: Position, rendition: RenditionView): void {
  const { window, partTarget, timescale } = rendition;
  const newest = window.segments.at(-1);
  if (!newest) return;
  const lastComplete = newest.isComplete ? newest.number : newest.number - 1;
  // "greater than the Media Sequence Number of the last Media Segment in the current Playlist plus two"
  if (segment > lastComplete + 2) throw tooFarAhead('_HLS_msn', segment);
  // "exceeds the last Partial Segment in the current Playlist by the Advance Part Limit"
  const advanceLimit =
    partTarget && partTarget < timescale ? Math.ceil((3 * timescale) / partTarget) : 3;
  const lastPart = segment === newest.number ? newest.parts.length - 1 : -1;
  if (part !== null && segment >= newest.number && part > lastPart + advanceLimit) {
    throw tooFarAhead('_HLS_part', part);
  }
}

function tooFarAhead(name: string, value: number): RequestError {
  return new RequestError(
    400,
    'too_far_ahead',
    `${name}=${value} lies too far ahead of the playlist`,
  );
}

// Smaller versions of the picture: which of those that are asked for are made.

import type { CameraOptions } from '../config/schema.ts';
import type { Source } from '../source.ts';
import type { Probe } from './probe.ts';
import { parseResolution } from './resolution.ts';
import { testSize } from './test-source.ts';

/** A smaller version of the picture, beside the main one. */
export interface RenditionPlan {
  /** What it is called on the wire: its height as it was asked for, `720p`. */
  readonly id: string;
  /** Lines, an even number. */
  readonly height: number;
  readonly bitrateKbps: number;
  /** Whether nobody knows if the main picture has that many lines. */
  readonly mayBeTooHigh: boolean;
}

export interface RenditionChoice {
  /** The largest one first. */
  readonly made: readonly RenditionPlan[];
  /** Not smaller than the main picture, and so of no use. */
  readonly tooHigh: readonly string[];
}

/** Reads `720p@2000`, in the order of size. */
export function parseRenditions(texts: readonly string[]): Omit<RenditionPlan, 'mayBeTooHigh'>[] {
  return texts.map(parseRendition).toSorted((a, b) => b.height - a.height);
}

function parseRendition(text: string): Omit<RenditionPlan, 'mayBeTooHigh'> {
  const [id = '', bitrate] = text.split('@');
  return { id, height: parseResolution(id).height, bitrateKbps: Number(bitrate) };
}

export function chooseRenditions(
  options: CameraOptions,
  source: Source,
  probe: Probe | null,
): RenditionChoice {
  const mainHeight = heightOf(options, source, probe);
  const asked = parseRenditions(options.renditions);
  const isSmaller = ({ height }: { readonly height: number }): boolean =>
    mainHeight === null || height < mainHeight;
  return {
    made: asked.filter(isSmaller).map((plan) => ({ ...plan, mayBeTooHigh: mainHeight === null })),
    tooHigh: asked.filter((plan) => !isSmaller(plan)).map(({ id }) => id),
  };
}

/** Lines of the main picture; null for a device that chooses them itself. */
function heightOf(options: CameraOptions, source: Source, probe: Probe | null): number | null {
  if (source.kind === 'test') return testSize(options).height;
  if (options.resolution !== undefined) return parseResolution(options.resolution).height;
  return probe?.height ?? null;
}

// Which of a camera's pictures to play: as large as it is shown, smaller after trouble.

import type { RenditionState } from '../server/api.ts';

export interface RenditionWish {
  /** `auto`, or the id of a rendition. */
  readonly wish: string;
  /** Of the element, in pixels of the screen. */
  readonly shownHeight: number;
  /** How many sizes smaller than that, since the network did not keep up. */
  readonly stepsDown: number;
}

// A little smaller than shown is not seen, and may be half the data.
const NEAR_ENOUGH = 0.9;

/** @param renditions largest first. Null when the camera has but one, or nothing is known of it. */
export function chooseRendition(
  renditions: readonly RenditionState[],
  { wish, shownHeight, stepsDown }: RenditionWish,
): RenditionState | null {
  if (renditions.length < 2) return null;
  const wished = renditions.find(({ id }) => id === wish);
  if (wished !== undefined) return wished;
  // The smallest that is large enough.
  const enough = renditions.filter(({ height }) => height >= shownHeight * NEAR_ENOUGH).length;
  const index = Math.min(Math.max(enough - 1, 0) + stepsDown, renditions.length - 1);
  return renditions[index] ?? null;
}

/** `720p · 2.0 Mbit/s` without the rate: people know sizes. */
export function renditionLabel({ height }: RenditionState): string {
  return `${height}p`;
}

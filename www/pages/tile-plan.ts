// How many tiles may play close to live at once. HTTP/1.1 gives a browser six connections to a server: an LL-HLS
// player holds two of them, LL-DASH one, ordinary HLS none for long. Live players share one.

import type { ProtocolChoice } from '../media/delivery.ts';

const MAX_LOW_LATENCY: Readonly<Record<ProtocolChoice, number>> = {
  // Should live not work.
  auto: 4,
  live: Infinity,
  dash: 4,
  hls: 2,
};

/** Whether the visible tiles have to play relaxed, given how they play now: scrolling must not switch them to and fro. */
export function areTilesRelaxed(
  choice: ProtocolChoice,
  visibleTiles: number,
  areRelaxedNow: boolean,
): boolean {
  const limit = MAX_LOW_LATENCY[choice];
  return visibleTiles > (areRelaxedNow ? limit - 1 : limit);
}

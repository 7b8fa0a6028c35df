import type { RenditionSettings } from './rendition-settings.ts';
import type { WindowLimits } from './segment-window.ts';

/** A playlist must not become shorter than this many target durations (RFC 8216bis, section 6.2.2). */
const MIN_WINDOW_TARGETS = 3;
/** Parts and segments stay downloadable this many target durations after they left the playlist. */
const LINGER_TARGETS = 3;
/** Until it is known. */
const LIKELY_TARGET_SECONDS = 2;

export interface WindowRhythm {
  readonly timescale: number;
  readonly targetSeconds: number | null;
}

/** How much a rendition's window may hold. */
export function limitWindow(
  { windowSeconds, windowBytes }: RenditionSettings,
  { timescale, targetSeconds }: WindowRhythm,
): WindowLimits {
  const target = targetSeconds ?? LIKELY_TARGET_SECONDS;
  return {
    duration: Math.max(windowSeconds, MIN_WINDOW_TARGETS * target) * timescale,
    linger: LINGER_TARGETS * target * timescale,
    bytes: windowBytes,
  };
}

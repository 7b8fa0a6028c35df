// The timeline: how far back one can go, and what a position on it means. Positions are seconds behind live.

import { playerWords } from './player-words.ts';

/** So near to live, it is live that people want. */
const LIVE_WITHIN_SECONDS = 2.5;
/** What is oldest leaves while it is being loaded. */
const OLDEST_MARGIN_SECONDS = 1;
const STEP_SECONDS = 1;
const PAGE_SECONDS = 10;

/** A place that can be played: null is live. */
export function settleBehind(behindSeconds: number, windowSeconds: number): number | null {
  if (behindSeconds < LIVE_WITHIN_SECONDS || !hasPast(windowSeconds)) return null;
  return Math.min(behindSeconds, windowSeconds - OLDEST_MARGIN_SECONDS);
}

/** Whether there is enough to go back to. */
export function hasPast(windowSeconds: number): boolean {
  return windowSeconds > 2 * LIVE_WITHIN_SECONDS;
}

/** @param share of the timeline's length, 0 at its old end and 1 at live */
export function behindAt(share: number, windowSeconds: number): number {
  return (1 - Math.min(Math.max(share, 0), 1)) * windowSeconds;
}

export function shareOf(behindSeconds: number, windowSeconds: number): number {
  if (windowSeconds <= 0) return 1;
  return 1 - Math.min(Math.max(behindSeconds / windowSeconds, 0), 1);
}

/** Where a key leads on the slider (WAI-ARIA practices); null when it is none of its keys. */
export function behindAfterKey(
  key: string,
  behindSeconds: number,
  windowSeconds: number,
): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: behindSeconds + STEP_SECONDS,
    ArrowDown: behindSeconds + STEP_SECONDS,
    // From beside live there is no place nearer but live itself.
    ArrowRight: behindSeconds - STEP_SECONDS,
    ArrowUp: behindSeconds - STEP_SECONDS,
    PageDown: behindSeconds + PAGE_SECONDS,
    PageUp: behindSeconds - PAGE_SECONDS,
    Home: windowSeconds,
    End: 0,
  };
  const target = targets[key];
  if (target === undefined) return null;
  // One step back from live has to get somewhere.
  const isBack = target > behindSeconds;
  const least = isBack ? LIVE_WITHIN_SECONDS : 0;
  return Math.min(Math.max(target, least), windowSeconds);
}

/** `-0:23`, `-12:05`. */
export function behindText(behindSeconds: number): string {
  const seconds = Math.max(Math.round(behindSeconds), 0);
  return `-${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** For a screen reader. */
export function behindSpoken(behindSeconds: number): string {
  const words = playerWords();
  const seconds = Math.max(Math.round(behindSeconds), 0);
  if (seconds < LIVE_WITHIN_SECONDS) return words.live;
  if (seconds < 120) return words.secondsAgo(seconds);
  return words.minutesAgo(Math.floor(seconds / 60), seconds % 60);
}

// When what a playlist lists was captured (EXT-X-PROGRAM-DATE-TIME), and back.

/** What is used of hls.js's `Fragment`: `start` on the player's timeline, in seconds. */
export interface DatedFragment {
  readonly start: number;
  readonly duration: number;
  /** Unix time in ms. */
  readonly programDateTime: number | null;
}

/** Where on the player's timeline a moment is: the nearest there is. Null without dated media. */
export function positionAt(fragments: readonly DatedFragment[], captureMs: number): number | null {
  const dated = fragments.filter(isDated);
  const at = lastOf(dated, ({ programDateTime }) => programDateTime <= captureMs) ?? dated[0];
  if (at === undefined) return null;
  const inside = Math.max((captureMs - at.programDateTime) / 1000, 0);
  if (inside < at.duration) return at.start + inside;
  // In a hole between two runs of media: what comes after it. Beyond all of it: what can be played without a wait.
  return (dated[dated.indexOf(at) + 1] ?? at).start;
}

/** When the picture at a position was captured, Unix time in ms. */
export function captureAt(fragments: readonly DatedFragment[], position: number): number | null {
  const dated = fragments.filter(isDated);
  const at = lastOf(dated, ({ start }) => start <= position) ?? dated[0];
  return at === undefined ? null : at.programDateTime + (position - at.start) * 1000;
}

function lastOf<T>(list: readonly T[], isOne: (each: T) => boolean): T | undefined {
  return list.filter(isOne).at(-1);
}

function isDated<T extends DatedFragment>(
  fragment: T,
): fragment is T & { readonly programDateTime: number } {
  return fragment.programDateTime !== null;
}

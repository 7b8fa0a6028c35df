import type { Fragment } from '../packager/fragment-feed.ts';
import type { LiveSource } from '../packager/live-reader.ts';

type Picture = Pick<LiveSource, 'feed'>;

export interface PictureSwitch {
  /** What is shown. */
  readonly present: Picture;
  /** What is to be shown, on the same timeline. */
  readonly next: Picture;
  /** The next picture may go on, from its newest keyframe. */
  readonly onReady: () => void;
}

/**
 * Waits for the next keyframe of one picture, and until the other one has come as far: one may be some
 * frames ahead, and browsers stop at a hole.
 * @returns what gives it up
 */
export function awaitSwitch({ present, next, onReady }: PictureSwitch): () => void {
  let key: Fragment | null = null;
  let isGivenUp = false;
  let ends: readonly (() => void)[] = [];
  const unfollow = (): void => {
    for (const end of ends) end();
    ends = [];
  };
  const ready = (): void => {
    unfollow();
    // Who joins while a fragment is handed out would get it twice.
    queueMicrotask(() => {
      if (!isGivenUp) onReady();
    });
  };
  ends = [
    next.feed.follow((fragment) => {
      if (!fragment.isKey) return;
      // By then it has been waited for as long as a GOP.
      const isLate = key !== null;
      key = fragment;
      if (isLate || reaches(present.feed.gop.at(-1), fragment)) ready();
    }),
    present.feed.follow((fragment) => {
      if (key && reaches(fragment, key)) ready();
    }),
  ];
  return () => {
    isGivenUp = true;
    unfollow();
  };
}

/**
 * Whether the key frame follows what came last, at most half a frame behind it: half of the shorter one, for
 * a frame behind others that were left out lasts as long as they would have.
 */
function reaches(last: Fragment | undefined, { decodeTime, duration }: Fragment): boolean {
  if (last === undefined) return true;
  const slack = Math.min(last.duration, duration) / 2;
  return last.decodeTime + last.duration + slack >= decodeTime;
}

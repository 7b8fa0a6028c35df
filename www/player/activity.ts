// What a player should be doing.

import type { PlayerMode } from './player-properties.ts';

export type Activity = 'none' | 'stills' | 'live' | 'replay';

export interface Wishes {
  /** Somebody can look at it. */
  readonly isSeen: boolean;
  readonly mode: PlayerMode;
  /** In `stills`: the user has asked for moving pictures. */
  readonly wantsLive: boolean;
  readonly isReplaying: boolean;
}

export function decideActivity({ isSeen, mode, wantsLive, isReplaying }: Wishes): Activity {
  if (!isSeen) return 'none';
  if (isReplaying) return 'replay';
  return mode === 'stills' && !wantsLive ? 'stills' : 'live';
}

// Which key does what.

import type { PlayerActions } from './player-actions.ts';

const ACTIONS: Readonly<Record<string, keyof PlayerActions>> = {
  ' ': 'togglePlay',
  m: 'toggleMute',
  f: 'toggleFullscreen',
  l: 'goLive',
};

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** The element that has the focus takes this key for itself: a text field, a button and the space bar. */
  readonly isTaken: boolean;
}

/** The action of a key press, or null when it is none of the player's business. */
export function actionOf({
  key,
  ctrlKey,
  altKey,
  metaKey,
  isTaken,
}: KeyPress): keyof PlayerActions | null {
  if (ctrlKey || altKey || metaKey || isTaken) return null;
  return ACTIONS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

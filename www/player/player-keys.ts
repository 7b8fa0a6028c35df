// Which key does what.

import type { PlayerActions } from './player-actions.ts';
import { playerWords } from './player-words.ts';

export const STEP_SECONDS = 5;

const ACTIONS: Readonly<Record<string, keyof PlayerActions>> = {
  ' ': 'togglePlay',
  m: 'toggleMute',
  f: 'toggleFullscreen',
  p: 'togglePicture',
  s: 'takeSnapshot',
  l: 'goLive',
  i: 'toggleStats',
  ArrowLeft: 'stepBack',
  ArrowRight: 'stepForth',
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

export function pressOf({
  key,
  ctrlKey,
  altKey,
  metaKey,
}: Omit<KeyPress, 'isTaken'>): Omit<KeyPress, 'isTaken'> {
  return { key, ctrlKey, altKey, metaKey };
}

/** For people: each key, and what it does. */
export function keyTable(): readonly (readonly [keys: string, does: string])[] {
  const words = playerWords();
  return [
    [words.space, `${words.play} / ${words.pause}`],
    ['← →', `${words.back(STEP_SECONDS)} / ${words.forth(STEP_SECONDS)}`],
    ['L', words.goLive],
    ['M', `${words.soundOn} / ${words.soundOff}`],
    ['F', words.fullScreen],
    ['P', words.pictureInPicture],
    ['S', words.snapshot],
    ['I', words.stats],
  ];
}

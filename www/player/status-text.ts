// A player's state in words.

import { deliveryLabel } from '../media/delivery.ts';
import type { PlayerState } from './player-state.ts';

/** For a screen reader: spoken once a change, so without anything that counts. */
export function announcement(state: PlayerState): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'connecting':
      return state.detail ?? 'Connecting';
    case 'live':
      return state.isStalled ? 'Waiting for more video' : 'Live';
    case 'waiting':
      return `No video: ${state.reason}`;
    case 'paused':
      return state.by === 'user' ? 'Paused' : 'Tap to play';
    default:
      return state satisfies never;
  }
}

/** For the badge of a player that is not live. */
export function badgeText(state: PlayerState): string {
  switch (state.kind) {
    case 'idle':
      return 'Not playing';
    case 'connecting':
      return 'Connecting';
    case 'live':
      return `${deliveryLabel(state.delivery)} · ${delayText(state.delaySeconds)}`;
    case 'waiting':
      return 'No video';
    case 'paused':
      return 'Paused';
    default:
      return state satisfies never;
  }
}

/** A delay as people read it: `0.12 s`, `1.6 s`, `12 s`, `3 min`. */
export function delayText(seconds: number | null): string {
  if (seconds === null) return 'live';
  if (seconds < 0.995) return `${Math.max(seconds, 0).toFixed(2)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** `Trying again in 4 s`, or nothing when nobody knows when. */
export function retryText(retryAtMs: number | null, nowMs: number): string {
  if (retryAtMs === null) return '';
  const seconds = Math.ceil((retryAtMs - nowMs) / 1000);
  return seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again now';
}

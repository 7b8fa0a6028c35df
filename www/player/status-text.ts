// A player's state in words.

import { deliveryLabel } from '../media/delivery.ts';
import type { Failure } from '../media/failure.ts';
import type { PlayerState } from './player-state.ts';
import { playerWords } from './player-words.ts';
import { behindText } from './timeline-model.ts';

/** For a screen reader: spoken once a change, so without anything that counts. */
export function announcement(state: PlayerState): string {
  const words = playerWords();
  switch (state.kind) {
    case 'idle':
      return '';
    case 'connecting':
      return connectingText(state.isCameraStarting);
    case 'live':
      return state.isStalled ? words.waitingForVideo : words.live;
    case 'waiting':
      return words.noVideoBecause(reasonHeadline(state.reason));
    case 'paused':
      return state.by === 'user' ? words.paused : words.tapToPlay;
    case 'stills':
      return words.still;
    case 'replay':
      return state.isPlaying ? words.replay : `${words.replay}, ${words.paused}`;
    default:
      return state satisfies never;
  }
}

export function connectingText(isCameraStarting: boolean): string {
  const { startingCamera, connecting } = playerWords();
  return isCameraStarting ? startingCamera : connecting;
}

/** For the badge. */
export function badgeText(state: PlayerState): string {
  const words = playerWords();
  switch (state.kind) {
    case 'idle':
      return words.notPlaying;
    case 'connecting':
      return words.connecting;
    case 'live':
      return `${deliveryLabel(state.delivery)} · ${delayText(state.delaySeconds)}`;
    case 'waiting':
      return words.noVideo;
    case 'paused':
      return words.paused;
    case 'stills':
      return words.still;
    case 'replay':
      return behindText(state.behindSeconds);
    default:
      return state satisfies never;
  }
}

/** What went wrong, in the language of the reader where there are words for it. */
export function reasonHeadline({ code, message }: Failure): string {
  return playerWords().reasons[code] ?? (message === '' ? code : message);
}

/** What more there is to say of it; empty when the headline says it all. */
export function reasonDetail(failure: Failure): string {
  return failure.message === reasonHeadline(failure) ? '' : failure.message;
}

/** A delay as people read it: `0.12 s`, `1.6 s`, `12 s`, `3 min`. */
export function delayText(seconds: number | null): string {
  const { live, units } = playerWords();
  if (seconds === null) return live.toLowerCase();
  if (seconds < 0.995) return `${decimal(Math.max(seconds, 0), 2)} ${units.second}`;
  if (seconds < 9.95) return `${decimal(seconds, 1)} ${units.second}`;
  if (seconds < 99.5) return `${Math.round(seconds)} ${units.second}`;
  return `${Math.round(seconds / 60)} ${units.minute}`;
}

/** How old a picture is: `12 s ago`. */
export function ageText(ageMs: number): string {
  const { ago, units } = playerWords();
  const seconds = Math.max(Math.floor(ageMs / 1000), 0);
  if (seconds < 90) return ago(`${seconds} ${units.second}`);
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return ago(`${minutes} ${units.minute}`);
  const hours = Math.round(minutes / 60);
  return hours < 36 ? ago(`${hours} ${units.hour}`) : ago(`${Math.round(hours / 24)} ${units.day}`);
}

/** `Trying again in 4 s`, or nothing when nobody knows when. */
export function retryText(retryAtMs: number | null, nowMs: number): string {
  const { retryIn, retryNow } = playerWords();
  if (retryAtMs === null) return '';
  const seconds = Math.ceil((retryAtMs - nowMs) / 1000);
  return seconds > 0 ? retryIn(seconds) : retryNow;
}

/** With the decimal point of the language. */
export function decimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', playerWords().decimalPoint);
}

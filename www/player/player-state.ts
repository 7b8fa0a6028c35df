// What a player is doing, as one value. Events come late and in any order; the state decides which still count.

import type { Delivery } from '../media/delivery.ts';
import type { Failure } from '../media/failure.ts';

export type PlayerState =
  /** Nobody looks, or nobody asked. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly isCameraStarting: boolean }
  | {
      readonly kind: 'live';
      readonly delivery: Delivery;
      /** From the camera to the screen, by the server's clock; null while unknown. */
      readonly delaySeconds: number | null;
      readonly isStalled: boolean;
    }
  | {
      readonly kind: 'waiting';
      readonly reason: Failure;
      /** When something will be tried again, Unix time in ms by the local clock. */
      readonly retryAtMs: number | null;
    }
  /** By the user, or by a browser that wants a tap before it plays. */
  | { readonly kind: 'paused'; readonly by: 'user' | 'browser' }
  /** Shows a still now and then. */
  | { readonly kind: 'stills' }
  | ReplayState;

/** Plays the past. */
export interface ReplayState {
  readonly kind: 'replay';
  readonly isPlaying: boolean;
  readonly isStalled: boolean;
  /** When the picture on the screen was captured, Unix time in ms by the server's clock. */
  readonly capturedAtMs: number;
  readonly behindSeconds: number;
}

export type PlayerEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'pause'; readonly by: 'user' | 'browser' }
  | { readonly type: 'camera-starting' }
  | { readonly type: 'attempt' }
  | { readonly type: 'picture'; readonly delivery: Delivery; readonly delaySeconds: number | null }
  | { readonly type: 'stall' }
  | { readonly type: 'trouble'; readonly reason: Failure; readonly retryAtMs: number | null };

const IDLE: PlayerState = { kind: 'idle' };

export function initialState(): PlayerState {
  return IDLE;
}

/** The same object comes back when the event changes nothing. */
export function nextState(state: PlayerState, event: PlayerEvent): PlayerState {
  switch (event.type) {
    case 'start':
      return isRunning(state) ? state : { kind: 'connecting', isCameraStarting: false };
    case 'stop':
      return state.kind === 'paused' ? state : IDLE;
    case 'pause':
      return { kind: 'paused', by: event.by };
    case 'camera-starting':
      return isRunning(state) && !isAwaitingCamera(state)
        ? { kind: 'connecting', isCameraStarting: true }
        : state;
    // The last trouble stays on screen until there is a picture: words that flicker help nobody.
    case 'attempt':
      return state.kind === 'live' ? { kind: 'connecting', isCameraStarting: false } : state;
    case 'picture':
      return isRunning(state) ? withPicture(state, event) : state;
    case 'stall':
      return state.kind === 'live' && !state.isStalled ? { ...state, isStalled: true } : state;
    case 'trouble':
      return isRunning(state) ? withTrouble(state, event) : state;
    default:
      return event satisfies never;
  }
}

/** More behind than the delivery means to be, so that a jump to live would be seen. */
export function isBehind(state: PlayerState): boolean {
  return (
    state.kind === 'live' &&
    state.delaySeconds !== null &&
    state.delaySeconds > 2 * state.delivery.targetSeconds + 0.5
  );
}

function isRunning(state: PlayerState): boolean {
  return state.kind !== 'idle' && state.kind !== 'paused';
}

function isAwaitingCamera(state: PlayerState): boolean {
  return state.kind === 'connecting' && state.isCameraStarting;
}

function withPicture(
  state: PlayerState,
  { delivery, delaySeconds }: { delivery: Delivery; delaySeconds: number | null },
): PlayerState {
  const isSame =
    state.kind === 'live' &&
    !state.isStalled &&
    state.delivery === delivery &&
    isAsGood(state.delaySeconds, delaySeconds);
  return isSame ? state : { kind: 'live', delivery, delaySeconds, isStalled: false };
}

function withTrouble(
  state: PlayerState,
  { reason, retryAtMs }: { reason: Failure; retryAtMs: number | null },
): PlayerState {
  const isSame =
    state.kind === 'waiting' &&
    state.reason.code === reason.code &&
    state.reason.message === reason.message &&
    state.retryAtMs === retryAtMs;
  return isSame ? state : { kind: 'waiting', reason, retryAtMs };
}

// A delay that changes by less than a frame is not news.
const NEWS_SECONDS = 0.02;
const NEWS_SHARE = 0.05;

function isAsGood(shown: number | null, seconds: number | null): boolean {
  if (shown === null || seconds === null) return shown === seconds;
  return Math.abs(shown - seconds) < Math.max(NEWS_SECONDS, NEWS_SHARE * shown);
}

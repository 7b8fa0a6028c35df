// Keeps hls.js at a fixed distance from the live edge. Its own controller acts only on more than 1 s of buffer,
// which 200 ms parts never give it, and one stall makes it stay a second further behind for good.

export interface EdgeReading {
  /** Distance from the playlist's edge; 0 while unknown. */
  readonly latencySeconds: number;
  readonly targetSeconds: number;
  readonly forwardBufferSeconds: number;
}

/** A target that grows when the network cannot hold it, and comes back. */
export interface LiveTarget {
  readonly baseSeconds: number;
  readonly seconds: number;
  readonly stallsAtMs: readonly number[];
  readonly adjustedAtMs: number;
}

const GAIN = 0.5;
const MIN_RATE = 0.92;
const MAX_RATE = 1.2;
const BEHIND_SECONDS = 0.03;
const AHEAD_SECONDS = -0.05;
// Speeding up with less than this in hand would only bring the next stall.
const MIN_FORWARD_BUFFER_SECONDS = 0.1;
const RATE_STEP = 0.01;

const STALLS_TO_RAISE = 2;
const STALL_MEMORY_MS = 10_000;
const RAISE_FACTOR = 1.5;
const MAX_TARGET_FACTOR = 4;
const CALM_MS = 30_000;
const LOWER_SECONDS_PER_SECOND = 0.005;

/** The playback rate that leads back to the target. */
export function steerRate({
  latencySeconds,
  targetSeconds,
  forwardBufferSeconds,
}: EdgeReading): number {
  if (latencySeconds <= 0) return 1;
  const excess = latencySeconds - targetSeconds;
  const canSpeedUp = excess > BEHIND_SECONDS && forwardBufferSeconds > MIN_FORWARD_BUFFER_SECONDS;
  if (!canSpeedUp && excess >= AHEAD_SECONDS) return 1;
  return Math.min(MAX_RATE, Math.max(MIN_RATE, 1 + GAIN * excess));
}

/** Small corrections are not worth disturbing the decoder; coming back to 1 always is. */
export function isWorthSetting(rate: number, currentRate: number): boolean {
  return Math.abs(rate - currentRate) > RATE_STEP || (rate === 1 && currentRate !== 1);
}

export function createTarget(baseSeconds: number, nowMs: number): LiveTarget {
  return { baseSeconds, seconds: baseSeconds, stallsAtMs: [], adjustedAtMs: nowMs };
}

/** Two stalls in ten seconds raise the target by half. */
export function afterStall(target: LiveTarget, nowMs: number): LiveTarget {
  const stallsAtMs = [...target.stallsAtMs.filter((atMs) => nowMs - atMs < STALL_MEMORY_MS), nowMs];
  if (stallsAtMs.length < STALLS_TO_RAISE) return { ...target, stallsAtMs, adjustedAtMs: nowMs };
  const seconds = Math.min(target.seconds * RAISE_FACTOR, target.baseSeconds * MAX_TARGET_FACTOR);
  return { ...target, seconds, stallsAtMs: [], adjustedAtMs: nowMs };
}

/** After half a minute without a stall the target sinks slowly to where it began. */
export function afterCalm(target: LiveTarget, nowMs: number): LiveTarget {
  const calmMs = nowMs - target.adjustedAtMs;
  if (target.seconds === target.baseSeconds || calmMs < CALM_MS) return target;
  const seconds = Math.max(
    target.baseSeconds,
    target.seconds - ((calmMs - CALM_MS) / 1000) * LOWER_SECONDS_PER_SECOND,
  );
  return { ...target, seconds, adjustedAtMs: nowMs - CALM_MS };
}

// How near to live a video can be played, and how to get there. Pure: `edge-keeper.ts` does it to a video element.
//
// All times are seconds. A *lateness* is a local time minus a media time: when a piece of media came, minus where the
// media before it ended. Playback that stays behind by the worst lateness, and a margin, never runs out of media; so
// the same rule suits frames that are pushed, segments that grow and parts that are asked for, over any network.

interface SecondOfArrivals {
  readonly atSeconds: number;
  readonly worst: number;
}

const MEMORY_SECONDS = 15;
// A single hiccup is not worth staying further behind for.
const FORGIVEN_SECONDS = 1;
const ENOUGH_SECONDS = 4;
// However irregular media comes, a network that keeps up at all does not need more.
const MAX_EXTRA_SECONDS = 0.5;

// Media so much later than usual was cut off: what comes when the connection is back says nothing about how regularly
// it will come. Unless it stays that late.
const OUTAGE_SECONDS = 1;
const MAX_OUTAGE_SECONDS = 5;

/** How late media has come lately. */
export class ArrivalRecord {
  #seconds: readonly SecondOfArrivals[] = [];
  #lateSinceSeconds: number | null = null;

  add(nowSeconds: number, lateness: number): void {
    if (this.#isOutage(nowSeconds, lateness)) return;
    const atSeconds = Math.floor(nowSeconds);
    const last = this.#seconds.at(-1);
    if (last?.atSeconds === atSeconds) {
      const worst = Math.max(last.worst, lateness);
      this.#seconds = [...this.#seconds.slice(0, -1), { atSeconds, worst }];
    } else {
      const recent = this.#seconds.filter((each) => atSeconds - each.atSeconds < MEMORY_SECONDS);
      this.#seconds = [...recent, { atSeconds, worst: lateness }];
    }
  }

  /** The lateness to be ready for; null while nothing is known. What was worse than usual is forgotten bit by bit. */
  expected(nowSeconds: number): number | null {
    const usual = this.#usual();
    if (usual === null) return null;
    const fading = this.#seconds
      .map(({ atSeconds, worst }) => {
        const extra = Math.min(Math.max(worst - usual, 0), MAX_EXTRA_SECONDS);
        const share = 1 - (nowSeconds - atSeconds) / MEMORY_SECONDS;
        return usual + extra * Math.max(share, 0);
      })
      .sort((a, b) => b - a);
    return fading[fading.length < ENOUGH_SECONDS ? 0 : FORGIVEN_SECONDS] ?? usual;
  }

  clear(): void {
    this.#seconds = [];
  }

  #usual(): number | null {
    const sorted = this.#seconds.map(({ worst }) => worst).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  #isOutage(nowSeconds: number, lateness: number): boolean {
    const isLate = lateness - (this.#usual() ?? lateness) > OUTAGE_SECONDS;
    this.#lateSinceSeconds = isLate ? (this.#lateSinceSeconds ?? nowSeconds) : null;
    return isLate && nowSeconds - (this.#lateSinceSeconds ?? nowSeconds) < MAX_OUTAGE_SECONDS;
  }
}

/** Media in hand when the latest piece comes. It grows when that was not enough, and comes back. */
export interface Margin {
  readonly baseSeconds: number;
  readonly seconds: number;
  readonly stallsAtMs: readonly number[];
  readonly adjustedAtMs: number;
}

const STALLS_TO_RAISE = 2;
const SAME_STALL_MS = 1000;
const STALL_MEMORY_MS = 10_000;
const RAISE_FACTOR = 1.5;
const MAX_MARGIN_FACTOR = 4;
const CALM_MS = 30_000;
const LOWER_SECONDS_PER_SECOND = 0.005;

export function createMargin(baseSeconds: number, nowMs: number): Margin {
  return { baseSeconds, seconds: baseSeconds, stallsAtMs: [], adjustedAtMs: nowMs };
}

/** Two stalls in ten seconds raise the margin by half; what follows a stall at once is still the same one. */
export function afterStall(margin: Margin, nowMs: number): Margin {
  const last = margin.stallsAtMs.at(-1) ?? -Infinity;
  if (nowMs - last < SAME_STALL_MS) return margin;
  const stallsAtMs = [...margin.stallsAtMs.filter((atMs) => nowMs - atMs < STALL_MEMORY_MS), nowMs];
  if (stallsAtMs.length < STALLS_TO_RAISE) return { ...margin, stallsAtMs, adjustedAtMs: nowMs };
  const seconds = Math.min(margin.seconds * RAISE_FACTOR, margin.baseSeconds * MAX_MARGIN_FACTOR);
  return { ...margin, seconds, stallsAtMs: [], adjustedAtMs: nowMs };
}

/** After half a minute without a stall the margin sinks slowly to where it began. */
export function afterCalm(margin: Margin, nowMs: number): Margin {
  const calmMs = nowMs - margin.adjustedAtMs;
  if (margin.seconds === margin.baseSeconds || calmMs < CALM_MS) return margin;
  const seconds = Math.max(
    margin.baseSeconds,
    margin.seconds - ((calmMs - CALM_MS) / 1000) * LOWER_SECONDS_PER_SECOND,
  );
  return { ...margin, seconds, adjustedAtMs: nowMs - CALM_MS };
}

const GAIN = 0.6;
const MIN_RATE = 0.9;
const MAX_RATE = 1.25;
const BEHIND_SECONDS = 0.02;
const AHEAD_SECONDS = -0.015;
// Speeding up with less than this in hand would only bring the next stall.
const MIN_AHEAD_SECONDS = 0.04;
const RATE_STEP = 0.01;

/**
 * The playback rate that leads back to where the video should be.
 * @param excess seconds further behind live than need be
 * @param ahead seconds of media in hand
 */
export function steerRate(excess: number, ahead: number): number {
  const canSpeedUp = excess > BEHIND_SECONDS && ahead > MIN_AHEAD_SECONDS;
  if (!canSpeedUp && excess >= AHEAD_SECONDS) return 1;
  return Math.min(MAX_RATE, Math.max(MIN_RATE, 1 + GAIN * excess));
}

/** Small corrections are not worth disturbing the decoder; coming back to 1 always is. */
export function isWorthSetting(rate: number, currentRate: number): boolean {
  return Math.abs(rate - currentRate) > RATE_STEP || (rate === 1 && currentRate !== 1);
}

const LEAST_JUMP_SECONDS = 1;
const JUMP_FACTOR = 4;
const STALLED_JUMP_SECONDS = 0.3;

/**
 * Whether the video is so far behind that it jumps to live instead of hurrying there.
 * @param hasStalled whether the picture stood still just now: then a jump disturbs nobody
 */
export function isWorthJumping(excess: number, ahead: number, hasStalled = false): boolean {
  if (hasStalled) return excess > STALLED_JUMP_SECONDS;
  const needed = ahead - excess;
  return excess > Math.max(LEAST_JUMP_SECONDS, JUMP_FACTOR * needed);
}

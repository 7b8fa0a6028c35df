// The server's clock as seen from here: capture times are the server's, so a true delay needs it.

import { sleep } from '../player/sleep.ts';
import { hasJumped, thisMoment } from './device-clock.ts';
import type { Moment } from './device-clock.ts';

/** A question for the time. Local times are those of `performance.now()`, which never jumps. */
export interface ClockSample {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  /** Unix time. */
  readonly serverMs: number;
}

const SAMPLES = 4;
const SAMPLE_EVERY_MS = 150;
const FRESH_FOR_MS = 5 * 60_000;
// Clocks drift apart, so an old answer is worth little even if it came quickly.
const MEMORY_MS = 2 * 60_000;
const FIRST_ANSWER_WITHIN_MS = 1000;

/** The quickest round trip says most: half of it is the error at worst. Null without samples. */
export function bestOf(samples: readonly ClockSample[]): ClockSample | null {
  return samples.reduce<ClockSample | null>(
    (best, sample) => (best === null || roundTripOf(sample) < roundTripOf(best) ? sample : best),
    null,
  );
}

/** What to add to the local clock, by one sample. */
export function offsetOf({ sentAtMs, receivedAtMs, serverMs }: ClockSample): number {
  return serverMs - (sentAtMs + receivedAtMs) / 2;
}

/** Whether two samples can both be right: a clock that was set, or a computer that slept, makes them differ. */
export function doAgree(one: ClockSample, other: ClockSample): boolean {
  const apartMs = Math.abs(offsetOf(one) - offsetOf(other));
  return apartMs <= (roundTripOf(one) + roundTripOf(other)) / 2 + ROUNDING_MS;
}

// api/time tells whole milliseconds, and clocks drift a little while samples are kept.
const ROUNDING_MS = 5;

function roundTripOf({ sentAtMs, receivedAtMs }: ClockSample): number {
  return receivedAtMs - sentAtMs;
}

export class ServerClock {
  readonly #timeUrl: string;
  #samples: readonly ClockSample[] = [];
  #best: ClockSample | null = null;
  #since: Moment = thisMoment();
  #syncing: Promise<void> | null = null;

  constructor(timeUrl: string) {
    this.#timeUrl = timeUrl;
  }

  /** Unix time in ms by the server, or null as long as it was never asked with success. */
  nowMs(): number | null {
    return this.at(performance.now());
  }

  /** The same for a moment of `performance.now()`. */
  at(performanceMs: number): number | null {
    const best = this.#known();
    return best === null ? null : performanceMs + offsetOf(best);
  }

  /** The quickest round trip of late in ms; null while unknown. */
  get roundTripMs(): number | null {
    const best = this.#known();
    return best === null ? null : roundTripOf(best);
  }

  /** Takes an answer that came some other way than by asking here. */
  add(sample: ClockSample): void {
    const recent = this.#samples.filter(
      (each) => sample.receivedAtMs - each.receivedAtMs < MEMORY_MS && doAgree(each, sample),
    );
    this.#samples = [...recent, sample];
    this.#best = bestOf(this.#samples);
    this.#since = thisMoment();
  }

  /** Asks the server when the last answer is some minutes old. Never rejects: the old offset serves meanwhile. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    const lastMs = this.#known() === null ? -Infinity : (this.#samples.at(-1)?.receivedAtMs ?? 0);
    if (this.#syncing === null && performance.now() - lastMs < FRESH_FOR_MS) return;
    this.#syncing ??= this.#sync(signal).finally(() => {
      this.#syncing = null;
    });
    await this.#syncing;
  }

  /** Resolves when there is an answer, or none came within a second. */
  async firstAnswer(): Promise<void> {
    if (this.#known() !== null) return;
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), FIRST_ANSWER_WITHIN_MS);
    const sample = await this.#sample(giveUp.signal);
    clearTimeout(timer);
    if (sample !== null) this.add(sample);
  }

  /** Nothing any more after a sleep, in which `performance.now()` may have stood still. */
  #known(): ClockSample | null {
    if (this.#best !== null && hasJumped(this.#since)) {
      this.#samples = [];
      this.#best = null;
    }
    return this.#best;
  }

  async #sync(signal: AbortSignal): Promise<void> {
    for (let taken = 0; taken < SAMPLES && !signal.aborted; taken++) {
      const sample = await this.#sample(signal);
      if (sample === null) return;
      this.add(sample);
      await sleep(SAMPLE_EVERY_MS, signal);
    }
  }

  async #sample(signal: AbortSignal): Promise<ClockSample | null> {
    const sentAtMs = performance.now();
    try {
      const response = await fetch(this.#timeUrl, { cache: 'no-store', signal });
      const receivedAtMs = performance.now();
      // Some words of a proxy are a date as well, to Date.parse.
      const serverMs = response.ok ? Date.parse(await response.text()) : Number.NaN;
      return Number.isNaN(serverMs) ? null : { sentAtMs, receivedAtMs, serverMs };
    } catch {
      return null; // Nobody answers, or nobody wants to know any more: the player notices by itself.
    }
  }
}

const clocks = new Map<string, ServerClock>();

/** The clock of a server, shared by all who ask for it on this page. */
export function serverClockOf(rootUrl: string): ServerClock {
  const known = clocks.get(rootUrl);
  if (known !== undefined) return known;
  const clock = new ServerClock(`${rootUrl}api/time`);
  clocks.set(rootUrl, clock);
  return clock;
}

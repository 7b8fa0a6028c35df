// The server's clock as seen from here: the capture times in playlists are the server's, so a true delay needs it.

import { sleep } from './sleep.ts';

export interface ClockSample {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  readonly serverMs: number;
}

const SAMPLES = 4;
const SAMPLE_EVERY_MS = 150;
const FRESH_FOR_MS = 5 * 60_000;

/** What to add to the local clock. The quickest round trip says most: half of it is the error at worst. */
export function estimateOffsetMs(samples: readonly ClockSample[]): number {
  let offsetMs = 0;
  let quickestMs = Infinity;
  for (const { sentAtMs, receivedAtMs, serverMs } of samples) {
    const roundTripMs = receivedAtMs - sentAtMs;
    if (roundTripMs >= quickestMs) continue;
    quickestMs = roundTripMs;
    offsetMs = serverMs - (sentAtMs + receivedAtMs) / 2;
  }
  return offsetMs;
}

export class ServerClock {
  readonly #timeUrl: string;
  #offsetMs: number | null = null;
  #syncedAtMs = -Infinity;
  #syncing: Promise<void> | null = null;

  constructor(timeUrl: string) {
    this.#timeUrl = timeUrl;
  }

  /** Unix time in ms by the server, or null as long as it was never asked with success. */
  nowMs(): number | null {
    return this.#offsetMs === null ? null : Date.now() + this.#offsetMs;
  }

  /** Asks the server when the last answer is some minutes old. Never rejects: the old offset serves meanwhile. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    if (Math.abs(Date.now() - this.#syncedAtMs) < FRESH_FOR_MS) return;
    this.#syncing ??= this.#sync(signal).finally(() => {
      this.#syncing = null;
    });
    await this.#syncing;
  }

  async #sync(signal: AbortSignal): Promise<void> {
    const samples: ClockSample[] = [];
    for (let taken = 0; taken < SAMPLES && !signal.aborted; taken++) {
      const sample = await this.#sample(signal);
      if (sample === null) return;
      samples.push(sample);
      this.#offsetMs = estimateOffsetMs(samples);
      await sleep(SAMPLE_EVERY_MS, signal);
    }
    if (!signal.aborted) this.#syncedAtMs = Date.now();
  }

  async #sample(signal: AbortSignal): Promise<ClockSample | null> {
    const sentAtMs = Date.now();
    try {
      const response = await fetch(this.#timeUrl, { cache: 'no-store', signal });
      const receivedAtMs = Date.now();
      const serverMs = Date.parse(await response.text());
      return Number.isNaN(serverMs) ? null : { sentAtMs, receivedAtMs, serverMs };
    } catch {
      return null; // Nobody answers, or nobody wants to know any more: the player notices by itself.
    }
  }
}

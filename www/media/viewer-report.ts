// What a player tells the server of its delay, every ten seconds: so that people can see what their viewers see.

import type { Transport } from './delivery.ts';
import { percentile } from './delay-meter.ts';

/** What a player counts, since it began. */
export interface PlayerCounts {
  readonly stalls: number;
  readonly dropped: number;
  readonly frames: number;
}

/** What is read when a report is due. */
export interface ReportReadings {
  /** Delays since the last report, in ms. */
  takeDelays(): readonly number[];
  counts(): PlayerCounts;
}

export interface ReportOptions {
  readonly url: string;
  /** Tells this player from all others; made once a player. */
  readonly viewer: string;
  readonly transport: Transport;
}

const FIRST_AFTER_MS = 3000;
const EVERY_MS = 10_000;
// The server refuses more.
const LEAST_APART_MS = 2500;

export class ViewerReport {
  readonly #options: ReportOptions;
  readonly #readings: ReportReadings;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sinceMs: number | null = null;
  #counts: PlayerCounts = { stalls: 0, dropped: 0, frames: 0 };

  constructor(options: ReportOptions, readings: ReportReadings) {
    this.#options = options;
    this.#readings = readings;
  }

  /** To be called with the first picture. */
  start(): void {
    this.#sinceMs = performance.now();
    this.#counts = this.#readings.counts();
    this.#timer = setTimeout(() => this.#report(), FIRST_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    const isWorthIt = this.#sinceMs !== null && performance.now() - this.#sinceMs >= LEAST_APART_MS;
    if (isWorthIt) this.#send();
    this.#sinceMs = null;
  }

  #report(): void {
    this.#send();
    this.#timer = setTimeout(() => this.#report(), EVERY_MS);
  }

  #send(): void {
    const delays = this.#readings.takeDelays();
    const p50 = percentile(delays, 0.5);
    const p95 = percentile(delays, 0.95);
    if (p50 === null || p95 === null) return;
    const nowMs = performance.now();
    const before = this.#counts;
    const counts = this.#readings.counts();
    const report = {
      viewer: this.#options.viewer,
      transport: this.#options.transport,
      delay_ms: { p50: Math.round(p50), p95: Math.round(p95) },
      stalls: Math.max(counts.stalls - before.stalls, 0),
      dropped: Math.max(counts.dropped - before.dropped, 0),
      frames: Math.max(counts.frames - before.frames, 0),
      seconds: Math.round((nowMs - (this.#sinceMs ?? nowMs)) / 1000),
    };
    this.#sinceMs = nowMs;
    this.#counts = counts;
    post(this.#options.url, report);
  }
}

/** `keepalive`, because the last report is sent when the page goes. */
function post(url: string, report: object): void {
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(report),
    keepalive: true,
  }).catch(() => {}); // A report that is lost is not missed; the next one comes.
}

const VIEWER_BYTES = 15;

/** A name that no other player has. `crypto.randomUUID` wants HTTPS, which a home server seldom has. */
export function createViewerName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(VIEWER_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

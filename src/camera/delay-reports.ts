// What viewers see: how long after its capture a frame is on their screens, and what they missed.

export type Transport = 'live' | 'll-dash' | 'll-hls' | 'dash' | 'hls' | 'native';

/** What a player says every 10 s, as it stands on the wire; counts are those since its last report. */
export interface DelayReport {
  /** Random, made once a player: it names nobody. */
  readonly viewer: string;
  readonly transport: Transport;
  /** From the capture of a frame to its presentation; null where no frame was presented. */
  readonly delay_ms: { readonly p50: number; readonly p95: number } | null;
  readonly stalls: number;
  readonly dropped: number;
  readonly frames: number;
  readonly seconds: number;
}

/** Over the viewers who reported lately. */
export interface DelaySummary {
  /** Half of the viewers are no later than this in the middle. */
  readonly p50: number;
  /** 95 of 100 viewers are no later than this nearly all the time. */
  readonly p95: number;
  readonly viewers: number;
}

/** Sums of all reports there have been; they only grow. */
export interface ReportTotals {
  readonly stalls: number;
  readonly dropped: number;
  readonly frames: number;
  readonly seconds: number;
}

/** A viewer who reports nothing this long is forgotten. */
const FORGET_AFTER_MS = 30_000;
const MIN_INTERVAL_MS = 2_000;
/** Who sends made-up names must not fill the memory. */
const MAX_VIEWERS = 1_000;

interface Entry {
  readonly report: DelayReport;
  readonly at: number;
}

/** The newest report of each viewer of a camera. */
export class DelayReports {
  readonly #now: () => number;
  /** The one who reported last is at the end. */
  readonly #entries = new Map<string, Entry>();
  #totals: ReportTotals = { stalls: 0, dropped: 0, frames: 0, seconds: 0 };

  /** @param now ms of a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @returns after how many ms the viewer may try again; 0 when the report was taken */
  add(report: DelayReport): number {
    this.#forget();
    const at = this.#now();
    const earlier = this.#entries.get(report.viewer);
    const waitMs = earlier ? earlier.at + MIN_INTERVAL_MS - at : this.#waitForRoom(at);
    if (waitMs > 0) return waitMs;
    this.#entries.delete(report.viewer);
    this.#entries.set(report.viewer, { report, at });
    this.#totals = addUp(this.#totals, report);
    return 0;
  }

  /** null when nobody knows. */
  get summary(): DelaySummary | null {
    const delays = this.#reports().flatMap(({ delay_ms: delay }) => delay ?? []);
    if (delays.length === 0) return null;
    return {
      p50: Math.round(
        percentile(
          delays.map(({ p50 }) => p50),
          0.5,
        ),
      ),
      p95: Math.round(
        percentile(
          delays.map(({ p95 }) => p95),
          0.95,
        ),
      ),
      viewers: delays.length,
    };
  }

  /** How many play by which transport. */
  get transports(): ReadonlyMap<Transport, number> {
    const counts = new Map<Transport, number>();
    for (const { transport } of this.#reports()) {
      counts.set(transport, (counts.get(transport) ?? 0) + 1);
    }
    return counts;
  }

  get totals(): ReportTotals {
    return this.#totals;
  }

  /** Nobody watches any more; the totals stay. */
  clear(): void {
    this.#entries.clear();
  }

  #reports(): DelayReport[] {
    this.#forget();
    return [...this.#entries.values()].map(({ report }) => report);
  }

  #forget(): void {
    const oldest = this.#now() - FORGET_AFTER_MS;
    for (const [viewer, { at }] of this.#entries) {
      if (at > oldest) break;
      this.#entries.delete(viewer);
    }
  }

  #waitForRoom(now: number): number {
    const [oldest] = this.#entries.values();
    if (!oldest || this.#entries.size < MAX_VIEWERS) return 0;
    return oldest.at + FORGET_AFTER_MS - now;
  }
}

function addUp(
  sums: ReportTotals,
  { stalls, dropped, frames, seconds }: ReportTotals,
): ReportTotals {
  return {
    stalls: sums.stalls + stalls,
    dropped: sums.dropped + dropped,
    frames: sums.frames + frames,
    seconds: sums.seconds + seconds,
  };
}

/** The smallest value that no smaller share of all lies at or below (nearest rank). */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

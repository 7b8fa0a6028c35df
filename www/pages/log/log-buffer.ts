// The newest lines of the log, and which of them are wanted.

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** As the server sends it, redacted. */
export interface LogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly level: string;
  readonly camera: string | null;
  readonly text: string;
}

export type LogEntry =
  | ({ readonly kind: 'line'; readonly number: number } & LogLine)
  /** So many lines never came. */
  | { readonly kind: 'lost'; readonly number: number; readonly count: number };

export interface LogFilter {
  readonly level: LogLevel;
  /** Null: all, and what belongs to none. */
  readonly camera: string | null;
  readonly text: string;
}

export const UNFILTERED: LogFilter = { level: 'trace', camera: null, text: '' };

const MAX_ENTRIES = 2000;

export class LogBuffer {
  readonly #max: number;
  #entries: LogEntry[] = [];
  #count = 0;

  constructor(max = MAX_ENTRIES) {
    this.#max = max;
  }

  /** Oldest first. Numbers go up by one, over all that there ever was. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** Of the newest entry; 0 without any. */
  get newest(): number {
    return this.#count;
  }

  add(line: LogLine): void {
    this.#push({ kind: 'line', number: ++this.#count, ...line });
  }

  lose(count: number): void {
    this.#push({ kind: 'lost', number: ++this.#count, count });
  }

  /** After a cut, the server tells its newest lines again: those that are here already are left out. */
  catchUp(lines: readonly LogLine[]): void {
    for (const line of lines.slice(this.#countKnown(lines))) this.add(line);
  }

  #countKnown(lines: readonly LogLine[]): number {
    const known = this.#entries.filter((entry) => entry.kind === 'line');
    const last = known.at(-1);
    if (last === undefined) return 0;
    const at = lines.map((line) => isSame(line, last)).lastIndexOf(true);
    return (at >= 0 ? at : lines.map(({ time }) => time <= last.time).lastIndexOf(true)) + 1;
  }

  #push(entry: LogEntry): void {
    this.#entries.push(entry);
    // Not one by one: moving all the others for each line costs most when there are many.
    if (this.#entries.length > this.#max * 1.1) this.#entries = this.#entries.slice(-this.#max);
  }
}

export function selectEntries(
  entries: readonly LogEntry[],
  { level, camera, text }: LogFilter,
): readonly LogEntry[] {
  const lowest = LEVELS.indexOf(level);
  const wanted = text.trim().toLowerCase();
  return entries.filter((entry) => {
    if (entry.kind === 'lost') return true;
    return (
      rankOf(entry.level) >= lowest &&
      (camera === null || entry.camera === camera) &&
      (wanted === '' || `${entry.camera ?? ''} ${entry.text}`.toLowerCase().includes(wanted))
    );
  });
}

/** Of an unknown level, rather too high than hidden. */
function rankOf(level: string): number {
  const rank = LEVELS.findIndex((known) => known === level);
  return rank < 0 ? LEVELS.length : rank;
}

/** As it is copied, one a line. */
export function renderEntries(entries: readonly LogEntry[]): string {
  const lines = entries.map((entry) => {
    if (entry.kind === 'lost') return `… ${entry.count} lines left out`;
    const camera = entry.camera === null ? '' : `[${entry.camera}] `;
    return `${entry.time} ${entry.level.toUpperCase()} ${camera}${entry.text}`;
  });
  return lines.join('\n');
}

function isSame(one: LogLine, other: LogLine): boolean {
  return one.time === other.time && one.text === other.text && one.camera === other.camera;
}

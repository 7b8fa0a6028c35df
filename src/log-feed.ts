// The newest lines of the log, for people who look at them in the browser.

export interface LogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly level: string;
  /** The camera it is about. */
  readonly camera: string | null;
  /** One line, as the log shows it: message, error and data. */
  readonly text: string;
}

type Listener = (line: LogLine) => void;

/** What a page shows when it opens. */
const KEPT_LINES = 300;
const LONGEST_LINE = 1000;

/** Keeps as many lines as a page shows, and passes on each as it comes. */
export class LogFeed {
  readonly #listeners = new Set<Listener>();
  #lines: LogLine[] = [];

  /** Oldest first. */
  get lines(): readonly LogLine[] {
    return this.#lines.slice(-KEPT_LINES);
  }

  /** @param line free of secrets */
  push({ text, ...line }: LogLine): void {
    const kept = {
      ...line,
      text: text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text,
    };
    this.#lines.push(kept);
    // Now and then, so that a line costs the same however many are kept.
    if (this.#lines.length >= 2 * KEPT_LINES) this.#lines = this.#lines.slice(-KEPT_LINES);
    for (const listener of this.#listeners) listener(kept);
  }

  /** Calls `listener` with each line to come; the returned function ends that. */
  follow(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

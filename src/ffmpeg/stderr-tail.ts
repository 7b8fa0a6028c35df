/** A program that talks without end must not fill the memory. */
const MAX_LINES = 50;

/** No address is so long: one that is cut within its password would not be recognised as such. */
const MAX_LINE_LENGTH = 4096;

/** The last lines of a program's standard error. */
export class StderrTail {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #lines: string[] = [];
  #partial = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  push(chunk: Uint8Array): void {
    const lines = (this.#partial + this.#decoder.decode(chunk, { stream: true })).split(/[\r\n]+/);
    this.#partial = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const line of lines) this.#add(line);
  }

  /** What came last may lack its line break. */
  end(): void {
    this.#add(this.#partial + this.#decoder.decode());
    this.#partial = '';
  }

  #add(text: string): void {
    const line = text.slice(0, MAX_LINE_LENGTH).trim();
    if (line === '') return;
    this.#lines.push(line);
    if (this.#lines.length > 2 * MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
    this.#onLine(line);
  }
}

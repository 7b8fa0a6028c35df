/** An answer as it is published, without its transaction. */
export type Answer =
  | { readonly status: 'ok'; readonly data: object }
  | {
      readonly status: 'error';
      readonly data: object;
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly details: readonly object[];
      };
    };

const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Answers of the last minute: a command that comes twice is carried out once. */
export class Answers {
  readonly #answers = new Map<
    string,
    { readonly atMs: number; readonly answer: Promise<Answer> }
  >();

  /** @param key of the command and its transaction; null is never the same as another */
  remember(
    key: string | null,
    run: () => Promise<Answer>,
    nowMs: number = Date.now(),
  ): Promise<Answer> {
    this.#forget(nowMs);
    const known = key === null ? undefined : this.#answers.get(key);
    if (known) return known.answer;
    const answer = run();
    if (key !== null) this.#answers.set(key, { atMs: nowMs, answer });
    return answer;
  }

  #forget(nowMs: number): void {
    for (const [key, { atMs }] of this.#answers) {
      // In order of time: the first that stays ends it.
      if (nowMs - atMs < REMEMBERED_MS && this.#answers.size <= MAX_REMEMBERED) break;
      this.#answers.delete(key);
    }
  }
}

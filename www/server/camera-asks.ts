// Questions for the state of cameras. A dozen players ask at the same moment, mostly when there is trouble: those who ask
// while an answer is under way share the next one.

import type { CameraList, CameraState } from './api.ts';

/** Comes to an end by itself. */
export type LoadJson = <T>(path: string) => Promise<T>;

interface Ask {
  /** Null: all of them. */
  readonly id: string | null;
  readonly signal: AbortSignal;
  readonly resolve: (list: CameraList) => void;
  readonly reject: (error: unknown) => void;
  readonly leave: () => void;
}

export class CameraAsks {
  readonly #load: LoadJson;
  #waiting: Ask[] = [];
  #isAsking = false;

  constructor(load: LoadJson) {
    this.#load = load;
  }

  /** All cameras. Rejects as `load` does. */
  async list(signal: AbortSignal): Promise<CameraList> {
    return await this.#ask(null, signal);
  }

  /** One camera; null when there is no such. Rejects as `load` does. */
  async camera(id: string, signal: AbortSignal): Promise<CameraState | null> {
    const { cameras } = await this.#ask(id, signal);
    return cameras.find((each) => each.id === id) ?? null;
  }

  async #ask(id: string | null, signal: AbortSignal): Promise<CameraList> {
    return await new Promise((resolve, reject) => {
      // Whoever does not want to know any more need not wait for those who do.
      const giveUp = (): void => reject(abortReason());
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
      // Some ask every other second for days, with one signal.
      const leave = (): void => signal.removeEventListener('abort', giveUp);
      this.#waiting.push({ id, signal, resolve, reject, leave });
      if (!this.#isAsking) void this.#answerAll();
    });
  }

  async #answerAll(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      const asks = this.#waiting.filter(({ signal }) => !signal.aborted);
      this.#waiting = [];
      if (asks.length > 0) await this.#answer(asks);
    }
    this.#isAsking = false;
  }

  async #answer(asks: readonly Ask[]): Promise<void> {
    try {
      const list = await this.#loadFor(new Set(asks.map(({ id }) => id)));
      for (const { resolve } of asks) resolve(list);
    } catch (error) {
      for (const { reject } of asks) reject(error);
    }
    for (const { leave } of asks) leave();
  }

  async #loadFor(ids: ReadonlySet<string | null>): Promise<CameraList> {
    const [id] = ids;
    if (ids.size > 1 || id === null || id === undefined) return await this.#load('api/cameras');
    const camera = await this.#load<CameraState>(`api/cameras/${id}`);
    return { cameras: [{ ...camera, id }] };
  }
}

function abortReason(): DOMException {
  return new DOMException('The question was taken back', 'AbortError');
}

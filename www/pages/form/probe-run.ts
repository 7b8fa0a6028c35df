// One look at a source: asked, waited for, cancelled, answered.

import { ServerRefusal } from '../../server/request.ts';
import type { OptionValues, ProbeResult } from '../../server/admin-api.ts';

export type ProbeState =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking'; readonly sinceMs: number }
  | { readonly kind: 'found'; readonly result: ProbeResult }
  /** The error is null when nobody answered. */
  | { readonly kind: 'failed'; readonly error: ServerRefusal | null };

export type AskProbe = (body: OptionValues, signal: AbortSignal) => Promise<ProbeResult>;

export class ProbeRun {
  readonly #ask: AskProbe;
  readonly #onChange: () => void;
  #state: ProbeState = { kind: 'none' };
  #asking: AbortController | null = null;
  #tick: ReturnType<typeof setInterval> | undefined;

  /** @param onChange also every second while it looks */
  constructor(ask: AskProbe, onChange: () => void) {
    this.#ask = ask;
    this.#onChange = onChange;
  }

  get state(): ProbeState {
    return this.#state;
  }

  /** Looks anew, whatever it was at. */
  async look(body: OptionValues): Promise<void> {
    this.forget();
    const asking = new AbortController();
    this.#asking = asking;
    this.#tick = setInterval(this.#onChange, 1000);
    this.#set({ kind: 'looking', sinceMs: Date.now() });
    const state = await this.#answer(body, asking.signal);
    if (asking.signal.aborted) return;
    clearInterval(this.#tick);
    this.#asking = null;
    this.#set(state);
  }

  /** Ends the look; what was found belongs to another source now. */
  forget(): void {
    this.#asking?.abort();
    this.#asking = null;
    clearInterval(this.#tick);
    if (this.#state.kind !== 'none') this.#set({ kind: 'none' });
  }

  async #answer(body: OptionValues, signal: AbortSignal): Promise<ProbeState> {
    try {
      return { kind: 'found', result: await this.#ask(body, signal) };
    } catch (error) {
      return { kind: 'failed', error: error instanceof ServerRefusal ? error : null };
    }
  }

  #set(state: ProbeState): void {
    this.#state = state;
    this.#onChange();
  }
}

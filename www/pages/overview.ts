// What the page of all cameras knows, asked anew now and then while somebody looks.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { sleep } from '../player/sleep.ts';
import { loadIssues, loadOverview } from '../server/admin-api.ts';
import type { Caller, HealthIssue } from '../server/admin-api.ts';
import type { CameraState } from '../server/api.ts';
import type { ServerRefusal } from '../server/request.ts';

const EVERY_MS = 10_000;
const RETRY_EVERY_MS = 3000;

const NOBODY: Caller = { may_change: false, reason: null };

export class OverviewPoll implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #rootUrl: string;
  #cameras: readonly CameraState[] | null = null;
  #issues: readonly HealthIssue[] = [];
  #caller: Caller = NOBODY;
  #problem: Error | null = null;
  #polling = new AbortController();
  #nap = new AbortController();

  constructor(host: ReactiveControllerHost, rootUrl: string) {
    this.#host = host;
    this.#rootUrl = rootUrl;
    host.addController(this);
  }

  /** Null until the server has answered once. */
  get cameras(): readonly CameraState[] | null {
    return this.#cameras;
  }

  get issues(): readonly HealthIssue[] {
    return this.#issues;
  }

  get caller(): Caller {
    return this.#caller;
  }

  /** Why the last question got no answer: the server's refusal, or null when nobody answered. */
  get problem(): ServerRefusal | Error | null {
    return this.#problem;
  }

  hostConnected(): void {
    this.#polling = new AbortController();
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#poll(this.#polling.signal).catch(reportError);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#polling.abort();
    this.#nap.abort();
  }

  /** Asks at once. */
  refresh(): void {
    this.#nap.abort();
  }

  readonly #onVisible = (): void => {
    if (!document.hidden) this.refresh();
  };

  async #poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Ready for a refresh that comes while the server is asked.
      this.#nap = new AbortController();
      const { signal: nap } = this.#nap;
      if (this.#cameras === null || !document.hidden) await this.#ask(signal);
      await sleep(this.#problem === null ? EVERY_MS : RETRY_EVERY_MS, nap);
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    try {
      const [{ cameras, caller }, issues] = await Promise.all([
        loadOverview(this.#rootUrl, signal),
        loadIssues(this.#rootUrl, signal),
      ]);
      this.#cameras = cameras;
      this.#caller = caller;
      this.#issues = issues;
      this.#problem = null;
    } catch (error) {
      if (signal.aborted) return;
      this.#problem = error instanceof Error ? error : new Error(String(error));
    }
    this.#host.requestUpdate();
  }
}

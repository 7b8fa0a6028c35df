// Follows the fragment of the address, and lets nobody leave what has not been saved by accident.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { parseRoute } from './route.ts';
import type { Route } from './route.ts';

export interface RouteGuard {
  /** Whether something would be lost. */
  isDirty(): boolean;
  /** Asks for leave to lose it. */
  mayLeave(): Promise<boolean>;
}

/** Follows the address; leaves nothing behind that has not been saved, unless it may. */
export class HashRoute implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #guard: RouteGuard;
  #hash = location.hash;
  #isAsking = false;

  constructor(host: ReactiveControllerHost, guard: RouteGuard) {
    this.#host = host;
    this.#guard = guard;
    host.addController(this);
  }

  get route(): Route {
    return parseRoute(this.#hash);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#onHashChange);
    addEventListener('beforeunload', this.#onUnload);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#onHashChange);
    removeEventListener('beforeunload', this.#onUnload);
  }

  readonly #onHashChange = (): void => {
    const target = location.hash;
    if (target === this.#hash) return;
    if (!this.#guard.isDirty()) {
      this.#show(target);
      return;
    }
    // Back to where the form is, so that a reload meanwhile finds it.
    history.pushState(null, '', withHash(this.#hash));
    if (!this.#isAsking) this.#ask(target).catch(reportError);
  };

  async #ask(target: string): Promise<void> {
    this.#isAsking = true;
    const mayLeave = await this.#guard.mayLeave();
    this.#isAsking = false;
    if (!mayLeave) return;
    history.replaceState(null, '', withHash(target));
    this.#show(target);
  }

  #show(hash: string): void {
    this.#hash = hash;
    this.#host.requestUpdate();
  }

  readonly #onUnload = (event: BeforeUnloadEvent): void => {
    if (this.#guard.isDirty()) event.preventDefault();
  };
}

function withHash(hash: string): string {
  return location.pathname + location.search + hash;
}

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onLanguage } from './language.ts';

/** Renders an element anew when the language changes. */
export class Wording implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #end: () => void = () => {};

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#end = onLanguage(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#end();
  }
}

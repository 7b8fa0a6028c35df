// A word on what the user has just asked for: it comes and goes by itself.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const SHOWN_MS = 4000;

export class Notice implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #text = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Empty when there is nothing to say. */
  get text(): string {
    return this.#text;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#text = '';
  }

  show(text: string): void {
    this.#set(text);
    this.#timer = setTimeout(() => this.#set(''), SHOWN_MS);
  }

  /** Until something else is shown. */
  keep(text: string): void {
    this.#set(text);
  }

  #set(text: string): void {
    clearTimeout(this.#timer);
    this.#text = text;
    this.#host.requestUpdate();
  }
}

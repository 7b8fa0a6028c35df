// What lies over the picture when it is asked for: menu, timeline, statistics. Their code is loaded then.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Overlays implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #hasExtras = false;
  #isMenuOpen = false;
  #hasStats = false;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** Menu and timeline can be shown. */
  get hasExtras(): boolean {
    return this.#hasExtras;
  }

  get isMenuOpen(): boolean {
    return this.#isMenuOpen && this.#hasExtras;
  }

  get hasStats(): boolean {
    return this.#hasStats;
  }

  hostDisconnected(): void {
    this.#isMenuOpen = false;
  }

  /** Somebody points at the player, and will want them in a moment. */
  async prepare(): Promise<void> {
    if (this.#hasExtras) return;
    // The server is gone, or newer than this page: the next touch has another try.
    this.#hasExtras = await import('./player-extras.ts').then(
      () => true,
      () => false,
    );
    this.#host.requestUpdate();
  }

  readonly toggleMenu = (): void => {
    const hadFocus = this.#menu()?.shadowRoot?.activeElement != null;
    this.#isMenuOpen = !this.#isMenuOpen;
    this.#host.requestUpdate();
    if (this.#isMenuOpen) void this.prepare();
    else if (hadFocus) this.#button()?.focus();
  };

  async toggleStats(): Promise<void> {
    const hasStats = !this.#hasStats;
    if (hasStats) {
      const isLoaded = await import('./stats-overlay.ts').then(
        () => true,
        () => false,
      );
      if (!isLoaded) return;
    }
    this.#hasStats = hasStats;
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const menu = this.#menu();
    if (menu !== null) menu.anchor ??= this.#button();
  }

  #menu(): HTMLElementTagNameMap['oriel-player-menu'] | null {
    return this.#host.shadowRoot?.querySelector('oriel-player-menu') ?? null;
  }

  #button(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.more') ?? null;
  }
}

// The menu over the player. It lies in the top layer, where a small player does not cut it off. Loaded when first wanted.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { menuItems } from './menu-model.ts';
import type { MenuChoice, MenuItem, MenuPage, MenuView } from './menu-model.ts';
import { menuStyles } from './menu-styles.ts';
import { keyTable } from './player-keys.ts';
import { playerWords } from './player-words.ts';
import { basics } from './styles.ts';

const EDGE = 8;

/** Says `menu-choice` with a `MenuChoice`, and `menu-close` when it wants to be closed. */
export class PlayerMenu extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    view: { attribute: false },
    anchor: { attribute: false },
    playerWidth: { attribute: false },
    page: { state: true },
  };
  static override readonly styles = [
    basics,
    menuStyles,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  declare view: MenuView;
  /** The button it belongs to. */
  declare anchor: HTMLElement | null;
  declare playerWidth: number;
  declare page: MenuPage;

  constructor() {
    super();
    this.anchor = null;
    this.playerWidth = 0;
    this.page = 'main';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#onPointer, { capture: true });
    addEventListener('resize', this.#close);
    addEventListener('scroll', this.#onScroll, { capture: true, passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#onPointer, { capture: true });
    removeEventListener('resize', this.#close);
    removeEventListener('scroll', this.#onScroll, { capture: true });
  }

  protected override render(): TemplateResult {
    const words = playerWords();
    return html`<div
      class="menu"
      popover="manual"
      role=${this.page === 'keyboard' ? 'dialog' : 'menu'}
      aria-label=${this.#title() ?? words.more}
      tabindex="-1"
      @keydown=${this.#onKey}
    >
      ${this.#renderTitle()}
      ${this.page === 'keyboard' ? renderKeys() : this.#items().map((each) => this.#renderItem(each))}
    </div>`;
  }

  #renderTitle(): TemplateResult | typeof nothing {
    const title = this.#title();
    if (title === null) return nothing;
    return html`<button
      class="title"
      type="button"
      role=${this.page === 'keyboard' ? 'button' : 'menuitem'}
      @click=${() => this.#turnTo('main')}
    >
      ${icon('back')}<span>${title}</span>
    </button>`;
  }

  #title(): string | null {
    const words = playerWords();
    if (this.page === 'quality') return words.quality;
    if (this.page === 'protocol') return words.protocol;
    return this.page === 'keyboard' ? words.keyboard : null;
  }

  #renderItem({ label, icon: name, note, role, isChecked, choice }: MenuItem): TemplateResult {
    const checked = role === 'menuitem' ? nothing : isChecked ? 'true' : 'false';
    return html`<button
      type="button"
      role=${role}
      aria-checked=${checked}
      aria-haspopup=${choice.kind === 'page' ? 'true' : nothing}
      tabindex="-1"
      @click=${() => this.#choose(choice)}
    >
      <i>${name === null ? (isChecked ? icon('check') : nothing) : icon(name)}</i>
      <span>${label}</span>
      ${note === '' ? nothing : html`<small>${note}</small>`}
      ${
        choice.kind === 'page'
          ? icon('forth')
          : role === 'menuitemcheckbox' && isChecked
            ? icon('check')
            : nothing
      }
    </button>`;
  }

  #items(): readonly MenuItem[] {
    const { playerWidth } = this;
    // What the bar shows at this width is not said twice; see player-styles.ts.
    return menuItems(this.page, this.view).filter(
      ({ inBar }) =>
        !(inBar === 'wide' && playerWidth >= 480) && !(inBar === 'medium' && playerWidth >= 240),
    );
  }

  protected override firstUpdated(): void {
    const menu = this.#menu();
    // Older browsers show it where it is, over the player.
    menu?.showPopover?.();
    this.#place();
    this.#buttons()[0]?.focus();
  }

  protected override updated(): void {
    this.#place();
  }

  /** Above its button and to the left of it, as far as the screen goes. */
  #place(): void {
    const menu = this.#menu();
    const { anchor } = this;
    if (menu === null || anchor === null || menu.showPopover === undefined) return;
    const { top, right, bottom } = anchor.getBoundingClientRect();
    const width = menu.offsetWidth;
    const left = Math.min(Math.max(right - width, EDGE), innerWidth - width - EDGE);
    const above = top - 2 * EDGE;
    const below = innerHeight - bottom - 2 * EDGE;
    const isAbove = above >= menu.scrollHeight || above >= below;
    menu.style.left = `${Math.max(left, EDGE)}px`;
    menu.style.top = isAbove ? 'auto' : `${bottom + EDGE}px`;
    menu.style.bottom = isAbove ? `${innerHeight - top + EDGE / 2}px` : 'auto';
    menu.style.maxHeight = `${Math.max(isAbove ? above : below, 120)}px`;
  }

  #menu(): HTMLElement | null {
    return this.renderRoot.querySelector('.menu');
  }

  #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('button')];
  }

  #turnTo(page: MenuPage): void {
    this.page = page;
    void this.#focusFirst();
  }

  async #focusFirst(): Promise<void> {
    await this.updateComplete;
    const checked = this.renderRoot.querySelector<HTMLElement>('[role$=radio][aria-checked=true]');
    (checked ?? this.#buttons()[0])?.focus();
  }

  #choose(choice: MenuChoice): void {
    if (choice.kind === 'page') return this.#turnTo(choice.page);
    this.#close();
    this.dispatchEvent(new CustomEvent('menu-choice', { detail: choice }));
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('menu-close'));
  };

  readonly #onScroll = (event: Event): void => {
    if (!(event.target instanceof Node) || !this.renderRoot.contains(event.target)) this.#close();
  };

  readonly #onPointer = (event: Event): void => {
    const path = event.composedPath();
    const isOurs = path.includes(this) || (this.anchor !== null && path.includes(this.anchor));
    if (!isOurs) this.#close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const buttons = this.#buttons();
    const here = buttons.findIndex((each) => each.matches(':focus'));
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: (here + 1) % buttons.length,
      ArrowUp: (here - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) buttons[target]?.focus();
    else if (event.key === 'ArrowLeft' && this.page !== 'main') this.#turnTo('main');
    else if (event.key === 'ArrowRight') this.#openPage(buttons[here]);
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    // Space and Enter press the button; the player's own keys rest meanwhile.
    event.stopPropagation();
    if (event.key !== ' ' && event.key !== 'Enter' && event.key !== 'Tab') event.preventDefault();
  };

  #openPage(button: HTMLElement | undefined): void {
    if (button?.getAttribute('aria-haspopup') === 'true') button.click();
  }
}

function renderKeys(): TemplateResult {
  return html`<dl>
    ${keyTable().map(
      ([keys, does]) =>
        html`<div>
          <dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt>
          <dd>${does}</dd>
        </div>`,
    )}
  </dl>`;
}

customElements.define('oriel-player-menu', PlayerMenu);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-player-menu': PlayerMenu;
  }
  interface HTMLElementEventMap {
    'menu-choice': CustomEvent<MenuChoice>;
    'menu-close': CustomEvent<null>;
  }
}

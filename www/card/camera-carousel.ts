// Cameras side by side, one at a time: to swipe, by arrows, by dots, by the keyboard. The slides are its children.

import { css, html, LitElement, nothing, svg } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { Wording } from '../words/wording.ts';
import type { ShownCamera } from './camera-list.ts';
import { cardWords } from './card-words.ts';
import { icon } from './icons.ts';

/** More would not fit; then the position is told in numbers. */
const MOST_DOTS = 6;
/** As in the styles. */
const GAP_PX = 16;

const previousIcon = icon(svg`<path d="m14.5 6-6 6 6 6" />`);
const nextIcon = icon(svg`<path d="m9.5 6 6 6-6 6" />`);

export class CameraCarousel extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    cameras: {},
    at: { state: true },
  };
  static override readonly styles = css`
    :host {
      display: flex;
      flex-direction: column;
      position: relative;
      container-type: inline-size;
    }
    .strip {
      display: flex;
      flex: 1;
      /* Next to each other, browsers take the neighbour for visible, and it would play. */
      gap: 16px;
      min-height: 0;
      overflow-x: auto;
      overscroll-behavior-x: contain;
      scroll-snap-type: x mandatory;
      scrollbar-width: none;
      border-radius: inherit;
    }
    .strip::-webkit-scrollbar {
      display: none;
    }
    ::slotted(*) {
      flex: 0 0 100%;
      scroll-snap-align: center;
      scroll-snap-stop: always;
    }
    button {
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      cursor: pointer;
    }
    button svg {
      width: 24px;
      height: 24px;
    }
    .stage {
      display: flex;
      flex: 1;
      min-height: 0;
      position: relative;
    }
    .arrow {
      position: absolute;
      top: calc(50% - 22px);
      z-index: 1;
      border-radius: 50%;
      color: #fff;
      opacity: 0;
      transition: opacity 0.2s;
    }
    .arrow svg {
      width: 32px;
      height: 32px;
      padding: 4px;
      border-radius: 50%;
      background: rgb(10 12 14 / 62%);
    }
    .previous {
      left: 4px;
    }
    .next {
      right: 4px;
    }
    :host(:hover) .arrow:not([disabled]),
    .arrow:focus-visible {
      opacity: 1;
    }
    .arrow[disabled] {
      visibility: hidden;
    }
    .places {
      display: flex;
      justify-content: center;
      align-items: center;
      color: var(--secondary-text-color, #5e5e5e);
      font-variant-numeric: tabular-nums;
    }
    .dot::before {
      content: '';
      width: 8px;
      height: 8px;
      border-radius: 4px;
      background: currentColor;
      opacity: 0.45;
      transition:
        width 0.2s,
        opacity 0.2s;
    }
    .dot[aria-current]::before {
      width: 22px;
      background: var(--primary-color, #009ac7);
      opacity: 1;
    }
    .count {
      min-width: 5ch;
      text-align: center;
      font-size: 13px;
    }
    .dot {
      width: 36px;
    }
    :focus-visible {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: -4px;
    }
    /* Fingers swipe. */
    @media (hover: none) {
      .stage > .arrow {
        display: none;
      }
    }
    @container (max-width: 240px) {
      .dots .dot {
        display: none;
      }
    }
    @container (min-width: 241px) {
      .dots .count,
      .dots .step {
        display: none;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      * {
        transition: none !important;
      }
    }
  `;

  declare cameras: readonly Pick<ShownCamera, 'name'>[];
  /** The slide in view. */
  declare at: number;

  protected readonly wording = new Wording(this);
  /** Tells of a new place in the page too, as soon as there is room. */
  readonly #sizes = new ResizeObserver(() => this.#onSize());
  #width = 0;

  constructor() {
    super();
    this.cameras = [];
    this.at = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#width = 0;
  }

  protected override render(): TemplateResult {
    const words = cardWords();
    const isShort = this.cameras.length <= MOST_DOTS;
    return html`
      <div class="stage">
        <div
          class="strip"
          role="group"
          tabindex="0"
          aria-label=${words.cameras}
          @scroll=${this.#onScroll}
          @keydown=${this.#onKey}
        >
          <slot @slotchange=${this.#onSlides}></slot>
        </div>
        ${this.#renderStep('arrow previous', -1)} ${this.#renderStep('arrow next', 1)}
      </div>
      <div class="places ${isShort ? 'dots' : ''}">
        ${this.#renderStep('step', -1)}
        ${isShort ? this.cameras.map(({ name }, index) => this.#renderDot(name, index)) : nothing}
        <span class="count" aria-live="polite"
          >${words.position(this.at + 1, this.cameras.length)}</span
        >
        ${this.#renderStep('step', 1)}
      </div>
    `;
  }

  #renderDot(name: string, index: number): TemplateResult {
    return html`<button
      type="button"
      class="dot"
      aria-label=${cardWords().show(name)}
      aria-current=${index === this.at ? 'true' : nothing}
      @click=${() => this.#go(index)}
    ></button>`;
  }

  #renderStep(look: string, by: -1 | 1): TemplateResult {
    const words = cardWords();
    const to = this.at + by;
    return html`<button
      type="button"
      class=${look}
      aria-label=${by < 0 ? words.previous : words.next}
      ?disabled=${to < 0 || to >= this.cameras.length}
      @click=${() => this.#go(to)}
    >
      ${by < 0 ? previousIcon : nextIcon}
    </button>`;
  }

  protected override updated(): void {
    this.#onSlides();
  }

  #strip(): HTMLElement | null {
    return this.renderRoot.querySelector('.strip');
  }

  /** Controls that are out of view cannot be reached by the keyboard either. */
  readonly #onSlides = (): void => {
    for (const [index, slide] of [...this.children].entries()) {
      slide.toggleAttribute('inert', index !== this.at);
    }
  };

  readonly #onScroll = (): void => {
    const strip = this.#strip();
    if (strip === null || strip.clientWidth === 0) return;
    // From right to left, it scrolls below zero.
    this.at = Math.round(Math.abs(strip.scrollLeft) / (strip.clientWidth + GAP_PX));
  };

  /** What is taken out of the page, or hidden, begins at the left again, and does not say so. */
  #onSize(): void {
    const { clientWidth } = this;
    if (clientWidth === this.#width) return;
    this.#width = clientWidth;
    if (clientWidth > 0) this.#scrollTo(this.at, 'instant');
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    // Keys for a player inside are that player's.
    if (by === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    this.#go(this.at + (getComputedStyle(this).direction === 'rtl' ? -by : by));
  };

  #go(index: number): void {
    if (index < 0 || index >= this.cameras.length) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#scrollTo(index, isCalm ? 'instant' : 'smooth');
  }

  #scrollTo(index: number, behavior: ScrollBehavior): void {
    const strip = this.#strip();
    if (strip === null) return;
    const direction = getComputedStyle(this).direction === 'rtl' ? -1 : 1;
    strip.scrollTo({ left: direction * index * (strip.clientWidth + GAP_PX), behavior });
  }
}

customElements.define('oriel-carousel', CameraCarousel);

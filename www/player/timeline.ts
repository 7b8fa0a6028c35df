// The window of the past as a slider: its right end is live. While it is dragged, a small picture shows what was there.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { PreviewLoader } from './preview-loader.ts';
import { playerWords } from './player-words.ts';
import { behindAfterKey, behindAt, behindSpoken, behindText, shareOf } from './timeline-model.ts';
import { basics } from './styles.ts';

/** Says `timeline-seek` with the seconds behind live that somebody wants to see. */
export class Timeline extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    cameraUrl: { attribute: false },
    windowSeconds: { attribute: false },
    behindSeconds: { attribute: false },
    nowMs: { attribute: false },
    pointed: { state: true },
    dragged: { state: true },
  };
  static override readonly styles = [
    basics,
    css`
      :host {
        display: block;
      }
      .slider {
        position: relative;
        height: 28px;
        margin: 0 10px;
        cursor: pointer;
        touch-action: none;
      }
      .slider:focus-visible {
        outline: none;
      }
      .slider:focus-visible .thumb {
        outline: 3px solid var(--accent);
        outline-offset: 3px;
      }
      /* 44 px to touch, without lying over the buttons below. */
      .slider::before {
        content: '';
        position: absolute;
        inset: -16px -10px 0;
      }
      .track,
      .past,
      .wanted {
        position: absolute;
        top: 12px;
        left: 0;
        height: 4px;
        border-radius: 2px;
        transition:
          height 0.12s,
          top 0.12s;
      }
      .track {
        right: 0;
        background: rgb(255 255 255 / 32%);
      }
      .past {
        background: var(--accent);
      }
      .wanted {
        background: rgb(255 255 255 / 35%);
      }
      .slider:hover .track,
      .slider:hover .past,
      .slider:hover .wanted,
      .dragging .track,
      .dragging .past {
        top: 11px;
        height: 6px;
      }
      .thumb {
        position: absolute;
        top: 14px;
        width: 14px;
        height: 14px;
        margin: -7px;
        border-radius: 50%;
        background: #fff;
        box-shadow: 0 0 4px rgb(0 0 0 / 60%);
        transition: transform 0.12s;
      }
      .slider:hover .thumb,
      .dragging .thumb {
        transform: scale(1.25);
      }
      .bubble {
        position: absolute;
        bottom: 30px;
        display: grid;
        justify-items: center;
        gap: 4px;
        transform: translateX(-50%);
        pointer-events: none;
      }
      .bubble img {
        display: block;
        width: clamp(88px, 26cqw, 176px);
        max-height: 40cqh;
        border: 2px solid rgb(255 255 255 / 85%);
        border-radius: 8px;
        background: #000;
        object-fit: contain;
        box-shadow: 0 4px 16px rgb(0 0 0 / 50%);
      }
      .bubble span {
        padding: 2px 8px;
        border-radius: 10px;
        background: rgb(10 12 14 / 82%);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      @media (prefers-reduced-motion: reduce) {
        .thumb,
        .track,
        .past,
        .wanted {
          transition: none;
        }
      }
    `,
  ];

  declare cameraUrl: string;
  declare windowSeconds: number;
  /** Of what is on the screen; 0 for live. */
  declare behindSeconds: number;
  /** The time, by the clock of the server. */
  declare nowMs: () => number;
  /** Under the mouse, in seconds behind live. */
  declare pointed: number | null;
  declare dragged: number | null;

  readonly #preview = new PreviewLoader(() => this.requestUpdate());

  constructor() {
    super();
    this.cameraUrl = '';
    this.windowSeconds = 0;
    this.behindSeconds = 0;
    this.nowMs = () => Date.now();
    this.pointed = null;
    this.dragged = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#preview.clear();
    this.pointed = null;
    this.dragged = null;
  }

  protected override render(): TemplateResult {
    const { windowSeconds } = this;
    const behind = this.dragged ?? this.behindSeconds;
    const share = percent(shareOf(behind, windowSeconds));
    const wanted = this.dragged ?? this.pointed;
    return html`<div
      class="slider ${this.dragged === null ? '' : 'dragging'}"
      role="slider"
      tabindex="0"
      aria-label=${playerWords().timeline}
      aria-valuemin=${-Math.round(windowSeconds)}
      aria-valuemax="0"
      aria-valuenow=${-Math.min(Math.round(behind), Math.round(windowSeconds))}
      aria-valuetext=${behindSpoken(behind)}
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onUp}
      @pointercancel=${this.#onLeave}
      @pointerleave=${this.#onLeave}
      @keydown=${this.#onKey}
    >
      <div class="track"></div>
      ${
        this.pointed === null
          ? nothing
          : html`<div
              class="wanted"
              style="width:${percent(shareOf(this.pointed, windowSeconds))}"
            ></div>`
      }
      <div class="past" style="width:${share}"></div>
      <div class="thumb" style="left:${share}"></div>
      ${wanted === null ? nothing : this.#renderBubble(wanted)}
    </div>`;
  }

  #renderBubble(behind: number): TemplateResult {
    const url = this.#preview.url;
    const text = behind < 1 ? playerWords().live : behindText(behind);
    return html`<div class="bubble" style="left:${this.#bubbleLeft(behind)}">
      ${url === null ? nothing : html`<img alt="" src=${url} />`}<span>${text}</span>
    </div>`;
  }

  /** Kept inside the player. */
  #bubbleLeft(behind: number): string {
    const share = shareOf(behind, this.windowSeconds) * 100;
    const half = this.#preview.url === null ? 28 : 92;
    return `clamp(min(${half}px, 50%), ${share.toFixed(2)}%, max(100% - ${half}px, 50%))`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('pointed') && !changed.has('dragged')) return;
    const wanted = this.dragged ?? this.pointed;
    if (wanted === null || wanted < 1) this.#preview.clear();
    else this.#preview.show(this.cameraUrl, this.nowMs() - wanted * 1000);
  }

  #behindUnder({ clientX }: PointerEvent): number {
    const box = this.renderRoot.querySelector('.track')?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return behindAt((clientX - box.left) / box.width, this.windowSeconds);
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.pointed = null;
    this.dragged = this.#behindUnder(event);
  };

  readonly #onMove = (event: PointerEvent): void => {
    if (this.dragged !== null) this.dragged = this.#behindUnder(event);
    else if (event.pointerType === 'mouse') this.pointed = this.#behindUnder(event);
  };

  readonly #onUp = (event: PointerEvent): void => {
    if (this.dragged === null) return;
    this.#seek(this.#behindUnder(event));
    this.dragged = null;
  };

  readonly #onLeave = (event: PointerEvent): void => {
    if (event.type === 'pointercancel') this.dragged = null;
    this.pointed = null;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const behind = behindAfterKey(event.key, this.behindSeconds, this.windowSeconds);
    if (behind === null) return;
    event.preventDefault();
    this.#seek(behind);
  };

  #seek(behind: number): void {
    this.dispatchEvent(new CustomEvent('timeline-seek', { detail: behind }));
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

customElements.define('oriel-timeline', Timeline);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-timeline': Timeline;
  }
  interface HTMLElementEventMap {
    'timeline-seek': CustomEvent<number>;
  }
}

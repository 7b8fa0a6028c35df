// What plays, in numbers. Loaded when first wanted.

import { css, html, LitElement } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { playerWords } from './player-words.ts';
import { statsRows } from './stats-model.ts';
import type { StatsReading } from './stats-model.ts';
import { basics } from './styles.ts';

const EVERY_MS = 1000;
/** Counted over so many readings. */
const SPAN = 3;

/** Says `stats-close` when it wants to be closed. */
export class StatsOverlay extends LitElement {
  static override readonly properties: PropertyDeclarations = { read: { attribute: false } };
  static override readonly styles = [
    basics,
    css`
      :host {
        position: absolute;
        top: 8px;
        left: 8px;
        max-width: calc(100% - 16px);
        max-height: calc(100% - 16px);
        overflow: auto;
        border-radius: 12px;
        background: rgb(14 16 18 / 78%);
        backdrop-filter: blur(12px);
        font-size: 12px;
        line-height: 1.5;
        font-variant-numeric: tabular-nums;
        z-index: 3;
      }
      dl {
        display: grid;
        grid-template-columns: auto auto;
        gap: 0 14px;
        margin: 0;
        padding: 10px 44px 10px 14px;
      }
      dt {
        color: #b4bcc5;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      button {
        position: absolute;
        top: 0;
        right: 0;
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border: 0;
        border-radius: 12px;
        background: none;
      }
      button:focus-visible {
        outline-offset: -4px;
      }
      svg {
        width: 18px;
        height: 18px;
      }
      @container (max-width: 360px) {
        :host {
          top: 4px;
          left: 4px;
          max-width: calc(100% - 8px);
          max-height: calc(100% - 8px);
          font-size: 11px;
          line-height: 1.35;
        }
        dl {
          padding: 4px 34px 4px 8px;
          gap: 0 8px;
        }
        button {
          width: 36px;
          height: 36px;
        }
      }
      @container (max-width: 240px) {
        :host {
          right: 4px;
          font-size: 10px;
        }
        dl {
          padding: 2px 30px 2px 6px;
          gap: 0 6px;
        }
        dd {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
      }
    `,
  ];

  declare read: () => StatsReading;
  #readings: StatsReading[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#readings = [];
  }

  protected override render(): TemplateResult {
    const words = playerWords();
    const reading = this.read();
    const before = this.#readings[0] ?? null;
    this.#readings = [...this.#readings, reading].slice(-SPAN);
    return html`<dl aria-label=${words.stats}>
        ${statsRows(reading, before).map(
          ({ label, value }) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <button
        type="button"
        aria-label=${words.close}
        title="${words.close} (I)"
        @click=${() => this.dispatchEvent(new CustomEvent('stats-close'))}
      >
        ${icon('close')}
      </button>`;
  }
}

customElements.define('oriel-stats', StatsOverlay);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-stats': StatsOverlay;
  }
}

// Auto, live, HLS or DASH: a radio group in the shape of a segmented control.

import { css, html, LitElement } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import type { ProtocolChoice } from '../media/delivery.ts';
import { Wording } from '../words/wording.ts';
import { playerWords } from './player-words.ts';
import { basics } from './styles.ts';

const CHOICES = ['auto', 'live', 'hls', 'dash'] as const satisfies readonly ProtocolChoice[];

/** Says `protocol-choice` with a `ProtocolChoice` as detail when the user picks one. */
export class ProtocolSwitch extends LitElement {
  static override readonly properties: PropertyDeclarations = { choice: {} };
  static override readonly styles = [
    basics,
    css`
      fieldset {
        display: flex;
        margin: 0;
        padding: 0;
        border: 0;
        font:
          500 13px/1 system-ui,
          sans-serif;
      }
      label {
        position: relative;
        display: grid;
        place-items: center;
        min-width: 44px;
        min-height: 44px;
        cursor: pointer;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      span {
        padding: 7px 10px;
        border: 1px solid color-mix(in srgb, currentColor 30%, transparent);
        border-right-width: 0;
      }
      label:first-of-type span {
        border-radius: 15px 0 0 15px;
      }
      label:last-of-type span {
        border-right-width: 1px;
        border-radius: 0 15px 15px 0;
      }
      input:checked + span {
        background: currentColor;
      }
      input:checked + span b {
        color: var(--oriel-on-text, #16191d);
      }
      b {
        font-weight: 500;
      }
      @media (max-width: 240px) {
        span {
          width: 100%;
          padding: 7px 0;
          font-size: 12px;
          text-align: center;
        }
      }
      input:focus-visible + span {
        outline: 2px solid var(--accent, currentColor);
        outline-offset: 2px;
        z-index: 1;
      }
    `,
  ];

  declare choice: ProtocolChoice;
  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.choice = 'auto';
  }

  protected override render(): TemplateResult {
    const words = playerWords();
    return html`<fieldset>
      <legend class="unseen">${words.protocol}</legend>
      ${CHOICES.map(
        (value) =>
          html`<label>
            <input
              type="radio"
              name="protocol"
              value=${value}
              .checked=${value === this.choice}
              @change=${() => this.#choose(value)}
            />
            <span><b>${words.protocols[value]}</b></span>
          </label>`,
      )}
    </fieldset>`;
  }

  #choose(choice: ProtocolChoice): void {
    this.choice = choice;
    this.dispatchEvent(
      new CustomEvent('protocol-choice', { detail: choice, bubbles: true, composed: true }),
    );
  }
}

customElements.define('oriel-protocol-switch', ProtocolSwitch);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-protocol-switch': ProtocolSwitch;
  }
  interface HTMLElementEventMap {
    'protocol-choice': CustomEvent<ProtocolChoice>;
  }
}

// Names of cameras, of which one is shown: to choose another. Loaded when a card has one large picture of several.

import { css, html, LitElement } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { Wording } from '../words/wording.ts';
import type { ShownCamera } from './camera-list.ts';
import { cardWords } from './card-words.ts';

/** Says `camera-choice` with an index as detail. */
export class CameraChoice extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    cameras: {},
    at: { type: Number },
  };
  static override readonly styles = css`
    div {
      display: flex;
      gap: 4px;
      padding: 2px 6px;
      overflow-x: auto;
      scrollbar-width: none;
    }
    button {
      flex: none;
      min-width: 44px;
      min-height: 44px;
      padding: 0 12px;
      border: 0;
      border-bottom: 2px solid transparent;
      background: none;
      color: var(--secondary-text-color, #5e5e5e);
      font: inherit;
      cursor: pointer;
    }
    button[aria-pressed='true'] {
      border-bottom-color: var(--primary-color, #009ac7);
      color: var(--primary-text-color, #141414);
      font-weight: 500;
    }
    button:hover {
      color: var(--primary-text-color, #141414);
    }
    button:focus-visible {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: -2px;
    }
  `;

  declare cameras: readonly Pick<ShownCamera, 'name'>[];
  declare at: number;
  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.cameras = [];
    this.at = 0;
  }

  protected override render(): TemplateResult {
    return html`<div role="group" aria-label=${cardWords().cameras}>
      ${this.cameras.map(
        ({ name }, index) =>
          html`<button
            type="button"
            aria-pressed=${index === this.at ? 'true' : 'false'}
            @click=${() => this.#choose(index)}
          >
            ${name}
          </button>`,
      )}
    </div>`;
  }

  #choose(detail: number): void {
    this.dispatchEvent(new CustomEvent('camera-choice', { detail }));
  }
}

customElements.define('oriel-choice', CameraChoice);

declare global {
  interface HTMLElementEventMap {
    'camera-choice': CustomEvent<number>;
  }
}

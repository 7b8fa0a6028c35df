// An address to be copied into another program.

import { css, html, LitElement } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { basics } from '../player/styles.ts';
import { Wording } from '../words/wording.ts';
import { copyText } from './copy-text.ts';
import { icon } from './icons.ts';
import { catalog } from './page-words.ts';

const SAYS_COPIED_MS = 2000;

export class CopyField extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    label: {},
    value: {},
    isCopied: { state: true },
  };
  static override readonly styles = [
    basics,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      label {
        display: block;
        color: var(--quiet);
        font-size: 13px;
      }
      .row {
        display: flex;
        border: 1px solid var(--edge, var(--line));
        border-radius: 10px;
        background: var(--surface);
      }
      input {
        flex: 1;
        min-width: 0;
        height: 44px;
        padding: 0 12px;
        border: 0;
        border-radius: 10px;
        background: none;
        color: var(--text);
        font:
          400 15px/24px ui-monospace,
          monospace;
        text-overflow: ellipsis;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-width: 44px;
        height: 44px;
        padding: 0 10px;
        border: 0;
        border-radius: 10px;
        background: none;
        color: var(--quiet);
        font-size: 14px;
      }
      button:hover {
        color: var(--text);
      }
    `,
  ];

  declare label: string;
  declare value: string;
  declare isCopied: boolean;

  #timer: ReturnType<typeof setTimeout> | undefined;

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.label = '';
    this.value = '';
    this.isCopied = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    return html`<label id="label" for="value">${this.label}</label>
      <div class="row">
        <input id="value" readonly .value=${this.value} @focus=${this.#onFocus} />
        <button
          type="button"
          aria-describedby="label"
          aria-label=${catalog.words.camera.copyAddress}
          @click=${this.#onCopy}
        >
          ${icon('copy')}<span role="status"
            >${this.isCopied ? catalog.words.camera.copied : ''}</span
          >
        </button>
      </div>`;
  }

  readonly #onFocus = (): void => {
    this.renderRoot.querySelector('input')?.select();
  };

  readonly #onCopy = (): void => {
    this.#copy().catch(reportError);
  };

  async #copy(): Promise<void> {
    await copyText(this.value);
    this.isCopied = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isCopied = false;
    }, SAYS_COPIED_MS);
  }
}

customElements.define('oriel-copy-field', CopyField);

// What stands in the card, or over its pictures, when the app cannot be reached or has no cameras. Loaded when it is needed.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { createCatalog } from '../../words/catalog.ts';
import { Wording } from '../../words/wording.ts';
import type { AppTrouble } from '../app-state.ts';
import { cameraIcon } from '../icons.ts';
import { words as english } from './words/en.ts';
import type { NoticeWords } from './words/en.ts';

const catalog = createCatalog<NoticeWords>(english, {
  de: () => import('./words/de.ts'),
  fr: () => import('./words/fr.ts'),
  nl: () => import('./words/nl.ts'),
  es: () => import('./words/es.ts'),
});

export type NoticeReason = AppTrouble | 'connecting' | 'no_cameras';

/** Says `notice-retry` when the user wants to try again. */
export class AppNotice extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    reason: {},
    over: { type: Boolean, reflect: true },
  };
  static override readonly styles = css`
    :host {
      display: grid;
      container-type: inline-size;
      min-height: 120px;
      place-items: center;
      text-align: center;
      text-wrap: balance;
    }
    :host([over]) {
      background: rgb(8 10 12 / 56%);
      -webkit-backdrop-filter: blur(10px);
      backdrop-filter: blur(10px);
      color: #fff;
    }
    .notice {
      padding: 16px;
    }
    svg {
      width: 40px;
      color: var(--secondary-text-color, #5e5e5e);
    }
    p {
      margin: 4px auto 0;
      max-width: 44ch;
      overflow-wrap: anywhere;
    }
    .what {
      font-size: 16px;
      font-weight: 500;
    }
    .todo {
      color: var(--secondary-text-color, #5e5e5e);
    }
    :host([over]) .todo {
      color: #d3d7db;
    }
    button {
      min-height: 44px;
      margin-top: 10px;
      padding: 0 18px;
      border: 1px solid currentColor;
      border-radius: 22px;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: 2px;
    }
    @container (max-width: 240px) {
      .notice {
        padding: 6px 8px;
        font-size: 12px;
        line-height: 1.3;
      }
      .what {
        font-size: 13px;
      }
      svg {
        display: none;
      }
      button {
        margin-top: 4px;
      }
    }
  `;

  declare reason: NoticeReason;
  /** There are pictures below. */
  declare over: boolean;
  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.reason = 'connecting';
    this.over = false;
  }

  protected override render(): TemplateResult {
    return html`<div class="notice" role="status">
      ${this.over ? nothing : cameraIcon} ${renderWords(this.reason)}
      ${
        this.reason === 'connecting'
          ? nothing
          : html`<button type="button" @click=${this.#onRetry}>${catalog.words.tryAgain}</button>`
      }
    </div>`;
  }

  readonly #onRetry = (): void => {
    this.dispatchEvent(new CustomEvent('notice-retry', { bubbles: true, composed: true }));
  };
}

function renderWords(reason: NoticeReason): TemplateResult {
  const { words } = catalog;
  if (reason === 'connecting') return html`<p class="todo">${words.connecting}</p>`;
  const { what, todo } =
    reason === 'no_cameras'
      ? { what: words.noCameras, todo: words.noCamerasTodo }
      : words.troubles[reason];
  return html`<p class="what">${what}</p>
    <p class="todo">${todo}</p>`;
}

customElements.define('oriel-notice', AppNotice);

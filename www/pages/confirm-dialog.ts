// A question that has to be answered before anything else.

import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { basics, colours } from '../player/styles.ts';
import { controlStyles } from './control-styles.ts';
import { pageColours } from './page-styles.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly isDanger: boolean;
}

/** Resolves with the answer; Esc is no. The focus goes back to where it was. */
export async function askFor(question: Question): Promise<boolean> {
  const dialog = new ConfirmDialog(question);
  document.body.append(dialog);
  const answer = await dialog.answer;
  dialog.remove();
  return answer;
}

class ConfirmDialog extends LitElement {
  static override readonly styles = [
    colours,
    pageColours,
    basics,
    controlStyles,
    css`
      dialog {
        width: min(440px, calc(100vw - 32px));
        padding: 24px;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--surface);
        color: var(--text);
        font:
          400 16px/1.5 system-ui,
          sans-serif;
        box-shadow: 0 16px 48px rgb(0 0 0 / 40%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 55%);
      }
      h2 {
        margin: 0 0 8px;
        font-size: 19px;
        font-weight: 600;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0 0 20px;
        color: var(--quiet);
      }
      div {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 10px;
      }
    `,
  ];

  readonly #question: Question;
  /** Resolves when the dialog is closed, and the focus back where it was. */
  readonly answer: Promise<boolean>;
  #isYes = false;
  #onClose: () => void = () => {};

  constructor(question: Question) {
    super();
    this.#question = question;
    this.answer = new Promise((resolve) => {
      this.#onClose = () => resolve(this.#isYes);
    });
  }

  protected override render(): TemplateResult {
    const { title, text, yes, no, isDanger } = this.#question;
    return html`<dialog
      aria-labelledby="title"
      aria-describedby=${text === '' ? nothing : 'text'}
      @close=${() => this.#onClose()}
    >
      <h2 id="title">${title}</h2>
      <p id="text">${text}</p>
      <div>
        <button type="button" autofocus @click=${() => this.#close(false)}>${no}</button>
        <button
          type="button"
          class="primary ${isDanger ? 'danger' : ''}"
          @click=${() => this.#close(true)}
        >
          ${yes}
        </button>
      </div>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #close(isYes: boolean): void {
    this.#isYes = isYes;
    this.renderRoot.querySelector('dialog')?.close();
  }
}

customElements.define('oriel-confirm-dialog', ConfirmDialog);

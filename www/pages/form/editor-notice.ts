// What became of an order to add, change or remove a camera.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ServerRefusal } from '../../server/request.ts';
import { icon } from '../icons.ts';
import { catalog } from '../page-words.ts';
import type { CameraDraft } from './camera-draft.ts';
import { failureTexts } from './probe-view.ts';

export interface Notice {
  readonly isBad: boolean;
  readonly text: string;
  /** In the server's words. */
  readonly detail: string | null;
}

export function renderNotice(notice: Notice | null): TemplateResult | typeof nothing {
  if (notice === null) return nothing;
  return html`<div class="banner ${notice.isBad ? 'bad' : 'good'}">
    ${icon(notice.isBad ? 'warning' : 'check')}
    <p>
      ${notice.text}
      ${notice.detail === null ? nothing : html`<br /><span lang="en">${notice.detail}</span>`}
    </p>
  </div>`;
}

/** Why nothing was done. What the server found wrong with single options goes to them. */
export function explainRefusal(draft: CameraDraft, error: unknown): Notice {
  const words = catalog.words.form;
  if (!(error instanceof ServerRefusal)) return { isBad: true, text: words.noAnswer, detail: null };
  const { code, message, details } = error;
  if (code === 'source_unreachable') {
    const { reason, fix } = failureTexts(error);
    const text = [words.rolledBack, error.reason === null ? null : reason, fix];
    return { isBad: true, text: text.filter((part) => part !== null).join(' '), detail: message };
  }
  const rest = draft.refuse(code === 'already_exists' ? [{ path: 'id', message }] : details);
  const { size } = draft.faults;
  if (size > 0 && rest.length === 0) {
    return { isBad: true, text: words.fixFields(size), detail: null };
  }
  return { isBad: true, text: `${words.refused}:`, detail: message };
}

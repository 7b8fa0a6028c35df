// What a look at a source has brought, in words.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ServerRefusal } from '../../server/request.ts';
import type { ProbeResult } from '../../server/admin-api.ts';
import { icon } from '../icons.ts';
import { catalog, find } from '../page-words.ts';
import { factsFound } from './probe-facts.ts';
import type { ProbeState } from './probe-run.ts';

export function renderProbe(
  state: ProbeState,
  onCancel: () => void,
): TemplateResult | typeof nothing {
  switch (state.kind) {
    case 'none':
      return nothing;
    case 'looking':
      return renderLooking(state.sinceMs, onCancel);
    case 'found':
      return renderFound(state.result);
    case 'failed':
      return renderFailed(state.error);
    default:
      return state satisfies never;
  }
}

/** For a screen reader: once a change, so without anything that counts. */
export function announceProbe(state: ProbeState): string {
  const words = catalog.words.form;
  switch (state.kind) {
    case 'none':
      return '';
    case 'looking':
      return words.looking(0);
    case 'found':
      return `${words.found}: ${factsFound(state.result)
        .map(({ name, value }) => `${words.facts[name]} ${value ?? words.noSound}`)
        .join(', ')}`;
    case 'failed':
      return `${words.notFound}. ${failureTexts(state.error).reason}`;
    default:
      return state satisfies never;
  }
}

function renderLooking(sinceMs: number, onCancel: () => void): TemplateResult {
  const words = catalog.words.form;
  const seconds = Math.max(0, Math.round((Date.now() - sinceMs) / 1000));
  return html`<div class="probe looking">
    <div class="progress" role="presentation"></div>
    <div class="row">
      <span>${words.looking(seconds)}</span>
      <button type="button" @click=${onCancel}>${words.cancelLook}</button>
    </div>
  </div>`;
}

function renderFound(result: ProbeResult): TemplateResult {
  const words = catalog.words.form;
  const { plan, notes } = result;
  const videoPlan = find(words.videoPlans, plan.video) ?? words.videoPlans.h264;
  const because = find(words.videoReasons, plan.video_reason);
  return html`<div class="probe found">
    <h3>${icon('check')}${words.found}</h3>
    <dl>
      ${factsFound(result).map(
        ({ name, value }) =>
          html`<div>
            <dt>${words.facts[name]}</dt>
            <dd>${value ?? words.noSound}</dd>
          </div>`,
      )}
    </dl>
    <h3>${words.plan}</h3>
    <ul>
      <li>${videoPlan} ${because ?? nothing}</li>
      <li>${find(words.audioPlans, plan.audio) ?? plan.audio}</li>
      ${notes.map(({ code, message }) => {
        const note = find(words.notes, code);
        return html`<li class="note" lang=${note === null ? 'en' : nothing}>
          ${note ?? message}
        </li>`;
      })}
    </ul>
  </div>`;
}

function renderFailed(error: ServerRefusal | null): TemplateResult {
  const words = catalog.words.form;
  const { reason, fix, detail } = failureTexts(error);
  return html`<div class="probe failed">
    <h3>${icon('warning')}${words.notFound}</h3>
    <p>${reason}</p>
    ${fix === null ? nothing : html`<p class="hint">${words.whatToDo}: ${fix}</p>`}
    ${detail === null ? nothing : html`<p class="hint detail" lang="en">${detail}</p>`}
  </div>`;
}

interface FailureTexts {
  readonly reason: string;
  readonly fix: string | null;
  /** The server's own words, where they say more. */
  readonly detail: string | null;
}

/** Why there is no picture; in the language of the page as far as this page knows the reason. */
export function failureTexts(error: ServerRefusal | null): FailureTexts {
  const { form, health } = catalog.words;
  if (error === null) return { reason: form.noAnswer, fix: null, detail: null };
  if (error.code === 'busy') return { reason: form.busy, fix: null, detail: null };
  const code = error.reason ?? error.code;
  const reason = find(health.reasons, code);
  if (reason === null) return { reason: error.message, fix: null, detail: null };
  return { reason, fix: find(health.fixes, code), detail: error.message };
}

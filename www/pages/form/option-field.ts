// One option in the form: label, control, what is wrong, what it is for.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { OptionSchema } from '../../server/admin-api.ts';
import { catalog, find } from '../page-words.ts';
import type { Fault } from './camera-draft.ts';
import { faultText, numberText } from './fault-text.ts';
import { exampleOf } from './option-drafts.ts';
import type { Draft } from './option-drafts.ts';
import type { OptionText } from './option-texts.ts';

export interface OptionFieldView {
  readonly key: string;
  readonly schema: OptionSchema;
  readonly text: OptionText;
  readonly draft: Draft;
  readonly fault: Fault | null;
  readonly onInput: (draft: Draft) => void;
  /** It has been left, so its faults may show. */
  readonly onLeave: () => void;
}

export function renderOption(view: OptionFieldView): TemplateResult {
  const { key, schema, text, draft, fault } = view;
  if (typeof draft === 'boolean') return renderSwitch(view, draft);
  return html`<div class="field">
    <label for=${key}>${text.name}</label>
    ${schema.enum === undefined ? renderInput(view, draft) : renderSelect(view, draft)}
    ${renderFault(key, fault)}
    <p class="hint" id="${key}-hint">${text.description}</p>
  </div>`;
}

export function renderFault(key: string, fault: Fault | null): TemplateResult | typeof nothing {
  if (fault === null) return nothing;
  const lang = fault.kind === 'server' ? 'en' : nothing;
  return html`<p class="fault" id="${key}-fault" lang=${lang}>${faultText(key, fault)}</p>`;
}

/** The ids of what a screen reader adds to the name of a control. */
export function describedBy(key: string, fault: Fault | null): string {
  return fault === null ? `${key}-hint` : `${key}-fault ${key}-hint`;
}

function renderInput(
  { key, schema, draft: _draft, fault, onInput, onLeave }: OptionFieldView,
  draft: string,
): TemplateResult {
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  return html`<input
    id=${key}
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    inputmode=${isNumber ? 'decimal' : nothing}
    .value=${draft}
    placeholder=${placeholderOf(schema)}
    aria-invalid=${fault === null ? nothing : 'true'}
    aria-describedby=${describedBy(key, fault)}
    @input=${({ currentTarget }: Event) => onInput(valueOf(currentTarget))}
    @change=${onLeave}
  />`;
}

function renderSelect(
  { key, schema, fault, onInput, onLeave }: OptionFieldView,
  draft: string,
): TemplateResult {
  const words = catalog.words.form;
  const isOptional = schema.default === undefined;
  return html`<select
    id=${key}
    aria-invalid=${fault === null ? nothing : 'true'}
    aria-describedby=${describedBy(key, fault)}
    @change=${({ currentTarget }: Event) => {
      onInput(valueOf(currentTarget));
      onLeave();
    }}
  >
    ${
      isOptional
        ? html`<option value="" ?selected=${draft === ''}>${words.notSet}</option>`
        : nothing
    }
    ${(schema.enum ?? []).map(
      (choice) =>
        html`<option value=${choice} ?selected=${choice === draft}>
          ${choice === schema.default ? words.byDefault(choiceText(choice)) : choiceText(choice)}
        </option>`,
    )}
  </select>`;
}

function renderSwitch(
  { key, text, fault, onInput, onLeave }: OptionFieldView,
  draft: boolean,
): TemplateResult {
  return html`<div class="field">
    <label class="switch" for=${key}>
      <input
        id=${key}
        type="checkbox"
        role="switch"
        .checked=${draft}
        aria-describedby=${describedBy(key, fault)}
        @change=${({ currentTarget }: Event) => {
          if (currentTarget instanceof HTMLInputElement) onInput(currentTarget.checked);
          onLeave();
        }}
      />
      <span>${text.name}</span>
    </label>
    ${renderFault(key, fault)}
    <p class="hint" id="${key}-hint">${text.description}</p>
  </div>`;
}

/** What counts when nothing is typed, or how it may look. */
function placeholderOf(schema: OptionSchema): string {
  const { default: byDefault } = schema;
  if (typeof byDefault === 'number') return catalog.words.form.byDefault(numberText(byDefault));
  return exampleOf(schema);
}

/** In words, with the value that descriptions speak of. */
function choiceText(choice: string): string {
  const text = find(catalog.words.form.choices, choice);
  return text === null || text.toLowerCase() === choice ? (text ?? choice) : `${text} (${choice})`;
}

export function valueOf(target: EventTarget | null): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? target.value
    : '';
}

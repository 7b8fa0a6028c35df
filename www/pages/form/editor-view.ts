// The form of a camera, part by part. Templates only; the element decides.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../icons.ts';
import { catalog } from '../page-words.ts';
import type { CameraDraft, Fault } from './camera-draft.ts';
import type { Draft } from './option-drafts.ts';
import { describedBy, renderFault, renderOption, valueOf } from './option-field.ts';
import { groupOptions, isRelevant } from './option-groups.ts';
import type { OptionGroup } from './option-groups.ts';
import { textOf } from './option-texts.ts';
import type { ProbeState } from './probe-run.ts';
import { renderProbe } from './probe-view.ts';
import { canHaveUser } from './source-parts.ts';

export interface EditorView {
  readonly draft: CameraDraft;
  readonly probe: ProbeState;
  /** As far as they are to be shown by now. */
  readonly faults: ReadonlyMap<string, Fault>;
  readonly actions: EditorActions;
}

export interface EditorActions {
  readonly write: (key: string, draft: Draft) => void;
  readonly writeAddress: (text: string) => void;
  readonly writeUser: (part: 'user' | 'password', text: string) => void;
  readonly leave: (key: string) => void;
  readonly look: () => void;
  readonly cancelLook: () => void;
}

const EXAMPLES = [
  { kind: 'rtsp', source: 'rtsp://10.0.0.5:554/stream1' },
  { kind: 'http', source: 'http://10.0.0.6/video.mjpg' },
  { kind: 'v4l2', source: 'v4l2:/dev/video0' },
  { kind: 'file', source: 'file:/media/film.mp4' },
  { kind: 'test', source: 'test:' },
] as const;

export function renderSource(view: EditorView): TemplateResult {
  const { draft, faults, probe, actions } = view;
  const words = catalog.words.form;
  const fault = faults.get('source') ?? null;
  return html`<section class="panel" aria-labelledby="source-title">
    <h2 id="source-title">${words.sourceTitle}</h2>
    <div class="field">
      <label for="source">${words.address}</label>
      <div class="with-button">
        <input
          id="source"
          class="mono"
          inputmode="url"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          required
          .value=${draft.parts.address}
          placeholder=${EXAMPLES[0].source}
          aria-invalid=${fault === null ? nothing : 'true'}
          aria-describedby=${describedBy('source', fault)}
          @input=${({ currentTarget }: Event) => actions.writeAddress(valueOf(currentTarget))}
          @change=${() => actions.leave('source')}
          @keydown=${(event: KeyboardEvent) => onEnter(event, actions.look)}
        />
        <button
          type="button"
          class=${probe.kind === 'found' ? '' : 'primary'}
          @click=${actions.look}
        >
          ${icon('search')}${probe.kind === 'none' ? words.look : words.lookAgain}
        </button>
      </div>
      ${renderFault('source', fault)}
      <p class="hint" id="source-hint">${words.addressHint}</p>
    </div>
    ${canHaveUser(draft.parts.address) ? renderUser(view) : nothing}
    ${draft.source === '' ? renderExamples(actions) : nothing}
    ${renderProbe(probe, actions.cancelLook)}
  </section>`;
}

function onEnter(event: KeyboardEvent, look: () => void): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  look();
}

function renderUser({ draft, actions }: EditorView): TemplateResult {
  const words = catalog.words.form;
  const { keepsSecret } = draft;
  const kept = keepsSecret ? words.kept : '';
  return html`<div class="pair">
      <div class="field">
        <label for="user">${words.user}</label>
        <input
          id="user"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${kept}
          .value=${keepsSecret ? '' : draft.parts.user}
          aria-describedby="user-hint"
          @input=${({ currentTarget }: Event) => actions.writeUser('user', valueOf(currentTarget))}
        />
      </div>
      <div class="field">
        <label for="password">${words.password}</label>
        <input
          id="password"
          type="password"
          autocomplete="new-password"
          placeholder=${kept}
          .value=${draft.parts.password}
          aria-describedby="user-hint"
          @input=${({ currentTarget }: Event) => actions.writeUser('password', valueOf(currentTarget))}
          @keydown=${(event: KeyboardEvent) => onEnter(event, actions.look)}
        />
      </div>
    </div>
    <p class="hint" id="user-hint">${keepsSecret ? words.keptHint : words.userHint}</p>`;
}

function renderExamples({ writeAddress }: EditorActions): TemplateResult {
  const words = catalog.words.form;
  return html`<div class="examples" role="group" aria-label=${words.examples}>
    ${EXAMPLES.map(
      ({ kind, source }) =>
        html`<button type="button" @click=${() => writeAddress(source)}>
          <span>${words.exampleTexts[kind]}</span><code>${source}</code>
        </button>`,
    )}
  </div>`;
}

export function renderName({ draft, faults, actions }: EditorView): TemplateResult {
  const words = catalog.words.form;
  const isNew = draft.id === null;
  const nameFault = faults.get('name') ?? null;
  const idFault = faults.get('id') ?? null;
  return html`<section class="panel" aria-labelledby="name-title">
    <h2 id="name-title">${words.nameTitle}</h2>
    <div class="pair">
      <div class="field">
        <label for="name">${words.name}</label>
        <input
          id="name"
          autocomplete="off"
          .value=${draft.readText('name')}
          placeholder=${draft.id ?? ''}
          aria-invalid=${nameFault === null ? nothing : 'true'}
          aria-describedby=${describedBy('name', nameFault)}
          @input=${({ currentTarget }: Event) => actions.write('name', valueOf(currentTarget))}
          @change=${() => actions.leave('name')}
        />
        ${renderFault('name', nameFault)}
        <p class="hint" id="name-hint">${words.nameHint}</p>
      </div>
      <div class="field">
        <label for="id">${words.id}</label>
        <input
          id="id"
          class="mono"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          ?readonly=${!isNew}
          required
          .value=${draft.id ?? draft.readText('id')}
          aria-invalid=${idFault === null ? nothing : 'true'}
          aria-describedby=${describedBy('id', idFault)}
          @input=${({ currentTarget }: Event) => actions.write('id', valueOf(currentTarget))}
          @change=${() => actions.leave('id')}
        />
        ${renderFault('id', idFault)}
        <p class="hint" id="id-hint">${isNew ? words.idHint : words.idFixed}</p>
      </div>
    </div>
  </section>`;
}

export function renderOptions(view: EditorView, isOpen: boolean): TemplateResult {
  const { draft, faults } = view;
  const groups = groupOptions(draft.schema);
  const keys = groups.flatMap((group) => group.keys);
  const isFaulty = keys.some((key) => faults.has(key));
  return html`<details class="panel" ?open=${isOpen || isFaulty}>
    <summary><h2>${catalog.words.form.optionsTitle}</h2></summary>
    ${groups.map((group) => renderGroup(view, group))}
  </details>`;
}

function renderGroup(
  view: EditorView,
  { name, keys }: OptionGroup,
): TemplateResult | typeof nothing {
  const { draft, faults, actions } = view;
  const { properties } = draft.schema;
  const shown = keys.filter((key) => isRelevant(key, draft.source, draft.isSet(key)));
  if (shown.length === 0) return nothing;
  return html`<fieldset>
    <legend>${catalog.words.form.groups[name]}</legend>
    <div class="grid">
      ${shown.map((key) => {
        const schema = properties[key];
        if (schema === undefined) return nothing;
        return renderOption({
          key,
          schema,
          text: textOf(draft.schema, key),
          draft: draft.read(key),
          fault: faults.get(key) ?? null,
          onInput: (value) => actions.write(key, value),
          onLeave: () => actions.leave(key),
        });
      })}
    </div>
  </fieldset>`;
}

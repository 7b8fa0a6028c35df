// <oriel-camera-editor>: a new camera, or the settings of one there is. Says `camera-saved` and `camera-removed`.

import { html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { basics } from '../../player/styles.ts';
import { probeSource } from '../../server/admin-api.ts';
import { ServerRefusal } from '../../server/request.ts';
import { Wording } from '../../words/wording.ts';
import { controlStyles } from '../control-styles.ts';
import { detailsStyles } from '../details-styles.ts';
import { icon } from '../icons.ts';
import { catalog } from '../page-words.ts';
import type { CameraDraft, Fault } from './camera-draft.ts';
import { askToRemove, loadDraft, sendDraft, sendRemoval } from './editor-orders.ts';
import type { EditorPlace } from './editor-orders.ts';
import { explainRefusal, renderNotice } from './editor-notice.ts';
import type { Notice } from './editor-notice.ts';
import { editorStyles } from './editor-styles.ts';
import { renderName, renderOptions, renderSource } from './editor-view.ts';
import type { EditorActions, EditorView } from './editor-view.ts';
import { ProbeRun } from './probe-run.ts';
import { announceProbe } from './probe-view.ts';

export class CameraEditor extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    rootUrl: { attribute: 'root-url' },
    cameraId: { attribute: 'camera-id' },
    name: {},
    taken: { attribute: false },
    draft: { state: true },
    problem: { state: true },
    notice: { state: true },
    isBusy: { state: true },
  };
  static override readonly styles = [basics, controlStyles, detailsStyles, editorStyles];

  declare rootUrl: string;
  /** Null for a new camera. */
  declare cameraId: string | null;
  /** Of the camera, to people. */
  declare name: string;
  /** Ids of the cameras there are. */
  declare taken: readonly string[];
  declare draft: CameraDraft | null;
  declare problem: string | null;
  declare notice: Notice | null;
  declare isBusy: boolean;

  #open = new AbortController();
  /** Options whose faults may show: those that were left, and all after the first try to save. */
  readonly #left = new Set<string>();
  #isTried = false;
  readonly #probe = new ProbeRun(
    (body, signal) => probeSource(this.rootUrl, body, signal),
    () => this.requestUpdate(),
  );
  readonly #actions: EditorActions = {
    write: (key, value) => this.#edit((draft) => draft.write(key, value)),
    writeAddress: (text) => {
      this.#probe.forget();
      this.#edit((draft) => draft.writeAddress(text));
    },
    writeUser: (part, text) => {
      this.#probe.forget();
      this.#edit((draft) => draft.writeUser(part, text));
    },
    leave: (key) => {
      this.#left.add(key);
      this.#edit((draft) => draft.settleAddress());
    },
    look: () => void this.#look().catch(reportError),
    cancelLook: () => this.#probe.forget(),
  };

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.rootUrl = '';
    this.cameraId = null;
    this.name = '';
    this.taken = [];
    this.draft = null;
    this.problem = null;
    this.notice = null;
    this.isBusy = false;
  }

  /** Whether something would be lost. */
  get isDirty(): boolean {
    return this.draft?.isDirty ?? false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open = new AbortController();
    this.#load().catch(reportError);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#open.abort();
    this.#probe.forget();
  }

  protected override render(): TemplateResult {
    const { draft } = this;
    const words = catalog.words.form;
    if (draft === null) return this.#renderWaiting();
    const view: EditorView = {
      draft,
      probe: this.#probe.state,
      faults: this.#shownFaults(draft),
      actions: this.#actions,
    };
    const isNew = draft.id === null;
    return html`<form
      novalidate
      autocomplete="off"
      aria-busy=${this.isBusy ? 'true' : 'false'}
      @submit=${this.#onSubmit}
    >
      ${isNew ? nothing : renderName(view)} ${renderSource(view)}
      ${isNew ? renderName(view) : nothing} ${renderOptions(view, !isNew)}
      <p class="unseen" role="status">${announceProbe(this.#probe.state)}</p>
      <div class="actions">
        <div class="told" aria-live="polite">${renderNotice(this.notice)}</div>
        ${
          isNew
            ? nothing
            : html`<button type="button" class="quiet danger remove" @click=${this.#onRemove}>
                ${icon('trash')}${words.remove}
              </button>`
        }
        <button type="submit" class="primary" aria-disabled=${this.isBusy ? 'true' : nothing}>
          ${this.isBusy ? (isNew ? words.adding : words.saving) : isNew ? words.add : words.save}
        </button>
      </div>
    </form>`;
  }

  #renderWaiting(): TemplateResult {
    if (this.problem === null) return html`<p role="status">${catalog.words.loading}</p>`;
    return html`<div class="banner bad" role="alert">
      ${icon('warning')}
      <p>${catalog.words.form.loadFailed}: ${this.problem}</p>
      <button type="button" @click=${this.#onLoadAgain}>${catalog.words.tryNow}</button>
    </div>`;
  }

  #shownFaults(draft: CameraDraft): ReadonlyMap<string, Fault> {
    const faults = [...draft.faults].filter(
      ([key, { kind }]) => this.#isTried || kind === 'server' || this.#left.has(key),
    );
    return new Map(faults);
  }

  #edit(change: (draft: CameraDraft) => void): void {
    if (this.draft === null || this.isBusy) return;
    change(this.draft);
    this.notice = null;
    this.requestUpdate();
  }

  async #load(): Promise<void> {
    const place = this.#place();
    this.problem = null;
    try {
      this.draft = await loadDraft(place, this.cameraId, this.taken);
      this.#left.clear();
      this.#isTried = false;
    } catch (error) {
      if (place.signal.aborted) return;
      this.draft = null;
      this.problem = error instanceof ServerRefusal ? error.message : catalog.words.noAnswer;
    }
  }

  #place(): EditorPlace {
    return { rootUrl: this.rootUrl, signal: this.#open.signal };
  }

  async #look(): Promise<void> {
    const { draft } = this;
    if (draft === null || this.isBusy) return;
    draft.settleAddress();
    this.#left.add('source');
    this.requestUpdate();
    if (draft.faults.has('source')) return await this.#showFirstFault();
    await this.#probe.look(draft.toProbe());
    const { state } = this.#probe;
    if (state.kind !== 'failed' || state.error === null) return;
    const { code, details } = state.error;
    if (code === 'invalid_options') {
      draft.refuse(details);
      this.#probe.forget();
      await this.#showFirstFault();
    } else {
      // What is wrong with the source is told below it.
      draft.refuse(details.filter(({ path }) => path !== 'source'));
      this.requestUpdate();
    }
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    this.#save().catch(reportError);
  };

  async #save(): Promise<void> {
    const { draft } = this;
    if (draft === null || this.isBusy) return;
    this.#isTried = true;
    draft.settleAddress();
    const { size } = draft.faults;
    if (size > 0) return await this.#complainOfFields(size);
    if (draft.id !== null && !draft.isDirty) {
      this.notice = { isBad: false, text: catalog.words.form.nothingChanged, detail: null };
      return;
    }
    await this.#send(draft);
  }

  async #send(draft: CameraDraft): Promise<void> {
    this.#probe.forget();
    await this.#work(draft, async (place) => {
      const sent = await sendDraft(place, draft);
      // Of a new one, nothing can be lost any more.
      if (sent.kind === 'added') this.draft = null;
      this.#tell('camera-saved', sent.id);
      if (sent.kind === 'added') return;
      await this.#load();
      this.notice = { isBad: false, text: catalog.words.form.saved[sent.effect], detail: null };
    });
  }

  /** One order at a time; what comes of it is told. */
  async #work(draft: CameraDraft, order: (place: EditorPlace) => Promise<void>): Promise<void> {
    const place = this.#place();
    this.isBusy = true;
    this.notice = null;
    try {
      await order(place);
    } catch (error) {
      if (!place.signal.aborted) await this.#explain(draft, error);
    } finally {
      this.isBusy = false;
    }
  }

  async #explain(draft: CameraDraft, error: unknown): Promise<void> {
    this.notice = explainRefusal(draft, error);
    if (draft.faults.size > 0) await this.#showFirstFault();
  }

  async #complainOfFields(count: number): Promise<void> {
    this.notice = { isBad: true, text: catalog.words.form.fixFields(count), detail: null };
    await this.#showFirstFault();
  }

  async #showFirstFault(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  readonly #onRemove = (): void => {
    this.#remove().catch(reportError);
  };

  async #remove(): Promise<void> {
    const { cameraId: id, draft, name } = this;
    if (id === null || draft === null || this.isBusy) return;
    if (!(await askToRemove(name === '' ? id : name))) return;
    await this.#work(draft, async (place) => {
      await sendRemoval(place, id);
      this.draft = null;
      this.#tell('camera-removed', id);
    });
  }

  #tell(type: 'camera-saved' | 'camera-removed', id: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail: id, bubbles: true, composed: true }));
  }

  readonly #onLoadAgain = (): void => {
    this.#load().catch(reportError);
  };
}

customElements.define('oriel-camera-editor', CameraEditor);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-camera-editor': CameraEditor;
  }
  interface HTMLElementEventMap {
    'camera-saved': CustomEvent<string>;
    'camera-removed': CustomEvent<string>;
  }
}

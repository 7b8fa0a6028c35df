// One camera, large, with what there is to know about it; or its settings.

import { html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import type { ProtocolChoice } from '../media/delivery.ts';
import type { PlayerState } from '../player/player-state.ts';
import '../player/player.ts';
import { sleep } from '../player/sleep.ts';
import { basics, colours } from '../player/styles.ts';
import { loadOverview } from '../server/admin-api.ts';
import type { Caller } from '../server/admin-api.ts';
import { splitCameraUrl } from '../server/api.ts';
import type { CameraState } from '../server/api.ts';
import { Wording } from '../words/wording.ts';
import { protocolOf, withProtocol } from './address.ts';
import { factsOf } from './camera-facts.ts';
import './camera-addresses.ts';
import { renderKeys, renderSaves } from './camera-links.ts';
import { cameraPageStyles } from './camera-page-styles.ts';
import { askFor } from './confirm-dialog.ts';
import { controlStyles } from './control-styles.ts';
import { detailsStyles } from './details-styles.ts';
import { isBehindIngress } from './home-assistant-panel.ts';
import { icon } from './icons.ts';
import { languageReady } from './page-language.ts';
import { pageColours, pageStyles } from './page-styles.ts';
import { catalog } from './page-words.ts';
import { HashRoute } from './hash-route.ts';

// By then the server has counted this viewer and measured the bitrate.
const FACTS_AFTER_MS = 3000;
const RETRY_EVERY_MS = 3000;
const FACTS_EVERY_MS = 10_000;

export class CameraPage extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    camera: { state: true },
    caller: { state: true },
    isUnknown: { state: true },
    protocol: { state: true },
  };
  static override readonly styles = [
    colours,
    pageColours,
    basics,
    pageStyles,
    controlStyles,
    detailsStyles,
    cameraPageStyles,
  ];

  declare camera: CameraState | null;
  declare caller: Caller;
  declare isUnknown: boolean;
  declare protocol: ProtocolChoice;

  readonly #cameraUrl = new URL('.', location.href).href;
  readonly #place = splitCameraUrl(this.#cameraUrl);
  readonly #route = new HashRoute(this, {
    isDirty: () => this.renderRoot.querySelector('oriel-camera-editor')?.isDirty ?? false,
    mayLeave: () => askFor({ ...catalog.words.leave, isDanger: false }),
  });
  #open = new AbortController();
  #shown: PlayerState['kind'] = 'idle';
  #wasSettings: boolean | null = null;

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.camera = null;
    this.caller = { may_change: false, reason: null };
    this.isUnknown = false;
    this.protocol = protocolOf(location.search);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open = new AbortController();
    document.addEventListener('keydown', this.#onKey);
    this.#follow(this.#open.signal).catch(reportError);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    this.#open.abort();
  }

  protected override async scheduleUpdate(): Promise<void> {
    await languageReady;
    await super.scheduleUpdate();
  }

  get #isSettings(): boolean {
    return this.#route.route.view === 'settings' && this.caller.may_change && !this.isUnknown;
  }

  protected override render(): TemplateResult {
    const { words } = catalog;
    const isSettings = this.#isSettings;
    const name = this.camera?.name ?? this.#place.id;
    const title = isSettings ? words.form.editTitle(name) : name;
    return html`
      <header>
        <a
          class="button quiet only-icon back"
          href=${isSettings ? '#' : withProtocol(this.#place.rootUrl, this.protocol)}
          aria-label=${isSettings ? name : words.allCameras}
          >${icon('back')}</a
        >
        <h1 tabindex="-1">${this.isUnknown ? words.camera.unknownTitle : title}</h1>
        ${this.caller.may_change && !isSettings && !this.isUnknown ? this.#renderActions() : nothing}
      </header>
      <main class=${isSettings ? 'settings' : ''}>
        ${this.isUnknown ? this.#renderUnknown() : this.#renderCamera(isSettings)}
      </main>
    `;
  }

  #renderActions(): TemplateResult {
    const { openLog, settings } = catalog.words;
    const logUrl = `${this.#place.rootUrl}#log?camera=${this.#place.id}`;
    return html`<a class="button quiet" href=${logUrl} title=${openLog} aria-label=${openLog}
        >${icon('log')}<span class="text">${openLog}</span></a
      >
      <a class="button" href="#settings" title=${settings} aria-label=${settings}
        >${icon('settings')}<span class="text">${settings}</span></a
      >`;
  }

  #renderUnknown(): TemplateResult {
    const { camera, allCameras } = catalog.words;
    return html`<div class="notice">
      <h2>${camera.unknown(this.#place.id)}</h2>
      <p>${camera.unknownText}</p>
      <p><a class="button" href=${this.#place.rootUrl}>${icon('home')}${allCameras}</a></p>
    </div>`;
  }

  /** The player stays while settings are changed, so that it shows what they do. */
  #renderCamera(isSettings: boolean): TemplateResult {
    return html`
      ${isSettings ? this.#renderEditor() : nothing}
      <div class="picture">
        <oriel-player
          camera-url=${this.#cameraUrl}
          .protocol=${this.protocol}
          .name=${this.camera?.name ?? this.#place.id}
          .mayChange=${this.caller.may_change}
          @player-state=${this.#onPlayerState}
          @protocol-choice=${this.#onProtocol}
        ></oriel-player>
      </div>
      ${this.camera === null || isSettings ? nothing : this.#renderFacts(this.camera)}
    `;
  }

  #renderEditor(): TemplateResult {
    void import('./form/camera-editor.ts').catch(reportError);
    return html`<oriel-camera-editor
      root-url=${this.#place.rootUrl}
      camera-id=${this.#place.id}
      .name=${this.camera?.name ?? ''}
      @camera-saved=${() => this.#load().catch(reportError)}
      @camera-removed=${() => location.replace(this.#place.rootUrl)}
    ></oriel-camera-editor>`;
  }

  #renderFacts(camera: CameraState): TemplateResult {
    return html`
      <dl class="facts" aria-label=${catalog.words.camera.facts}>
        ${factsOf(camera).map(
          ({ label, value }) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="more">
        ${renderSaves(camera, this.#place.rootUrl)} ${this.#renderAddresses(camera)} ${renderKeys()}
      </div>
    `;
  }

  /** To whoever may not see tokens, there are no addresses behind Home Assistant. */
  #renderAddresses(camera: CameraState): TemplateResult | typeof nothing {
    const { rootUrl } = this.#place;
    if (isBehindIngress(rootUrl) && !this.caller.may_change) return nothing;
    return html`<oriel-camera-addresses
      root-url=${rootUrl}
      .camera=${camera}
    ></oriel-camera-addresses>`;
  }

  protected override updated(): void {
    const isSettings = this.#isSettings;
    if (this.camera !== null) document.title = `${this.camera.name} · Oriel`;
    if (this.#wasSettings === isSettings || this.camera === null) return;
    // A screen reader goes on where the new view begins; at first, where the browser has put it.
    if (this.#wasSettings !== null) this.renderRoot.querySelector('h1')?.focus();
    this.#wasSettings = isSettings;
  }

  /** The list, because an unknown camera of its own would be a failed request. */
  async #load(): Promise<void> {
    const { cameras, caller } = await loadOverview(this.#place.rootUrl, this.#open.signal);
    const camera = cameras.find(({ id }) => id === this.#place.id);
    this.camera = camera ?? null;
    this.caller = caller;
    this.isUnknown = camera === undefined;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // That nobody answers, the player says in words.
      const isKnown = await this.#load().then(
        () => true,
        () => false,
      );
      do await sleep(isKnown ? FACTS_EVERY_MS : RETRY_EVERY_MS, signal);
      while (document.hidden && !signal.aborted);
    }
  }

  readonly #onPlayerState = ({ detail }: CustomEvent<PlayerState>): void => {
    const hasChanged = detail.kind !== this.#shown;
    this.#shown = detail.kind;
    if (hasChanged && detail.kind === 'live') this.#refreshFacts().catch(reportError);
  };

  async #refreshFacts(): Promise<void> {
    await sleep(FACTS_AFTER_MS, this.#open.signal);
    // What fails is asked again soon anyway.
    if (!this.#open.signal.aborted) await this.#load().catch(() => {});
  }

  readonly #onProtocol = ({ detail }: CustomEvent<ProtocolChoice>): void => {
    this.protocol = detail;
    history.replaceState(null, '', withProtocol(location.href, detail));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.#isSettings) this.renderRoot.querySelector('oriel-player')?.handleKey(event);
  };
}

customElements.define('oriel-camera-page', CameraPage);

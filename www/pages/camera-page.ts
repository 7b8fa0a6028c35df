// One camera, large, with what there is to know about it.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { protocolOf, withProtocol } from './address.ts';
import { loadCameras, splitCameraUrl } from '../server/api.ts';
import type { CameraState } from '../server/api.ts';
import { factsOf } from './camera-facts.ts';
import './copy-field.ts';
import type { ProtocolChoice } from '../media/delivery.ts';
import { icon } from '../player/icons.ts';
import { pageStyles } from './page-styles.ts';
import '../player/player.ts';
import type { PlayerState } from '../player/player-state.ts';
import { sleep } from '../player/sleep.ts';
import { basics, colours } from '../player/styles.ts';

// By then the server has counted this viewer and measured the bitrate.
const FACTS_AFTER_MS = 3000;
const RETRY_EVERY_MS = 3000;

export class CameraPage extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    camera: { state: true },
    isUnknown: { state: true },
    protocol: { state: true },
  };
  static override readonly styles = [
    colours,
    basics,
    pageStyles,
    css`
      /* As wide as a picture that fits above the facts; most are 16:9. */
      :host {
        max-width: calc(max(240px, 100vh - 150px) * 16 / 9);
      }
      .back {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        margin-left: -12px;
        border-radius: 8px;
        color: var(--quiet);
      }
      .back:hover {
        color: var(--text);
      }
      oriel-player {
        max-width: calc(max(240px, 100vh - 150px) * (var(--oriel-aspect-ratio, 16 / 9)));
        margin: 0 auto;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 40px;
        margin: 20px 0;
      }
      dt {
        color: var(--quiet);
        font-size: 13px;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .addresses {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 12px 24px;
      }
    `,
  ];

  declare camera: CameraState | null;
  declare isUnknown: boolean;
  declare protocol: ProtocolChoice;

  readonly #cameraUrl = new URL('.', location.href).href;
  readonly #place = splitCameraUrl(this.#cameraUrl);
  #open = new AbortController();
  #shown: PlayerState['kind'] = 'idle';

  constructor() {
    super();
    this.camera = null;
    this.isUnknown = false;
    this.protocol = protocolOf(location.search);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open = new AbortController();
    document.addEventListener('keydown', this.#onKey);
    this.#loadUntilAnswered().catch(reportError);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    this.#open.abort();
  }

  protected override render(): TemplateResult {
    return html`
      <header>
        <a
          class="back"
          href=${withProtocol(this.#place.rootUrl, this.protocol)}
          aria-label="All cameras"
          >${icon('back')}</a
        >
        <h1>${this.isUnknown ? 'Unknown camera' : (this.camera?.name ?? this.#place.id)}</h1>
      </header>
      <main>${this.isUnknown ? this.#renderUnknown() : this.#renderCamera()}</main>
    `;
  }

  #renderUnknown(): TemplateResult {
    return html`<div class="notice">
      <h2>There is no camera “${this.#place.id}”</h2>
      <p>It may have been renamed or removed. The ones there are:</p>
      <p><a href=${this.#place.rootUrl}>All cameras</a></p>
    </div>`;
  }

  #renderCamera(): TemplateResult {
    return html`
      <oriel-player
        camera-url=${this.#cameraUrl}
        .protocol=${this.protocol}
        @player-state=${this.#onPlayerState}
        @protocol-choice=${this.#onProtocol}
      ></oriel-player>
      ${this.camera === null ? nothing : this.#renderFacts(this.camera)}
    `;
  }

  #renderFacts(camera: CameraState): TemplateResult {
    const { rootUrl } = this.#place;
    return html`
      <dl>
        ${factsOf(camera).map(
          ({ label, value }) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="addresses">
        <oriel-copy-field
          label="HLS, for any player"
          .value=${rootUrl + camera.urls.hls}
        ></oriel-copy-field>
        <oriel-copy-field
          label="DASH, for any player"
          .value=${rootUrl + camera.urls.dash}
        ></oriel-copy-field>
      </div>
    `;
  }

  /** The list, because an unknown camera of its own would be a failed request. */
  async #load(): Promise<void> {
    const cameras = await loadCameras(this.#place.rootUrl, this.#open.signal);
    const camera = cameras.find(({ id }) => id === this.#place.id);
    this.camera = camera ?? null;
    this.isUnknown = camera === undefined;
    if (camera !== undefined) document.title = `${camera.name} · Oriel`;
  }

  async #loadUntilAnswered(): Promise<void> {
    const { signal } = this.#open;
    while (!signal.aborted) {
      try {
        return await this.#load();
      } catch {
        // The player says in words that nobody answers.
        await sleep(RETRY_EVERY_MS, signal);
      }
    }
  }

  readonly #onPlayerState = ({ detail }: CustomEvent<PlayerState>): void => {
    const hasChanged = detail.kind !== this.#shown;
    this.#shown = detail.kind;
    if (hasChanged && detail.kind === 'live') this.#refreshFacts().catch(reportError);
  };

  async #refreshFacts(): Promise<void> {
    await sleep(FACTS_AFTER_MS, this.#open.signal);
    if (!this.#open.signal.aborted) await this.#loadUntilAnswered();
  }

  readonly #onProtocol = ({ detail }: CustomEvent<ProtocolChoice>): void => {
    this.protocol = detail;
    history.replaceState(null, '', withProtocol(location.href, detail));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    this.renderRoot.querySelector('oriel-player')?.handleKey(event);
  };
}

customElements.define('oriel-camera-page', CameraPage);

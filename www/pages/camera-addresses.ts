// <oriel-camera-addresses>: where other players find a camera. Home Assistant's own addresses are of no use to them;
// those of the LAN listener carry a token.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { basics } from '../player/styles.ts';
import { loadTokens } from '../server/admin-api.ts';
import type { CameraState } from '../server/api.ts';
import { Wording } from '../words/wording.ts';
import { controlStyles } from './control-styles.ts';
import './copy-field.ts';
import { detailsStyles } from './details-styles.ts';
import { isBehindIngress } from './home-assistant-panel.ts';
import { catalog } from './page-words.ts';

export class CameraAddresses extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    camera: { attribute: false },
    rootUrl: { attribute: 'root-url' },
    foundUrl: { state: true },
  };
  static override readonly styles = [
    basics,
    controlStyles,
    detailsStyles,
    css`
      :host {
        display: block;
      }
      .addresses {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 12px 24px;
        padding-top: 12px;
      }
      p {
        margin: 8px 0 0;
        color: var(--quiet);
      }
    `,
  ];

  declare camera: CameraState | null;
  declare rootUrl: string;
  /** The camera's address for other devices; empty where there is none, null while it is not known. */
  declare foundUrl: string | null;

  protected readonly wording = new Wording(this);
  #asking = new AbortController();

  constructor() {
    super();
    this.camera = null;
    this.rootUrl = '';
    this.foundUrl = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#asking = new AbortController();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking.abort();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.camera === null) return nothing;
    return html`<details class="panel" @toggle=${this.#onToggle}>
      <summary><h2>${catalog.words.camera.addresses}</h2></summary>
      ${this.#renderAddresses(this.camera)}
    </details>`;
  }

  #renderAddresses({ urls }: CameraState): TemplateResult | typeof nothing {
    const words = catalog.words.camera;
    const isIngress = isBehindIngress(this.rootUrl);
    const cameraUrl = isIngress ? this.foundUrl : this.rootUrl + urls.player;
    if (cameraUrl === null) return nothing;
    if (cameraUrl === '') return html`<p>${words.noAddresses}</p>`;
    const addresses = [
      { label: words.hls, path: urls.hls },
      { label: words.dash, path: urls.dash },
      { label: words.mp4, path: `${urls.player}live.mp4` },
      { label: words.snapshotAddress, path: `${urls.player}snapshot.jpg` },
    ];
    return html`${isIngress ? html`<p>${words.tokenAddresses}</p>` : nothing}
      <div class="addresses">
        ${addresses.map(
          ({ label, path }) =>
            html`<oriel-copy-field
              label=${label}
              .value=${cameraUrl + path.slice(urls.player.length)}
            ></oriel-copy-field>`,
        )}
      </div>`;
  }

  readonly #onToggle = (): void => {
    if (this.foundUrl === null && isBehindIngress(this.rootUrl)) this.#find().catch(reportError);
  };

  async #find(): Promise<void> {
    const id = this.camera?.id;
    // No LAN listener, no address.
    const tokens = await loadTokens(this.rootUrl, this.#asking.signal).catch(() => []);
    this.foundUrl = tokens.find(({ camera }) => camera === id)?.url ?? '';
  }
}

customElements.define('oriel-camera-addresses', CameraAddresses);

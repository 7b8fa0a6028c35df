// All cameras at a glance.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { protocolOf, withProtocol } from './address.ts';
import { loadCameras } from '../server/api.ts';
import type { CameraState } from '../server/api.ts';
import { judgeSilence } from '../player/camera-verdict.ts';
import type { ProtocolChoice } from '../media/delivery.ts';
import { pageStyles } from './page-styles.ts';
import '../player/player.ts';
import '../player/protocol-switch.ts';
import { sleep } from '../player/sleep.ts';
import { basics, colours } from '../player/styles.ts';
import { TileSight } from './tile-sight.ts';
import { areTilesRelaxed } from './tile-plan.ts';

const RETRY_EVERY_MS = 3000;

const EXAMPLE = `cameras:
  - id: porch
    name: Porch
    source: rtsp://user:password@10.0.0.5/stream1`;

export class IndexPage extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    cameras: { state: true },
    problem: { state: true },
    protocol: { state: true },
  };
  static override readonly styles = [
    colours,
    basics,
    pageStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
        gap: 16px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ul.few {
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr));
      }
      ul.one {
        max-width: calc(max(240px, 100vh - 130px) * 16 / 9);
        margin: 0 auto;
      }
      li {
        position: relative;
      }
      .name {
        display: flex;
        align-items: center;
        min-height: 44px;
        padding: 4px 2px;
        color: var(--text);
        font-weight: 500;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .name:hover {
        text-decoration: underline;
      }
      /* The picture opens the camera too. */
      .name::before {
        content: '';
        position: absolute;
        inset: 0;
      }
      .name:focus-visible {
        outline-offset: 0;
      }
      .off {
        display: grid;
        place-items: center;
        aspect-ratio: 16 / 9;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--surface);
        color: var(--quiet);
      }
    `,
  ];

  declare cameras: readonly CameraState[] | null;
  declare problem: string | null;
  declare protocol: ProtocolChoice;

  readonly #sight = new TileSight(this);
  #areRelaxed = false;
  #loading: AbortController | null = null;

  constructor() {
    super();
    this.cameras = null;
    this.problem = null;
    this.protocol = protocolOf(location.search);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load().catch(reportError);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading?.abort();
  }

  protected override render(): TemplateResult {
    return html`
      <header>
        <h1>Oriel</h1>
        ${
          this.cameras === null || this.cameras.length === 0
            ? nothing
            : html`<oriel-protocol-switch
                .choice=${this.protocol}
                @protocol-choice=${this.#onProtocol}
              ></oriel-protocol-switch>`
        }
      </header>
      <main>${this.#renderMain()}</main>
    `;
  }

  #renderMain(): TemplateResult | typeof nothing {
    if (this.cameras === null) return this.problem === null ? nothing : renderProblem(this.problem);
    if (this.cameras.length === 0) return renderEmpty();
    this.#areRelaxed = areTilesRelaxed(this.protocol, this.#sight.visible.size, this.#areRelaxed);
    const { length } = this.cameras;
    return html`<ul class=${length === 1 ? 'few one' : length <= 4 ? 'few' : ''}>
      ${this.cameras.map((camera) => this.#renderTile(camera))}
    </ul>`;
  }

  #renderTile({ id, name, enabled, urls }: CameraState): TemplateResult {
    return html`<li data-id=${id}>
      ${
        enabled
          ? html`<oriel-player
              compact
              camera-url=${urls.player}
              .protocol=${this.protocol}
              .relaxed=${this.#areRelaxed}
            ></oriel-player>`
          : html`<div class="off">Switched off in the options</div>`
      }
      <a
        class="name"
        href=${withProtocol(new URL(urls.player, document.baseURI).href, this.protocol)}
        >${name}</a
      >
    </li>`;
  }

  protected override updated(): void {
    this.#sight.watch(this.renderRoot.querySelectorAll('li'));
  }

  /** Asks until the server answers, then no more: each player looks after its own camera. */
  async #load(): Promise<void> {
    const loading = new AbortController();
    this.#loading = loading;
    while (!loading.signal.aborted) {
      try {
        this.cameras = await loadCameras(document.baseURI.replace(/[^/]*$/, ''), loading.signal);
        return;
      } catch (error) {
        const verdict = judgeSilence(error);
        this.problem = verdict.kind === 'wait' ? verdict.reason : null;
      }
      await sleep(RETRY_EVERY_MS, loading.signal);
    }
  }

  readonly #onProtocol = ({ detail }: CustomEvent<ProtocolChoice>): void => {
    this.protocol = detail;
    history.replaceState(null, '', withProtocol(location.href, detail));
  };
}

function renderEmpty(): TemplateResult {
  return html`<div class="notice">
    <h2>No cameras yet</h2>
    <p>Add one in the options and restart Oriel. It appears here.</p>
    <pre>${EXAMPLE}</pre>
  </div>`;
}

function renderProblem(problem: string): TemplateResult {
  return html`<div class="notice" role="status">
    <h2>No answer</h2>
    <p>${problem}. Trying again every few seconds.</p>
  </div>`;
}

customElements.define('oriel-index-page', IndexPage);

// <oriel-camera-grid>: all cameras, live.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ProtocolChoice } from '../media/delivery.ts';
import '../player/player.ts';
import { basics } from '../player/styles.ts';
import type { CameraState } from '../server/api.ts';
import { Wording } from '../words/wording.ts';
import { withProtocol } from './address.ts';
import { controlStyles } from './control-styles.ts';
import { icon } from './icons.ts';
import { catalog } from './page-words.ts';
import { areTilesRelaxed } from './tile-plan.ts';
import { TileSight } from './tile-sight.ts';

export class CameraGrid extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    cameras: { attribute: false },
    protocol: {},
    mayChange: { type: Boolean, attribute: 'may-change' },
  };
  static override readonly styles = [
    basics,
    controlStyles,
    css`
      :host {
        display: block;
      }
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
        grid-template-columns: minmax(0, 1fr);
        max-width: calc(max(240px, 100vh - 150px) * 16 / 9);
        margin: 0 auto;
      }
      li {
        position: relative;
        min-width: 0;
      }
      .foot {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 48px;
        padding: 2px 0 2px 4px;
      }
      .name {
        flex: 0 1 auto;
        min-width: 0;
        padding: 10px 0;
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
        border-radius: 12px;
      }
      .name:focus-visible {
        outline: none;
      }
      .name:focus-visible::before {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      .status {
        flex: 1 0 auto;
        color: var(--quiet);
        font-size: 13px;
      }
      .status.retrying {
        color: var(--warn);
      }
      .foot .button {
        position: relative;
        flex: none;
      }
      .off {
        display: grid;
        place-items: center;
        gap: 8px;
        align-content: center;
        aspect-ratio: 16 / 9;
        padding: 12px;
        border: 1px dashed var(--edge);
        border-radius: 12px;
        color: var(--quiet);
        text-align: center;
      }
    `,
  ];

  declare cameras: readonly CameraState[];
  declare protocol: ProtocolChoice;
  declare mayChange: boolean;

  readonly #sight = new TileSight(this);
  #areRelaxed = false;

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.cameras = [];
    this.protocol = 'auto';
    this.mayChange = false;
  }

  protected override render(): TemplateResult {
    this.#areRelaxed = areTilesRelaxed(this.protocol, this.#sight.visible.size, this.#areRelaxed);
    const { length } = this.cameras;
    return html`<ul class=${length === 1 ? 'one' : length <= 4 ? 'few' : ''}>
      ${repeat(
        this.cameras,
        ({ id }) => id,
        (camera) => this.#renderTile(camera),
      )}
    </ul>`;
  }

  #renderTile({ id, name, enabled, status, urls }: CameraState): TemplateResult {
    const { words } = catalog;
    return html`<li data-id=${id}>
      ${
        enabled
          ? html`<oriel-player
              compact
              camera-url=${urls.player}
              .protocol=${this.protocol}
              .relaxed=${this.#areRelaxed}
              .name=${name}
            ></oriel-player>`
          : html`<div class="off">${icon('camera')}${words.switchedOff}</div>`
      }
      <div class="foot">
        <a
          class="name"
          href=${withProtocol(new URL(urls.player, document.baseURI).href, this.protocol)}
          >${name}</a
        >
        <span class="status ${status}">${status === 'live' ? nothing : words.status[status]}</span>
        ${
          this.mayChange
            ? html`<a
                class="button quiet only-icon"
                href="${urls.player}#settings"
                aria-label=${words.settingsOf(name)}
                title=${words.settings}
                >${icon('settings')}</a
              >`
            : nothing
        }
      </div>
    </li>`;
  }

  protected override updated(): void {
    this.#sight.watch(this.renderRoot.querySelectorAll('li'));
  }
}

customElements.define('oriel-camera-grid', CameraGrid);

// All cameras at a glance, and what else there is: a new camera, the log.

import { css, html, LitElement, nothing, svg } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { ProtocolChoice } from '../media/delivery.ts';
import '../player/protocol-switch.ts';
import { basics, colours } from '../player/styles.ts';
import type { CameraState } from '../server/api.ts';
import { ServerRefusal } from '../server/request.ts';
import { Wording } from '../words/wording.ts';
import { protocolOf, withProtocol } from './address.ts';
import './camera-grid.ts';
import { controlStyles } from './control-styles.ts';
import { askFor } from './confirm-dialog.ts';
import './health-panel.ts';
import './home-assistant-panel.ts';
import { icon } from './icons.ts';
import { OverviewPoll } from './overview.ts';
import { languageReady } from './page-language.ts';
import { pageColours, pageStyles } from './page-styles.ts';
import { catalog } from './page-words.ts';
import { HashRoute } from './hash-route.ts';
import type { ViewName } from './route.ts';

const brand = svg`<svg class="brand" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
  <rect width="32" height="32" rx="7" fill="#14202e"></rect>
  <path d="M6 9l6-3h8l6 3v14l-6 3h-8l-6-3zM12 6v20M20 6v20M6 16h6M20 16h6" fill="none"
    stroke="#8ab8ff" stroke-width="2" stroke-linejoin="round"></path>
  <circle cx="16" cy="16" r="2.5" fill="#4cc38a"></circle>
</svg>`;

export class IndexPage extends LitElement {
  static override readonly properties: PropertyDeclarations = { protocol: { state: true } };
  static override readonly styles = [
    colours,
    pageColours,
    basics,
    pageStyles,
    controlStyles,
    css`
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: 4px 12px;
        margin-top: 8px;
        color: var(--quiet);
        font-size: 13px;
      }
      .brand {
        margin-right: 10px;
        vertical-align: -8px;
      }
      header.add {
        max-width: 760px;
        margin: 0 auto;
      }
      .first {
        max-width: 760px;
        margin: 4vh auto 20px;
      }
      .first h2 {
        margin: 0;
        font-size: 26px;
        font-weight: 600;
        line-height: 1.25;
      }
      .first p {
        margin: 6px 0 0;
        color: var(--quiet);
      }
    `,
  ];

  declare protocol: ProtocolChoice;

  readonly #rootUrl = new URL('.', location.href).href;
  readonly #overview = new OverviewPoll(this, this.#rootUrl);
  readonly #route = new HashRoute(this, {
    isDirty: () => this.#editor()?.isDirty ?? false,
    mayLeave: () => askFor({ ...catalog.words.leave, isDanger: false }),
  });
  #shown: ViewName | null = null;

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.protocol = protocolOf(location.search);
  }

  protected override async scheduleUpdate(): Promise<void> {
    await languageReady;
    await super.scheduleUpdate();
  }

  protected override render(): TemplateResult {
    const view = this.#view();
    return html`${view === 'home' ? this.#renderHomeHeader() : this.#renderViewHeader(view)}
      <main>${this.#renderView(view)}</main>`;
  }

  /** What is only for those who may change something is not shown to others, whatever the address says. */
  #view(): ViewName {
    const { view } = this.#route.route;
    const isKnown = this.#overview.cameras !== null;
    return view === 'settings' || (isKnown && !this.#overview.caller.may_change) ? 'home' : view;
  }

  #renderHomeHeader(): TemplateResult {
    const { words } = catalog;
    const isEmpty = (this.#overview.cameras ?? []).length === 0;
    return html`<header>
      <h1 tabindex="-1">${brand}Oriel</h1>
      ${
        this.#overview.caller.may_change
          ? html`<a
                class="button quiet"
                href="#log"
                title=${words.openLog}
                aria-label=${words.openLog}
                >${icon('log')}<span class="text">${words.openLog}</span></a
              >${
                isEmpty
                  ? nothing
                  : html`<a
                      class="button primary"
                      href="#add"
                      title=${words.addCamera}
                      aria-label=${words.addCamera}
                      >${icon('plus')}<span class="text">${words.addCamera}</span></a
                    >`
              }`
          : nothing
      }
    </header>`;
  }

  #renderViewHeader(view: ViewName): TemplateResult {
    const { words } = catalog;
    return html`<header class=${view}>
      <a class="button quiet only-icon back" href="#" aria-label=${words.allCameras}
        >${icon('back')}</a
      >
      <h1 tabindex="-1">${view === 'add' ? words.form.addTitle : words.log.title}</h1>
    </header>`;
  }

  #renderView(view: ViewName): TemplateResult | typeof nothing {
    const { cameras } = this.#overview;
    if (cameras === null) return this.#renderProblem();
    switch (view) {
      case 'add':
        void import('./form/camera-editor.ts').catch(reportError);
        return this.#renderEditor(cameras);
      case 'log':
        void import('./log/log-view.ts').catch(reportError);
        return html`<oriel-log
          root-url=${this.#rootUrl}
          .cameras=${cameras}
          .startCamera=${this.#route.route.camera}
        ></oriel-log>`;
      case 'settings':
      case 'home':
        return this.#renderHome(cameras);
      default:
        return view satisfies never;
    }
  }

  #renderHome(cameras: readonly CameraState[]): TemplateResult {
    const { caller, issues } = this.#overview;
    return html`<oriel-health
        .issues=${issues}
        .cameras=${cameras}
        ?may-change=${caller.may_change}
      ></oriel-health>
      ${
        cameras.length === 0 || this.#isAddingFirst()
          ? this.#renderFirst()
          : this.#renderGrid(cameras)
      }
      ${
        caller.may_change
          ? html`<oriel-home-assistant
              root-url=${this.#rootUrl}
              .cameras=${cameras}
            ></oriel-home-assistant>`
          : nothing
      }`;
  }

  /** Another camera may have come meanwhile: no reason to take away what was typed. */
  #isAddingFirst(): boolean {
    return this.#shown === 'home' && (this.#editor()?.isDirty ?? false);
  }

  #renderGrid(cameras: readonly CameraState[]): TemplateResult {
    const { words } = catalog;
    return html`<oriel-camera-grid
        .cameras=${cameras}
        .protocol=${this.protocol}
        ?may-change=${this.#overview.caller.may_change}
      ></oriel-camera-grid>
      <footer>
        <span aria-hidden="true">${words.protocol}</span>
        <oriel-protocol-switch
          .choice=${this.protocol}
          @protocol-choice=${this.#onProtocol}
        ></oriel-protocol-switch>
      </footer>`;
  }

  /** Nothing to look at yet. */
  #renderFirst(): TemplateResult {
    const { empty, lookOnly } = catalog.words;
    const { may_change: mayChange, reason } = this.#overview.caller;
    if (mayChange) {
      void import('./form/camera-editor.ts').catch(reportError);
      return html`<div class="first">
          <h2>${empty.title}</h2>
          <p>${empty.text}</p>
        </div>
        ${this.#renderEditor([])}`;
    }
    return html`<div class="notice">
      <h2>${empty.lookOnlyTitle}</h2>
      <p>${empty.askAdmin}</p>
      ${
        reason === null
          ? nothing
          : html`<p class="look-only">${lookOnly}: <span lang="en">${reason}</span></p>`
      }
    </div>`;
  }

  #renderEditor(cameras: readonly CameraState[]): TemplateResult {
    return html`<oriel-camera-editor
      root-url=${this.#rootUrl}
      .taken=${cameras.map(({ id }) => id)}
      @camera-saved=${this.#onAdded}
    ></oriel-camera-editor>`;
  }

  #renderProblem(): TemplateResult | typeof nothing {
    const { problem } = this.#overview;
    if (problem === null) return nothing;
    const { noAnswer, tryingAgain } = catalog.words;
    return html`<div class="notice" role="status">
      <h2>${noAnswer}</h2>
      ${problem instanceof ServerRefusal ? html`<p lang="en">${problem.message}</p>` : nothing}
      <p>${tryingAgain}</p>
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const view = this.#view();
    if (view === this.#shown) return;
    const { words } = catalog;
    const titles = { add: words.form.addTitle, log: words.log.title, home: null, settings: null };
    const title = titles[view];
    document.title = title === null ? 'Oriel' : `${title} · Oriel`;
    // A screen reader goes on where the new view begins; at first, where the browser has put it.
    if (this.#shown !== null) this.renderRoot.querySelector('h1')?.focus();
    this.#shown = view;
  }

  #editor(): HTMLElementTagNameMap['oriel-camera-editor'] | null {
    return this.renderRoot.querySelector('oriel-camera-editor');
  }

  readonly #onProtocol = ({ detail }: CustomEvent<ProtocolChoice>): void => {
    this.protocol = detail;
    history.replaceState(null, '', withProtocol(location.href, detail));
  };

  /** To the new camera; back leads to all of them. */
  readonly #onAdded = ({ detail: id }: CustomEvent<string>): void => {
    const url = new URL(`cameras/${id}/`, this.#rootUrl).href;
    if (this.#route.route.view === 'add') location.replace(url);
    else location.assign(url);
  };
}

customElements.define('oriel-index-page', IndexPage);

// <oriel-home-assistant>: what Oriel has set up in Home Assistant. Nothing elsewhere.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { basics } from '../player/styles.ts';
import { sleep } from '../player/sleep.ts';
import { loadHomeAssistant } from '../server/admin-api.ts';
import type { HomeAssistantStatus } from '../server/admin-api.ts';
import type { CameraState } from '../server/api.ts';
import { currentLanguage } from '../words/language.ts';
import { Wording } from '../words/wording.ts';
import { controlStyles } from './control-styles.ts';
import './copy-field.ts';
import { icon } from './icons.ts';
import { catalog, find } from './page-words.ts';

const EVERY_MS = 15_000;
/** States in which there is nothing to do. */
const GOOD: ReadonlySet<string> = new Set(['installed', 'ready']);
const CALM: ReadonlySet<string> = new Set([...GOOD, 'off', 'installing', 'working']);

export class HomeAssistantPanel extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    rootUrl: { attribute: 'root-url' },
    cameras: { attribute: false },
    status: { state: true },
  };
  static override readonly styles = [
    basics,
    controlStyles,
    css`
      section {
        margin-top: 28px;
      }
      .parts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
        gap: 16px 40px;
      }
      h3 {
        display: flex;
        align-items: center;
        gap: 8px;
        margin: 0 0 2px;
        font-size: 15px;
        font-weight: 600;
      }
      .good .icon {
        color: var(--good);
      }
      .bad .icon {
        color: var(--warn);
      }
      .calm .icon {
        color: var(--quiet);
      }
      p {
        margin: 0 0 8px;
        color: var(--quiet);
        overflow-wrap: anywhere;
      }
      ul {
        margin: 8px 0 0;
        padding-left: 20px;
        overflow-wrap: anywhere;
      }
      code {
        font:
          400 14px/1.5 ui-monospace,
          monospace;
      }
    `,
  ];

  declare rootUrl: string;
  declare cameras: readonly CameraState[];
  declare status: HomeAssistantStatus | null;

  #asking = new AbortController();

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.rootUrl = '';
    this.cameras = [];
    this.status = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#asking = new AbortController();
    // Elsewhere there is no such answer, and browsers write refusals on the console.
    if (isBehindIngress(this.rootUrl)) this.#follow(this.#asking.signal).catch(reportError);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking.abort();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.status === null) return nothing;
    const { title } = catalog.words.homeAssistant;
    return html`<section class="panel" aria-labelledby="title">
      <h2 id="title">${title}</h2>
      <div class="parts">
        ${this.#renderCard(this.status.card)} ${this.#renderEntities(this.status.camera_entities)}
      </div>
    </section>`;
  }

  #renderCard({ state, message, resource_url: url }: HomeAssistantStatus['card']): TemplateResult {
    const words = catalog.words.homeAssistant;
    return html`<div>
      ${renderHead(words.card, state)}
      <p>${find(words.cardStates, state) ?? state}</p>
      ${renderMessage(message)}
      ${
        url === null || GOOD.has(state)
          ? nothing
          : html`<oriel-copy-field label=${words.resource} .value=${url}></oriel-copy-field>`
      }
    </div>`;
  }

  #renderEntities({
    state,
    message,
    entries,
  }: HomeAssistantStatus['camera_entities']): TemplateResult {
    const words = catalog.words.homeAssistant;
    return html`<div>
      ${renderHead(words.entities, state)}
      <p>${find(words.entityStates, state) ?? state}</p>
      ${renderMessage(message)}
      ${
        entries.length === 0
          ? nothing
          : html`<ul>
              ${entries.map(
                ({ camera, entity_id: entity, state: entry, message: detail }) =>
                  html`<li>
                    ${this.#nameOf(camera)}:
                    ${entity === null ? (find(words.entryStates, entry) ?? entry) : html`<code>${entity}</code>`}
                    ${entry === 'ready' ? nothing : renderMessage(detail)}
                  </li>`,
              )}
            </ul>`
      }
    </div>`;
  }

  #nameOf(camera: string): string {
    return this.cameras.find(({ id }) => id === camera)?.name ?? camera;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // One that knows nothing of it is older than this page, or away: the cameras say so.
      if (!document.hidden) {
        this.status = await loadHomeAssistant(this.rootUrl, signal).catch(() => null);
      }
      await sleep(EVERY_MS, signal);
    }
  }
}

export function isBehindIngress(url: string): boolean {
  return url.includes('/api/hassio_ingress/');
}

function renderHead(title: string, state: string): TemplateResult {
  const look = GOOD.has(state) ? 'good' : CALM.has(state) ? 'calm' : 'bad';
  const names = { good: 'check', calm: 'info', bad: 'warning' } as const;
  return html`<h3 class=${look}>${icon(names[look])}${title}</h3>`;
}

function renderMessage(message: string | null): TemplateResult | typeof nothing {
  if (message === null) return nothing;
  return html`<p lang=${currentLanguage() === 'en' ? nothing : 'en'}>${message}</p>`;
}

customElements.define('oriel-home-assistant', HomeAssistantPanel);

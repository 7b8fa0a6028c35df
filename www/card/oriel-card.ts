// custom:oriel-card: cameras of the Oriel app on a dashboard of Home Assistant.

import { html, LitElement } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { chooseLanguage, useLanguage } from '../words/language.ts';
import { Wording } from '../words/wording.ts';
import type { AppConnection } from './app-connection.ts';
import { slugOfScript } from './app-slug.ts';
import { UNKNOWN_APP } from './app-state.ts';
import type { AppState } from './app-state.ts';
import { entitiesOf, pictureOf, serviceFor } from './camera-entities.ts';
import type { PlayerRequest } from './camera-entities.ts';
import { rememberCameras } from './camera-list.ts';
import type { ShownCamera } from './camera-list.ts';
import { CameraTile } from './camera-tile.ts';
import { parseCardConfig } from './card-config.ts';
import type { Gesture } from './card-choices.ts';
import type { CardConfig } from './card-config.ts';
import { cardSizeOf, gridOptionsOf } from './card-layout.ts';
import { offerCard } from './card-picker.ts';
import { cardStyles } from './card-styles.ts';
import { noticeOf, renderBody } from './card-view.ts';
import type { ConfigForm } from './form/config-form.ts';
import type { GridOptions, Hass } from './home-assistant.ts';
import { anyConnection, connectionOf, setScriptSlug } from './page-connection.ts';
import { preloadPlayer } from './preload.ts';

type RawConfig = Readonly<Record<string, unknown>>;

/** What players say when it may be the app that is away. All else has to do with one camera, and may last. */
const APP_AWAY: ReadonlySet<string> = new Set(['no_answer', 'connection_lost', 'player_missing']);

export class OrielCard extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    app: { state: true },
    chosen: { state: true },
    layout: {},
  };
  static override readonly styles = [cardStyles];

  declare app: AppState;
  declare chosen: number;
  /** Home Assistant says `grid` in sections. */
  declare layout: string | undefined;
  protected readonly wording = new Wording(this);
  #raw: RawConfig = {};
  #config: CardConfig | null = null;
  #hass: Hass | null = null;
  #connection: AppConnection | null = null;
  #detach: () => void = () => {};
  readonly #listCameras = rememberCameras();

  constructor() {
    super();
    this.app = UNKNOWN_APP;
    this.chosen = 0;
    this.addEventListener('tile-gesture', (event) => this.#onGesture(event));
    this.addEventListener('player-request', (event) => {
      if (event instanceof CustomEvent) this.#onRequest(event);
    });
    this.addEventListener('notice-retry', () => this.#connection?.retry());
    this.addEventListener('player-state', ({ detail }) => {
      if (detail.kind === 'waiting' && APP_AWAY.has(detail.reason.code)) this.#connection?.check();
    });
  }

  /** For Home Assistant's visual editor. */
  static async getConfigForm(): Promise<ConfigForm> {
    const { loadForm } = await import('./form/editor.ts');
    return await loadForm(anyConnection());
  }

  /** What a new card begins with. */
  static async getStubConfig(hass: Hass): Promise<RawConfig> {
    const { loadStub } = await import('./form/editor.ts');
    const connection = connectionOf({ app: null, url: null });
    connection.setHass(hass);
    return await loadStub(connection);
  }

  set hass(hass: Hass) {
    const before = this.#hass;
    this.#hass = hass;
    this.#connection?.setHass(hass);
    if (before === null) this.#connect();
    const { language = hass.language } = hass.locale ?? {};
    if (language !== undefined) void useLanguage(chooseLanguage([language]));
    // Only what comes from entities depends on it.
    if (before === null || hass.states !== before.states) this.requestUpdate();
  }

  /** @throws Error, which Home Assistant shows instead of the card */
  setConfig(raw: RawConfig): void {
    this.#config = parseCardConfig(raw);
    this.#raw = raw;
    preloadPlayer(import.meta.url);
    const { layout } = this.#config;
    // The player cannot be loaded either then, and says so.
    if (layout === 'carousel') import('./camera-carousel.ts').catch(() => {});
    if (layout === 'single') import('./camera-choice.ts').catch(() => {});
    this.#connect();
    this.requestUpdate();
  }

  getCardSize(): number {
    return this.#config === null ? 6 : cardSizeOf(this.#config, this.#cameras()?.length ?? 1);
  }

  getGridOptions(): GridOptions {
    return gridOptionsOf(this.#config ?? parseCardConfig({}), this.#cameras()?.length ?? 1);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#disconnect();
  }

  protected override render(): TemplateResult {
    const config = this.#config;
    const hass = this.#hass;
    if (config === null || hass === null) return html``;
    const cameras = this.#cameras();
    if (noticeOf({ app: this.app, cameras }) !== null) {
      // Home Assistant is away too then, and the card is tried again when it is back.
      import('./notice/app-notice.ts').catch(() => {});
    }
    const body = renderBody({
      config,
      app: this.app,
      cameras,
      chosen: this.chosen,
      isFixed: this.#isFixed(),
      pictureOf: (camera) => pictureOf(entitiesOf(camera.config, hass).image, hass),
      mayChange: (camera) => this.#mayChange(camera),
      choose: (index) => {
        this.chosen = index;
      },
    });
    const title = config.title === null ? html`` : html`<h2>${config.title}</h2>`;
    return customElements.get('ha-card') === undefined
      ? html`<div class="ha-card">${title}${body}</div>`
      : html`<ha-card>${title}${body}</ha-card>`;
  }

  #connect(): void {
    const config = this.#config;
    if (config === null || this.#hass === null || !this.isConnected) return;
    const connection = connectionOf(config);
    connection.setHass(this.#hass);
    if (connection === this.#connection) return;
    this.#disconnect();
    this.#connection = connection;
    this.#detach = connection.attach(() => {
      this.app = connection.state;
    });
    this.app = connection.state;
  }

  #disconnect(): void {
    this.#detach();
    this.#detach = () => {};
    this.#connection = null;
  }

  #cameras(): readonly ShownCamera[] | null {
    return this.#config === null ? null : this.#listCameras(this.#config, this.app.cameras);
  }

  /** In sections, people may give the card a number of rows. */
  #isFixed(): boolean {
    const options = this.#raw['grid_options'];
    const rows =
      typeof options === 'object' && options !== null && 'rows' in options ? options.rows : null;
    return (this.layout === 'grid' && typeof rows === 'number') || this.layout === 'panel';
  }

  #mayChange({ config }: ShownCamera): boolean {
    if (this.app.caller?.may_change === true) return true;
    return (
      this.#hass !== null && serviceFor('stop', entitiesOf(config, this.#hass), this.#hass) !== null
    );
  }

  #onGesture(event: CustomEvent<Gesture>): void {
    const { detail } = event;
    const action = this.#config?.actions[detail];
    const target = tileOf(event);
    if (action === undefined || this.#hass === null || target === undefined) return;
    const { stream, image } = entitiesOf(target.camera.config, this.#hass);
    const entity = stream ?? image;
    const config = { ...(entity === null ? {} : { entity }), [detail]: action };
    this.dispatchEvent(
      new CustomEvent('hass-action', {
        detail: { config, action: detail.replace('_action', '') },
        bubbles: true,
        composed: true,
      }),
    );
  }

  /** Through Home Assistant where it can: it knows who may do what. */
  #onRequest(event: CustomEvent<{ readonly kind: PlayerRequest }>): void {
    const tile = tileOf(event);
    if (tile === undefined || this.#hass === null) return;
    const call = serviceFor(
      event.detail.kind,
      entitiesOf(tile.camera.config, this.#hass),
      this.#hass,
    );
    if (call === null) return;
    event.preventDefault();
    // Home Assistant tells its users itself what did not work.
    this.#hass.callService(call.domain, call.service, call.data).catch(() => {});
  }
}

function tileOf(event: Event): CameraTile | undefined {
  return event.composedPath().find((each) => each instanceof CameraTile);
}

// A second copy of the card, from another address, leaves the first alone.
if (customElements.get('oriel-card') === undefined) {
  setScriptSlug(slugOfScript(import.meta.url));
  customElements.define('oriel-tile', CameraTile);
  customElements.define('oriel-card', OrielCard);
  offerCard();
}

declare global {
  interface HTMLElementTagNameMap {
    'oriel-card': OrielCard;
  }
  interface HTMLElementEventMap {
    'tile-gesture': CustomEvent<Gesture>;
  }
}

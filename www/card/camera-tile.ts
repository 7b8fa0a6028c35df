// One camera of the card: its last picture at once, and the player as soon as that is loaded.

import { html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { PlayerState } from '../player/player-state.ts';
import { loadStill } from '../player/still.ts';
import type { Still } from '../player/still.ts';
import { sleep } from '../player/sleep.ts';
import type { CameraState } from '../server/api.ts';
import { Wording } from '../words/wording.ts';
import type { ShownCamera } from './camera-list.ts';
import type { Gesture } from './card-choices.ts';
import type { CardConfig } from './card-config.ts';
import { cardWords } from './card-words.ts';
import { cameraIcon } from './icons.ts';
import { Near } from './near.ts';
import { tileStyles } from './tile-styles.ts';

async function loadPlayer(): Promise<(rootUrl: string) => void> {
  const { connectLive } = await import('./live-start.ts');
  return connectLive;
}

const RETRY_EVERY_MS = 3000;
const never = new AbortController().signal;

type PlayerPhase = 'none' | 'loading' | 'there' | 'failed';

/** Says `tile-gesture` with a `Gesture` as detail; what the player says passes through. */
export class CameraTile extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    rootUrl: {},
    camera: {},
    config: {},
    picture: {},
    mayChange: { type: Boolean },
    known: {},
    fill: { type: Boolean, reflect: true },
    ratio: {},
    phase: { state: true },
    still: { state: true },
    kind: { attribute: 'data-kind', reflect: true },
  };
  static override readonly styles = [tileStyles];

  /** Absolute; null while the app is not found. */
  declare rootUrl: string | null;
  declare camera: ShownCamera;
  declare config: CardConfig;
  /** What Home Assistant has to show while the app has nothing. */
  declare picture: string | null;
  declare mayChange: boolean;
  /** The cameras there are, to help who wrote a wrong one. */
  declare known: readonly Pick<CameraState, 'id'>[] | null;
  /** As high as it is made, whatever the picture's shape. */
  declare fill: boolean;
  /** For CSS; null takes the picture's own. */
  declare ratio: string | null;
  declare phase: PlayerPhase;
  declare still: Still | null;
  /** What the player does. */
  declare kind: PlayerState['kind'];

  protected readonly wording = new Wording(this);
  protected readonly near = new Near(this, () => this.#begin());
  #loading: AbortController | null = null;
  #shape: string | null = null;
  #isLoadingPlayer = false;
  #unlisten: () => void = () => {};

  constructor() {
    super();
    this.rootUrl = null;
    this.picture = null;
    this.mayChange = false;
    this.known = null;
    this.fill = false;
    this.ratio = null;
    this.phase = 'none';
    this.still = null;
    this.kind = 'idle';
    this.addEventListener('player-state', ({ detail }) => {
      this.kind = detail.kind;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unlisten();
    this.#forget();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('config')) this.#listen();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('camera');
    if (before !== undefined && before.config.camera !== this.camera.config.camera) {
      this.#forget();
      this.#shape = null;
    }
    // Another camera, or one that has been enabled meanwhile; for all else, nothing is left to begin.
    if ((changed.has('camera') || changed.has('rootUrl')) && this.phase !== 'none') this.#begin();
  }

  protected override render(): TemplateResult {
    const { isKnown, isEnabled } = this.camera;
    return html`
      <div
        class="frame"
        style="aspect-ratio: ${this.fill ? 'auto' : (this.ratio ?? this.#shape ?? '16 / 9')}"
      >
        ${this.#renderPicture()} ${isKnown && isEnabled ? this.#renderPlayer() : nothing}
        ${this.#renderMessage()} ${isKnown ? this.#renderName() : nothing}
      </div>
    `;
  }

  #renderPicture(): TemplateResult | typeof nothing {
    const url = this.still?.url ?? this.picture;
    const { isKnown, isEnabled } = this.camera;
    if (url === null) {
      return isKnown && isEnabled ? html`<div class="blank">${cameraIcon}</div>` : nothing;
    }
    return html`<img
      class=${this.config.fit}
      src=${url}
      alt=${cardWords().picture(this.camera.name)}
      draggable="false"
      @load=${this.#onPicture}
    />`;
  }

  #renderPlayer(): TemplateResult | typeof nothing {
    if (this.rootUrl === null || this.phase !== 'there') return nothing;
    const { config, camera } = this;
    return html`<oriel-player
      fill
      .cameraUrl=${cameraUrl(this.rootUrl, camera)}
      .protocol=${config.protocol}
      .mode=${config.mode}
      .stillSeconds=${config.stillSeconds}
      .liveSeconds=${config.liveSeconds}
      .fit=${config.fit}
      .controls=${config.controls}
      .mayChange=${this.mayChange}
      .name=${camera.name}
      .defaultMuted=${config.isMuted}
      .poster=${this.still}
    ></oriel-player>`;
  }

  /** Where a tap does something, the name is the button for those who do not tap. */
  #renderName(): TemplateResult | typeof nothing {
    const { actions, showName } = this.config;
    if (actions.tap_action !== undefined) {
      return html`<button
        class="name ${showName ? '' : 'unseen'}"
        type="button"
        @click=${() => this.#say('tap_action')}
      >
        ${this.camera.name}
      </button>`;
    }
    return showName ? html`<div class="name">${this.camera.name}</div>` : nothing;
  }

  #renderMessage(): TemplateResult | typeof nothing {
    const words = cardWords();
    const { isKnown, isEnabled, config } = this.camera;
    if (!isKnown) {
      const ids = (this.known ?? []).map(({ id }) => id).join(', ');
      return renderNotice(
        words.unknownCamera(config.camera),
        ids === '' ? '' : words.knownCameras(ids),
      );
    }
    if (!isEnabled) return renderNotice(words.disabledCamera, '');
    if (this.phase !== 'failed') return nothing;
    return html`<div class="message" role="alert">
      <p>${words.isUpdated}</p>
      <button type="button" @click=${() => location.reload()}>${words.reload}</button>
    </div>`;
  }

  /** It is about to be seen. */
  #begin(): void {
    if (this.phase === 'none') this.phase = 'loading';
    if (this.rootUrl === null || !this.isConnected || !this.camera.isEnabled) return;
    if (this.still === null && this.#loading === null) {
      this.#loadStill(this.rootUrl).catch(reportError);
    }
    if (this.phase !== 'there') this.#loadPlayer(this.rootUrl).catch(reportError);
  }

  async #loadStill(rootUrl: string): Promise<void> {
    const loading = new AbortController();
    this.#loading = loading;
    const { signal } = loading;
    const width = Math.round(this.clientWidth * devicePixelRatio);
    const wish = { ...(width > 0 ? { width } : {}), signal };
    // The player says what is wrong.
    const still = await loadStill(cameraUrl(rootUrl, this.camera), wish).catch(() => null);
    if (signal.aborted) still?.release();
    else this.still = still;
  }

  async #loadPlayer(rootUrl: string): Promise<void> {
    if (this.#isLoadingPlayer) return;
    this.#isLoadingPlayer = true;
    for (let failures = 0; this.isConnected && this.phase !== 'there'; failures++) {
      // Once may be the network; else the card is older than the files beside it.
      if (failures > 1) this.phase = 'failed';
      if (failures > 0) await sleep(RETRY_EVERY_MS, never);
      const connectLive = await loadPlayer().catch(() => null);
      if (connectLive === null) continue;
      if (this.config.mode === 'live') connectLive(rootUrl);
      this.phase = 'there';
    }
    this.#isLoadingPlayer = false;
  }

  #forget(): void {
    this.#loading?.abort();
    this.#loading = null;
    this.still?.release();
    this.still = null;
  }

  readonly #onPicture = ({ target }: Event): void => {
    if (!(target instanceof HTMLImageElement) || target.naturalHeight === 0) return;
    this.#shape = `${target.naturalWidth} / ${target.naturalHeight}`;
    this.requestUpdate();
  };

  #say(detail: Gesture): void {
    this.dispatchEvent(new CustomEvent('tile-gesture', { detail, bubbles: true, composed: true }));
  }

  #listen(): void {
    this.#unlisten();
    const { actions } = this.config;
    if (!this.isConnected || Object.keys(actions).length === 0) return;
    const ended = new AbortController();
    this.#unlisten = () => ended.abort();
    const { signal } = ended;
    const begin = async (): Promise<void> => {
      const { listenForGestures } = await import('./gesture-listeners.ts');
      listenForGestures({ element: this, actions, onGesture: (each) => this.#say(each), signal });
    };
    // The player cannot be loaded either then, and says so.
    begin().catch(() => {});
  }
}

function renderNotice(what: string, more: string): TemplateResult {
  return html`<div class="message" role="status">
    <p>${what}</p>
    ${more === '' ? nothing : html`<p class="more">${more}</p>`}
  </div>`;
}

function cameraUrl(rootUrl: string, { config }: ShownCamera): string {
  return `${rootUrl}cameras/${config.camera}/`;
}

declare global {
  interface HTMLElementTagNameMap {
    'oriel-tile': CameraTile;
  }
}

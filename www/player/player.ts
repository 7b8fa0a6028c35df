// <oriel-player camera-url="cameras/porch/">: one camera, live. Renders and listens; `Playback` decides.

import { html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { loadCamera, splitCameraUrl } from '../server/api.ts';
import { deliveriesFor } from '../media/delivery.ts';
import type { Delivery, ProtocolChoice } from '../media/delivery.ts';
import { isFullScreen, toggleFullScreen } from './full-screen.ts';
import { measure } from '../media/measured-player.ts';
import { Playback } from './playback.ts';
import type { PlayerActions } from './player-actions.ts';
import { actionOf } from './player-keys.ts';
import { initialState } from './player-state.ts';
import type { PlayerState } from './player-state.ts';
import { playerStyles } from './player-styles.ts';
import { renderBadge, renderBar, renderMessage } from './player-view.ts';
import { createBarePlayer, hasMediaSource, isReachable } from '../media/players.ts';
import './protocol-switch.ts';
import { serverClockOf } from '../server/server-clock.ts';
import { Sight } from './sight.ts';
import { announcement } from './status-text.ts';
import { basics } from './styles.ts';
import { TouchWatch } from './touch-watch.ts';
import { countStalls, drawStill, isTakenKey, playVideo, readVideo } from './video-element.ts';
import { createViewerName } from '../media/viewer-report.ts';

const COUNTDOWN_EVERY_MS = 1000;

/** Says `player-state` with a `PlayerState` as detail when that changes. */
export class OrielPlayer extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    cameraUrl: { attribute: 'camera-url' },
    protocol: {},
    relaxed: { type: Boolean },
    compact: { type: Boolean, reflect: true },
  };
  static override readonly styles = [basics, playerStyles];

  /** The camera's base URL, relative to the page: `cameras/{id}/`. */
  declare cameraUrl: string;
  declare protocol: ProtocolChoice;
  /** Further behind live, on few and short connections: for pages with many players. */
  declare relaxed: boolean;
  /** Without controls: a tile among others. */
  declare compact: boolean;
  #playback: Playback | null = null;
  #state: PlayerState = initialState();
  #stalls: () => number = () => 0;
  #countdown: ReturnType<typeof setInterval> | undefined;

  readonly #viewer = createViewerName();
  readonly #touch = new TouchWatch(this);
  readonly #sight = new Sight(this, {
    onHidden: () => this.#playOrStop(),
    onShown: () => this.#playOrStop(),
    onGlance: () => this.#playback?.goLive(),
    isInPicture: () => this.shadowRoot?.pictureInPictureElement != null,
  });
  readonly #actions: PlayerActions = {
    togglePlay: () => this.#togglePlay(),
    toggleMute: () => this.#toggleMute(),
    toggleFullscreen: () => toggleFullScreen(this, this.#video()),
    goLive: () => this.#playback?.goLive(),
    retryNow: () => this.#playback?.retryNow(),
  };

  constructor() {
    super();
    this.cameraUrl = '';
    this.protocol = 'auto';
    this.relaxed = false;
    this.compact = false;
  }

  get state(): PlayerState {
    return this.#state;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#playOrStop();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#countdown);
    this.#playback?.stop();
  }

  /** Takes a key press anywhere on a page that has just this player. True when it meant something. */
  handleKey(event: KeyboardEvent): boolean {
    const action = actionOf({ ...pressOf(event), isTaken: isTakenKey(event) });
    if (action === null) return false;
    event.preventDefault();
    this.#actions[action]();
    return true;
  }

  protected override render(): TemplateResult {
    const { kind } = this.#state;
    return html`
      <div
        class="stage ${this.#touch.isTouched ? 'touched' : ''}"
        data-kind=${kind}
        @pointermove=${this.#touch.onTouch}
        @pointerdown=${this.#touch.onTouch}
        @dblclick=${this.#onDoubleClick}
      >
        <video
          playsinline
          disableremoteplayback
          tabindex="-1"
          .muted=${true}
          @loadedmetadata=${this.#onMetadata}
          @resize=${this.#onResize}
          @volumechange=${() => this.requestUpdate()}
          @leavepictureinpicture=${this.#sight.onLeavePicture}
        ></video>
        <canvas class="still" aria-hidden="true"></canvas>
        ${renderMessage(this.#state, this.#actions, Date.now())}
        ${renderBadge(this.#state, this.#actions)} ${this.compact ? nothing : this.#renderBar()}
      </div>
      <p class="unseen" role="status" aria-live="polite">${announcement(this.#state)}</p>
    `;
  }

  #renderBar(): TemplateResult {
    return renderBar(
      {
        state: this.#state,
        protocol: this.protocol,
        hasAudio: this.#playback?.hasAudio ?? false,
        isMuted: this.#video()?.muted ?? true,
        isFullscreen: isFullScreen(this),
      },
      this.#actions,
    );
  }

  protected override firstUpdated(): void {
    const video = this.#video();
    if (video === null) return;
    this.#stalls = countStalls(video);
    this.addEventListener('protocol-choice', ({ detail }) => {
      this.protocol = detail;
    });
    this.addEventListener('fullscreenchange', () => this.requestUpdate());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('cameraUrl')) this.#replacePlayback();
    else if (changed.has('protocol') || changed.has('relaxed')) this.#chooseAgain();
  }

  #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  #ladder(): readonly Delivery[] {
    return deliveriesFor(this.protocol, {
      isRelaxed: this.relaxed,
      hasMediaSource: hasMediaSource(),
    });
  }

  #replacePlayback(): void {
    const video = this.#video();
    this.#playback?.stop();
    this.#playback = null;
    if (video === null || this.cameraUrl === '') return;
    const cameraUrl = new URL(this.cameraUrl, document.baseURI).href;
    const clock = serverClockOf(splitCameraUrl(cameraUrl).rootUrl);
    const viewer = this.#viewer;
    const stalls = this.#stalls;
    this.#playback = new Playback(
      {
        clock,
        loadCamera: (signal) => loadCamera(cameraUrl, signal),
        isReachable: (delivery) => isReachable(delivery, { cameraUrl, clock }),
        createMediaPlayer: async (delivery, onFailure) => {
          const options = { video, cameraUrl, clock, delivery, onFailure, viewer, stalls };
          return measure(await createBarePlayer(options), options);
        },
        readVideo: () => readVideo(video, stalls()),
        resumeVideo: () => playVideo(video),
        keepStill: () => drawStill(video, this.renderRoot.querySelector('canvas')),
        onState: (state) => this.#onState(state),
      },
      this.#ladder(),
    );
    this.#playOrStop();
  }

  #chooseAgain(): void {
    if (this.#playback === null || this.#playback.setDeliveries(this.#ladder())) return;
    this.#playback.stop();
    this.#playOrStop();
  }

  #playOrStop(): void {
    const playback = this.#playback;
    if (playback === null) return;
    if (!this.isConnected || !this.#sight.isSeen) playback.stop();
    else if (playback.state.kind !== 'paused') playback.start().catch(reportError);
  }

  #onState(state: PlayerState): void {
    this.#state = state;
    clearInterval(this.#countdown);
    if (state.kind === 'waiting') {
      this.#countdown = setInterval(() => this.requestUpdate(), COUNTDOWN_EVERY_MS);
    }
    this.requestUpdate();
    this.dispatchEvent(
      new CustomEvent('player-state', { detail: state, bubbles: true, composed: true }),
    );
  }

  #togglePlay(): void {
    const playback = this.#playback;
    if (playback === null) return;
    if (playback.state.kind !== 'paused') return playback.pause('user');
    // Inside the tap, for browsers that allow playing only there; without a source yet it has nothing to play.
    this.#video()
      ?.play()
      .catch(() => {});
    playback.start().catch(reportError);
  }

  #toggleMute(): void {
    const video = this.#video();
    if (video !== null && (this.#playback?.hasAudio ?? false)) video.muted = !video.muted;
  }

  // Before there is a picture: dash.js does not step over a gap, as there may be one at the start, while paused.
  readonly #onMetadata = (): void => {
    const video = this.#video();
    // A refusal is noticed by Playback, which looks at the video anyway.
    if (video?.paused === true && this.#state.kind !== 'paused')
      playVideo(video).catch(reportError);
  };

  readonly #onResize = (): void => {
    const video = this.#video();
    if (video === null || video.videoWidth === 0 || this.compact) return;
    this.style.setProperty('--oriel-aspect-ratio', `${video.videoWidth} / ${video.videoHeight}`);
  };

  readonly #onDoubleClick = (event: MouseEvent): void => {
    if (event.target instanceof HTMLVideoElement && !this.compact)
      toggleFullScreen(this, this.#video());
  };
}

function pressOf({
  key,
  ctrlKey,
  altKey,
  metaKey,
}: KeyboardEvent): Omit<Parameters<typeof actionOf>[0], 'isTaken'> {
  return { key, ctrlKey, altKey, metaKey };
}

customElements.define('oriel-player', OrielPlayer);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-player': OrielPlayer;
  }
  interface HTMLElementEventMap {
    'player-state': CustomEvent<PlayerState>;
  }
}

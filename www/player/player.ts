// <oriel-player camera-url="cameras/porch/">: one camera, live. Renders and listens; `PlayerSession` decides.

import { LitElement } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { CameraState } from '../server/api.ts';
import type { ProtocolChoice } from '../media/delivery.ts';
import { Wording } from '../words/wording.ts';
import { isFullScreen, toggleFullScreen } from './full-screen.ts';
import type { MenuChoice } from './menu-model.ts';
import { Notice } from './notice.ts';
import { Overlays } from './overlays.ts';
import { isInFullScreenVideo, isInPicture, togglePicture } from './picture.ts';
import type { PlayerActions } from './player-actions.ts';
import { actionOf, pressOf, STEP_SECONDS } from './player-keys.ts';
import { PLAYER_PROPERTIES } from './player-properties.ts';
import type { PlayerMode } from './player-properties.ts';
import type { PlayerState } from './player-state.ts';
import { playerStyles } from './player-styles.ts';
import { PlayerTasks } from './player-tasks.ts';
import { renderPlayer } from './player-template.ts';
import type { PlayerEvents, PlayerView } from './player-template.ts';
import { SessionKeeper } from './session-keeper.ts';
import { Sight } from './sight.ts';
import { SizeWatch } from './size-watch.ts';
import { Sound } from './sound.ts';
import type { Still } from './still.ts';
import { reasonHeadline } from './status-text.ts';
import { basics } from './styles.ts';
import { Ticker } from './ticker.ts';
import { TouchWatch } from './touch-watch.ts';
import { isOnPicture, isTakenKey } from './video-element.ts';

/** Says `player-state` with a `PlayerState` as detail when that changes; more in player-properties.ts. */
export class OrielPlayer extends LitElement {
  static override readonly properties = PLAYER_PROPERTIES;
  static override readonly styles = [basics, playerStyles];

  /** The camera's base URL, relative to the page: `cameras/{id}/`. */
  declare cameraUrl: string;
  declare protocol: ProtocolChoice;
  /** Further behind live, on few and short connections: for pages with many players. */
  declare relaxed: boolean;
  /** Without controls: a tile among others. */
  declare compact: boolean;
  declare mode: PlayerMode;
  declare stillSeconds: number;
  /** In `stills`, how long live lasts after a tap; 0 until it cannot be seen any more. */
  declare liveSeconds: number;
  declare fit: 'contain' | 'cover';
  declare controls: 'auto' | 'never';
  /** `auto`, or the id of one of the camera's renditions. */
  declare rendition: string;
  /** The user may switch the camera on and off, and restart it. */
  declare mayChange: boolean;
  /** The camera's, for labels. */
  declare name: string;
  /** Where this device remembers nothing else. */
  declare defaultMuted: boolean;
  /** A picture to begin with that somebody else has loaded, and releases. */
  declare poster: Still | null;

  #width = 0;
  readonly #notice = new Notice(this);
  readonly #ticker = new Ticker(this);
  readonly #overlays = new Overlays(this);
  readonly #touch = new TouchWatch(this, () => this.#onTouch());
  readonly #keeper = new SessionKeeper(this, {
    video: () => this.#video(),
    canvas: () => this.renderRoot.querySelector('canvas'),
    wishes: () => ({
      isSeen: this.isConnected && this.#sight.isSeen,
      mode: this.mode,
      liveSeconds: this.liveSeconds,
    }),
    choice: () => ({ protocol: this.protocol, isRelaxed: this.relaxed }),
    stillSeconds: () => this.stillSeconds,
    isElsewhere: () => this.#isElsewhere(),
    onState: (state) => this.#onState(state),
    onCamera: (camera) => this.#onCamera(camera),
    onFailure: (failure) => this.#notice.show(reasonHeadline(failure)),
  });
  readonly #size = new SizeWatch(this, (width, height) => {
    this.#width = width;
    this.#keeper.picker.setShownHeight(height * devicePixelRatio);
  });
  readonly #sight = new Sight(this, {
    onHidden: () => this.#keeper.update(),
    onShown: () => this.#keeper.update(),
    onGlance: () => this.#keeper.session?.afterGlance(),
    isElsewhere: () => this.#isElsewhere(),
  });
  readonly #sound = new Sound(this, {
    video: () => this.#video(),
    camera: () => this.#keeper.url,
    defaultMuted: () => this.defaultMuted,
    canBeHeard: () => !this.compact && (this.#keeper.session?.hasAudio ?? false),
  });
  readonly #tasks = new PlayerTasks(
    {
      cameraUrl: () => this.#keeper.url,
      session: () => this.#keeper.session,
      takePicture: () => this.#keeper.takePicture(),
      loadSaving: () => import('./saving.ts'),
      nowMs: () => this.#keeper.nowMs(),
      shownCapturedAtMs: () => this.#keeper.capturedAtMs(),
      isTaken: (detail) =>
        !this.dispatchEvent(
          new CustomEvent('player-request', { detail, ...FOR_ALL, cancelable: true }),
        ),
    },
    this.#notice,
  );
  readonly #actions: PlayerActions = {
    togglePlay: () => this.#keeper.session?.togglePlay(),
    toggleMute: () => this.#sound.toggle(),
    toggleFullscreen: () => toggleFullScreen(this, this.#video()),
    togglePicture: () => togglePicture(this.#video()),
    toggleStats: () => void this.#overlays.toggleStats(),
    takeSnapshot: this.#tasks.takeSnapshot,
    saveClip: this.#tasks.saveClip,
    goLive: () => this.goLive(),
    stepBack: () => this.#keeper.session?.step(-STEP_SECONDS),
    stepForth: () => this.#keeper.session?.step(STEP_SECONDS),
    retryNow: () => this.#keeper.session?.retryNow(),
  };
  readonly #events: PlayerEvents = {
    onPointer: this.#touch.onPointer,
    onPointerLeave: this.#touch.onLeave,
    onPress: (event) => this.#onPress(event),
    onDoublePress: (event) => {
      if (isOnPicture(event) && !this.compact) toggleFullScreen(this, this.#video());
    },
    onKey: (event) => this.handleKey(event),
    onResize: () => this.#onResize(),
    onSight: this.#sight.onChange,
    onMenu: this.#overlays.toggleMenu,
    onMenuChoice: ({ detail }) => this.#choose(detail),
    onSeek: ({ detail }) => this.#keeper.session?.seekBehind(detail),
    onSwitchOn: () => this.#tasks.request('start'),
  };
  protected readonly parts = [this.#size, new Wording(this)];

  constructor() {
    super();
    this.cameraUrl = '';
    this.protocol = 'auto';
    this.relaxed = false;
    this.compact = false;
    this.mode = 'live';
    this.stillSeconds = 10;
    this.liveSeconds = 60;
    this.fit = 'contain';
    this.controls = 'auto';
    this.rendition = 'auto';
    this.mayChange = false;
    this.name = '';
    this.defaultMuted = true;
    this.poster = null;
  }

  get state(): PlayerState {
    return this.#keeper.state;
  }

  goLive(): void {
    this.#keeper.session?.goLive();
  }

  play(): void {
    this.#keeper.session?.play();
  }

  pause(): void {
    this.#keeper.session?.pause();
  }

  /** Takes a key press anywhere on a page that has just this player. True when it meant something. */
  handleKey(event: KeyboardEvent): boolean {
    if (event.defaultPrevented) return false;
    if (event.key === 'Escape' && this.#overlays.isMenuOpen) this.#overlays.toggleMenu();
    const action = actionOf({ ...pressOf(event), isTaken: isTakenKey(event) });
    if (action === null) return false;
    event.preventDefault();
    this.#touch.onTouch();
    this.#actions[action]();
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('fullscreenchange', this.#onFullScreen);
    if (!this.hasUpdated) return;
    this.#keeper.stills.setPoster(this.poster);
    this.#keeper.open(this.cameraUrl);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('fullscreenchange', this.#onFullScreen);
  }

  protected override render(): TemplateResult {
    return renderPlayer(this.#view(), this.#events);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const keeper = this.#keeper;
    if (changed.has('poster')) keeper.stills.setPoster(this.poster);
    if (changed.has('rendition')) keeper.picker.setWish(this.rendition);
    if (changed.has('cameraUrl')) keeper.open(this.cameraUrl);
    else if (changed.has('protocol') || changed.has('relaxed')) keeper.chooseDelivery();
    if (changed.has('mode') || changed.has('liveSeconds')) keeper.update();
    const { kind } = this.state;
    this.#ticker.run(kind === 'waiting' || (this.#sight.isSeen && keeper.layer !== 'video'));
  }

  #view(): PlayerView {
    return {
      keeper: this.#keeper,
      actions: this.#actions,
      overlays: this.#overlays,
      sound: this.#sound,
      name: this.name,
      hasControls: !this.compact && this.controls !== 'never',
      isTouched: this.#touch.isTouched,
      isFullscreen: isFullScreen(this),
      notice: this.#notice.text,
      protocol: this.protocol,
      rendition: this.rendition,
      mayChange: this.mayChange,
      width: this.#width,
    };
  }

  #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  #isElsewhere(): boolean {
    const video = this.#video();
    return isInPicture(video) || isInFullScreenVideo(video) || isFullScreen(this);
  }

  #onState(detail: PlayerState): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('player-state', { detail, ...FOR_ALL }));
  }

  #onCamera(detail: CameraState): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('camera-state', { detail, ...FOR_ALL }));
  }

  #onTouch(): void {
    if (this.compact || this.controls === 'never') return;
    void this.#overlays.prepare();
    void this.#keeper.session?.refreshCamera();
  }

  #choose(choice: MenuChoice): void {
    if (choice.kind === 'action') this.#actions[choice.action]();
    else if (choice.kind === 'rendition') this.rendition = choice.rendition;
    else if (choice.kind === 'request') this.#tasks.request(choice.request);
    else if (choice.kind === 'protocol') {
      const { protocol } = choice;
      this.protocol = protocol;
      this.dispatchEvent(new CustomEvent('protocol-choice', { detail: protocol, ...FOR_ALL }));
    }
  }

  /** All of the picture is the button, where there is nothing else to do with it. */
  #onPress(event: MouseEvent): void {
    const { state, session } = this.#keeper;
    const isWaitingForTap =
      state.kind === 'stills' || (state.kind === 'paused' && state.by === 'browser');
    if (isWaitingForTap && isOnPicture(event) && !event.defaultPrevented) session?.togglePlay();
  }

  #onResize(): void {
    const video = this.#video();
    if (video === null || video.videoWidth === 0 || this.compact) return;
    this.style.setProperty('--oriel-aspect-ratio', `${video.videoWidth} / ${video.videoHeight}`);
  }

  readonly #onFullScreen = (): void => {
    this.requestUpdate();
    this.#sight.onChange();
  };
}

const FOR_ALL = { bubbles: true, composed: true };

customElements.define('oriel-player', OrielPlayer);

declare global {
  interface HTMLElementTagNameMap {
    'oriel-player': OrielPlayer;
  }
}

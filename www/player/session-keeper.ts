// A player's session with its camera: begun with its address, ended with the element, and the pictures that stand in
// while no video moves.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { splitCameraUrl } from '../server/api.ts';
import type { CameraState } from '../server/api.ts';
import { deliveriesFor } from '../media/delivery.ts';
import type { Delivery, ProtocolChoice } from '../media/delivery.ts';
import type { Failure } from '../media/failure.ts';
import { hasMediaSource } from '../media/players.ts';
import { createViewerName } from '../media/viewer-report.ts';
import { serverClockOf } from '../server/server-clock.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { Activity } from './activity.ts';
import type { StillSize } from './playback-host.ts';
import { PlayerSession } from './player-session.ts';
import type { SessionWishes } from './player-session.ts';
import type { PlayerState } from './player-state.ts';
import { RenditionPicker } from './rendition-picker.ts';
import { ShownPicture } from './shown-picture.ts';
import type { PictureLayer } from './shown-picture.ts';
import type { StatsReading } from './stats-model.ts';
import { StillKeeper } from './still-keeper.ts';
import {
  copyPicture,
  drawStill,
  followVideo,
  onFrame,
  playVideo,
  readFrames,
} from './video-element.ts';
import type { VideoPast } from './video-element.ts';
import { createVideoStage } from './video-stage.ts';

const IDLE: PlayerState = { kind: 'idle' };

export interface KeeperPlace {
  video(): HTMLVideoElement | null;
  canvas(): HTMLCanvasElement | null;
  wishes(): SessionWishes;
  choice(): { readonly protocol: ProtocolChoice; readonly isRelaxed: boolean };
  stillSeconds(): number;
  /** In picture-in-picture, or in full screen. */
  isElsewhere(): boolean;
  onState(state: PlayerState): void;
  onCamera(camera: CameraState): void;
  onFailure(failure: Failure): void;
}

export class SessionKeeper implements ReactiveController {
  readonly picker = new RenditionPicker((rendition) => this.session?.setRendition(rendition));
  readonly stills: StillKeeper;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #place: KeeperPlace;
  readonly #shown = new ShownPicture();
  readonly #viewer = createViewerName();
  #session: PlayerSession | null = null;
  #url = '';
  #clock: ServerClock | null = null;
  #past: VideoPast | null = null;
  #endFrameWatch: () => void = () => {};
  #hasStillsInstead = false;

  constructor(host: ReactiveControllerHost & HTMLElement, place: KeeperPlace) {
    this.#host = host;
    this.#place = place;
    this.stills = new StillKeeper({
      stillWidth: () => host.clientWidth * devicePixelRatio,
      onStill: () => host.requestUpdate(),
    });
    host.addController(this);
  }

  get session(): PlayerSession | null {
    return this.#session;
  }

  /** Absolute; empty without a camera. */
  get url(): string {
    return this.#url;
  }

  get state(): PlayerState {
    return this.#session?.state ?? IDLE;
  }

  get layer(): PictureLayer {
    return this.#shown.layer(this.stills.still);
  }

  /** A copy of the picture on the screen as it was decoded; null when that is gone, or only a small one is left. */
  takePicture(): HTMLCanvasElement | null {
    const picture =
      this.layer === 'video'
        ? this.#place.video()
        : this.layer === 'frame' && this.#shown.isFrameWhole
          ? this.#place.canvas()
          : null;
    return picture === null ? null : copyPicture(picture);
  }

  /** Of the picture on the screen; null while it moves, or nothing is known. */
  get ageMs(): number | null {
    return this.#shown.ageMs(this.stills.still, this.nowMs());
  }

  /** By the clock of the server, Unix time in ms. */
  nowMs(): number {
    return this.#clock?.nowMs() ?? Date.now();
  }

  /** When the picture on the screen was captured, by the clock of the server. */
  capturedAtMs(): number {
    const { state, ageMs } = this;
    if (state.kind === 'replay') return state.capturedAtMs;
    if (state.kind === 'live') return this.nowMs() - (state.delaySeconds ?? 0) * 1000;
    return this.nowMs() - (ageMs ?? 0);
  }

  /** @param cameraUrl relative to the page; empty for none */
  open(cameraUrl: string): void {
    this.close();
    const video = this.#place.video();
    if (video === null || cameraUrl === '') return;
    const url = new URL(cameraUrl, document.baseURI).href;
    const clock = serverClockOf(splitCameraUrl(url).rootUrl);
    if (url !== this.#url) this.#shown.clear();
    this.#url = url;
    this.#clock = clock;
    this.#past ??= followVideo(video);
    this.stills.setCamera(url);
    const parts = { video, cameraUrl: url, clock, viewer: this.#viewer, past: this.#past };
    this.#session = new PlayerSession(
      {
        ...createVideoStage({ ...parts, picker: this.picker }),
        keepStill: (size) => this.#keepFrame(video, size),
        shownCapturedAtMs: () => this.capturedAtMs(),
        isElsewhere: () => this.#place.isElsewhere(),
        onActivity: (activity) => this.#onActivity(activity),
        onState: (state) => this.#onState(state),
        onCamera: (camera) => this.#onCamera(camera),
        onFailure: (failure) => this.#place.onFailure(failure),
        onBug: reportError,
      },
      this.#deliveries(),
    );
    this.update();
  }

  close(): void {
    this.#session?.dispose();
    this.#session = null;
    this.#endFrameWatch();
    this.#shown.setVideo(false);
    this.stills.stop();
  }

  hostDisconnected(): void {
    this.close();
    this.stills.dispose();
  }

  /** To what the page and its user wish now. */
  update(): void {
    this.#session?.update(this.#place.wishes());
  }

  chooseDelivery(): void {
    this.#session?.setDeliveries(this.#deliveries());
  }

  readStats(): StatsReading {
    return {
      ...readFrames(this.#place.video()),
      atMs: performance.now(),
      stalls: this.#past?.stalls() ?? 0,
      state: this.state,
      camera: this.#session?.camera ?? null,
      rendition: this.picker.current?.id ?? null,
    };
  }

  /** The video has a source with pictures in it: shown as soon as the first is drawn. */
  readonly onLoadedData = (): void => {
    const video = this.#place.video();
    if (video === null) return;
    this.#endFrameWatch();
    this.#endFrameWatch = onFrame(video, () => this.#setVideo(true));
  };

  readonly onEmptied = (): void => {
    this.#endFrameWatch();
    this.#setVideo(false);
  };

  // Before there is a picture: dash.js does not step over a gap, as there may be one at the start, while paused.
  readonly onMetadata = (): void => {
    const video = this.#place.video();
    const { state } = this;
    const isMeantToPlay = state.kind === 'replay' ? state.isPlaying : state.kind !== 'paused';
    // A refusal is noticed by Playback, which looks at the video anyway.
    if (video?.paused === true && isMeantToPlay) playVideo(video).catch(reportError);
  };

  #deliveries(): readonly Delivery[] {
    const { protocol, isRelaxed } = this.#place.choice();
    return deliveriesFor(protocol, { isRelaxed, hasMediaSource: hasMediaSource() });
  }

  #keepFrame(video: HTMLVideoElement, size: StillSize): void {
    this.#endFrameWatch();
    if (this.layer === 'video' && drawStill(video, this.#place.canvas(), size)) {
      this.#shown.keepFrame(this.capturedAtMs(), size);
    }
    this.#setVideo(false);
  }

  #setVideo(hasVideo: boolean): void {
    this.#shown.setVideo(hasVideo);
    this.#host.requestUpdate();
  }

  #onActivity(activity: Activity): void {
    if (activity === 'stills') this.stills.repeat(this.#place.stillSeconds() * 1000);
    else this.stills.stop();
    if (activity === 'live') this.stills.refresh(this.ageMs ?? Infinity);
  }

  #onState(state: PlayerState): void {
    // What the browser does not play can be looked at all the same.
    const isBlind = state.kind === 'waiting' && state.reason.code === 'codec_not_played';
    if (isBlind) this.stills.repeat(this.#place.stillSeconds() * 1000);
    else if (this.#hasStillsInstead && state.kind !== 'stills') this.stills.stop();
    this.#hasStillsInstead = isBlind;
    this.#place.onState(state);
  }

  #onCamera(camera: CameraState): void {
    this.picker.setRenditions(camera.renditions ?? []);
    this.#place.onCamera(camera);
  }
}

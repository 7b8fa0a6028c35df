// Plays a camera as its frames come over the live socket, through Media Source Extensions. Loaded only when used.

import { splitCameraUrl } from '../server/api.ts';
import { EdgeKeeper } from './edge-keeper.ts';
import { failed } from './failure.ts';
import type { Failure } from './failure.ts';
import type { LiveInit } from './live-protocol.ts';
import { MAIN_RENDITION } from './delivery.ts';
import { liveSocketOf } from './live-socket.ts';
import type { LiveListener, LiveSubscription } from './live-socket.ts';
import type { BarePlayer } from './media-player.ts';
import { findMediaSource } from './media-source.ts';
import type { MediaPlayerOptions } from './players.ts';
import { TrackBuffer } from './track-buffer.ts';

const LOOK_EVERY_MS = 50;
// Before it is known how regularly frames come.
const START_BEHIND_SECONDS = 0.15;

export function createLivePlayer(options: MediaPlayerOptions): BarePlayer {
  const MediaSource = findMediaSource();
  if (MediaSource === null) throw new TypeError('expected a browser with Media Source Extensions');
  return new LivePlayer(options, new MediaSource(), (type) => MediaSource.isTypeSupported(type));
}

/** Whether a camera can be had by the live socket. */
export async function isLiveReachable({
  cameraUrl,
  clock,
}: Pick<MediaPlayerOptions, 'cameraUrl' | 'clock'>): Promise<boolean> {
  return await liveSocketOf(splitCameraUrl(cameraUrl).rootUrl, clock).isReachable();
}

class LivePlayer implements BarePlayer, LiveListener {
  readonly #options: MediaPlayerOptions;
  readonly #keeper: EdgeKeeper;
  readonly #media: MediaSource;
  readonly #mediaUrl: string;
  readonly #canPlay: (mimeType: string) => boolean;
  readonly #tracks = new Map<number, TrackBuffer>();
  readonly #kinds = new Map<LiveInit['kind'], TrackBuffer>();
  /** What came before the browser was ready to take it. */
  readonly #early: (() => void)[] = [];
  /** Init segments: browsers want to know of all tracks before they get media of one. */
  readonly #held: (() => void)[] = [];
  #hasBegun = false;
  #subscription: LiveSubscription | null = null;

  constructor(
    options: MediaPlayerOptions,
    media: MediaSource,
    canPlay: (mimeType: string) => boolean,
  ) {
    this.#options = options;
    this.#media = media;
    this.#mediaUrl = URL.createObjectURL(media);
    this.#canPlay = canPlay;
    this.#keeper = new EdgeKeeper(options.video, {
      marginSeconds: options.delivery.marginSeconds,
      everyMs: LOOK_EVERY_MS,
      startBehindSeconds: START_BEHIND_SECONDS,
    });
  }

  start(): void {
    const { video, cameraUrl, clock, rendition } = this.#options;
    const { id, rootUrl } = splitCameraUrl(cameraUrl);
    this.#media.addEventListener('sourceopen', () => this.#onOpen(), { once: true });
    // ManagedMediaSource opens only where nobody can send the video to another screen.
    video.disableRemotePlayback = true;
    video.addEventListener('error', this.#onError);
    video.src = this.#mediaUrl;
    this.#keeper.start();
    this.#subscription = liveSocketOf(rootUrl, clock).subscribe(
      id,
      this,
      rendition() ?? MAIN_RENDITION,
    );
  }

  stop(): void {
    const { video } = this.#options;
    this.#subscription?.end();
    this.#keeper.stop();
    video.removeEventListener('error', this.#onError);
    URL.revokeObjectURL(this.#mediaUrl);
    video.removeAttribute('src');
    video.load();
  }

  /** Media time is the time of capture. */
  captureMs(mediaSeconds: number): number {
    return mediaSeconds * 1000;
  }

  goLive(): void {
    this.#keeper.goLive();
  }

  setRendition(rendition: string | null): void {
    this.#subscription?.choose(rendition ?? MAIN_RENDITION);
  }

  hasAudio(): boolean {
    return this.#kinds.has('audio');
  }

  onInit(track: LiveInit, init: ArrayBuffer): void {
    this.#whenOpen(() => this.#begin(track, init));
  }

  onFragments(track: number, fragments: ArrayBuffer): void {
    this.#whenOpen(() => {
      if (!this.#tracks.has(track)) return;
      this.#hasBegun = true;
      for (const act of this.#held.splice(0)) act();
      this.#tracks.get(track)?.append(fragments);
    });
  }

  onEnd(reason: Failure): void {
    this.#options.onFailure(reason);
  }

  #whenOpen(act: () => void): void {
    if (this.#media.readyState === 'open') act();
    else this.#early.push(act);
  }

  #onOpen(): void {
    for (const act of this.#early.splice(0)) act();
  }

  #begin({ track, kind, codec }: LiveInit, init: ArrayBuffer): void {
    const mimeType = `${kind}/mp4; codecs="${codec}"`;
    const isPlayable = this.#canPlay(mimeType);
    if (!isPlayable && kind === 'video') {
      return this.#options.onFailure(failed('codec_not_played', codec));
    }
    // A camera that cannot be heard can still be seen.
    if (!isPlayable) return;
    const buffer = this.#kinds.get(kind) ?? this.#addBuffer(kind, mimeType);
    if (buffer === null) return;
    this.#tracks.set(track, buffer);
    const begin = (): void => buffer.begin(mimeType, init);
    if (this.#hasBegun) begin();
    else this.#held.push(begin);
  }

  #addBuffer(kind: LiveInit['kind'], mimeType: string): TrackBuffer | null {
    if (this.#hasBegun) {
      this.#options.onFailure(failed('format_changed'));
      return null;
    }
    const buffer = new TrackBuffer(this.#media.addSourceBuffer(mimeType), mimeType, {
      position: () => this.#options.video.currentTime,
      onAppended: () => this.#keeper.look(),
      onFailure: this.#onError,
    });
    this.#kinds.set(kind, buffer);
    return buffer;
  }

  readonly #onError = (): void => this.#options.onFailure(failed('cannot_play'));
}

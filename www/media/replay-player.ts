// Plays a camera's past: ordinary HLS out of its window, from a wished time on. Loaded only when it is used.

import { captureAt, positionAt } from './capture-times.ts';
import type { DatedFragment } from './capture-times.ts';
import { MAIN_RENDITION } from './delivery.ts';
import { classifyHlsError, shouldAskAgain } from './hls-failure.ts';
import { createHls, Events, HLS_DEFAULTS } from './hls-library.ts';
import type { HlsConfig, LoadPolicy } from './hls-library.ts';
import { levelOf } from './hls-playlist.ts';
import type { OnFailure, ReplayPlayer } from './media-player.ts';

export interface ReplayPlayerOptions {
  readonly video: HTMLVideoElement;
  /** Absolute, ends in `cameras/{id}/`. */
  readonly cameraUrl: string;
  readonly startAtMs: number;
  /** Which size of the picture to play, asked when that matters; null for the main one. */
  readonly rendition: () => string | null;
  readonly onFailure: OnFailure;
}

/** About as long as there is something in hand: nobody begins again here, as live does. */
const PATIENT = { maxNumRetry: 10, retryDelayMs: 1000, maxRetryDelayMs: 1000 };

const CONFIG: Partial<HlsConfig> = {
  autoStartLoad: false,
  lowLatencyMode: false,
  liveDurationInfinity: true,
  maxLiveSyncPlaybackRate: 1,
  startFragPrefetch: false,
  maxBufferLength: 12,
  backBufferLength: 60,
  enableWorker: false,
  preferManagedMediaSource: true,
  playlistLoadPolicy: patient(HLS_DEFAULTS.playlistLoadPolicy),
  fragLoadPolicy: patient(HLS_DEFAULTS.fragLoadPolicy),
};

function patient({ default: policy }: LoadPolicy): LoadPolicy {
  const errorRetry = { ...PATIENT, shouldRetry: shouldAskAgain };
  return { default: { ...policy, errorRetry } };
}

export function createReplayPlayer(options: ReplayPlayerOptions): ReplayPlayer {
  const { video, cameraUrl, rendition, onFailure } = options;
  const hls = createHls(CONFIG);
  /** Until it is known where on the player's timeline that is. */
  let wishMs: number | null = options.startAtMs;

  const fragments = (): readonly DatedFragment[] => hls.latestLevelDetails?.fragments ?? [];

  const begin = (): void => {
    const position = wishMs === null ? null : positionAt(fragments(), wishMs);
    if (position === null) return;
    wishMs = null;
    goTo(position);
  };

  const goTo = (position: number): void => {
    // Until then hls.js goes to where its loading began, wherever the video is.
    if (hls.hasEnoughToStart) video.currentTime = position;
    else hls.startLoad(position);
  };

  return {
    start(): void {
      hls.on(Events.ERROR, (_event, data) => {
        if (data.fatal) onFailure(classifyHlsError(data));
      });
      hls.on(Events.MANIFEST_PARSED, (_event, { levels }) => {
        const level = levelOf(levels, rendition() ?? MAIN_RENDITION);
        if (level !== -1 && levels.length > 1) {
          hls.startLevel = level;
          // For good: the size of the element has chosen it, not hls.js.
          hls.loadLevel = level;
        }
        // Loads the playlist; where in it to begin is known only then.
        hls.startLoad();
      });
      hls.on(Events.LEVEL_UPDATED, begin);
      hls.attachMedia(video);
      hls.loadSource(`${cameraUrl}hls/index.m3u8`);
    },
    stop: () => hls.destroy(),
    seek(captureMs: number): void {
      const isKnown = wishMs === null;
      wishMs = captureMs;
      if (isKnown) begin();
    },
    setRendition(wished: string | null): void {
      const level = levelOf(hls.levels, wished ?? MAIN_RENDITION);
      if (level !== -1) hls.nextLevel = level;
    },
    captureMs: () => (wishMs === null ? captureAt(fragments(), video.currentTime) : null),
    oldestMs: () => fragments()[0]?.programDateTime ?? null,
    hasAudio: () =>
      hls.audioTracks.length > 0 || hls.levels.some(({ audioCodec }) => audioCodec !== undefined),
  };
}

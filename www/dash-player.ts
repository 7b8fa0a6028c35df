// Plays a camera by (LL-)DASH through Media Source Extensions. This file is loaded only when it is used.

import { MediaPlayer as Dash } from 'dashjs';
import type { MediaPlayerClass, MediaPlayerSettingClass } from 'dashjs';
import { readTargetLatency } from './manifest-latency.ts';
import type { MediaPlayer } from './media-player.ts';
import type { MediaPlayerOptions } from './players.ts';

const CLOCK_EVERY_SECONDS = 300;
const ROUNDING_SECONDS = 0.001;
const STEP_INTO_SECONDS = 0.01;
// How far ahead ordinary DASH loads: less than its delay, so that it asks for complete segments only.
const RELAXED_BUFFER = {
  bufferTimeDefault: 1.5,
  bufferTimeAtTopQuality: 1.5,
  bufferTimeAtTopQualityLongForm: 1.5,
};

export function createDashPlayer({
  video,
  cameraUrl,
  delivery,
  onFailure,
}: MediaPlayerOptions): MediaPlayer {
  const dash = Dash().create();
  const onProgress = (): void => skipToData(video);

  return {
    start(): void {
      dash.updateSettings(configure(delivery.targetSeconds, delivery.isLowLatency));
      // The default asks a server on the internet; the manifest names ours.
      dash.clearDefaultUTCTimingSources();
      dash.on(Dash.events.MANIFEST_LOADED, ({ data }) => {
        const asked = readTargetLatency(data) ?? 0;
        if (asked > (delivery.mostSeconds ?? Infinity)) onFailure('Looking for a faster way');
        const liveDelay = Math.max(delivery.targetSeconds, asked);
        dash.updateSettings({ streaming: { delay: { liveDelay } } });
      });
      dash.on(Dash.events.ERROR, (event: unknown) => onFailure(describe(event)));
      dash.on(Dash.events.PLAYBACK_ERROR, () => onFailure('The browser could not play the video'));
      // The element starts it: when dash.js does, it complains on the console about being interrupted.
      video.addEventListener('progress', onProgress);
      dash.initialize(video, `${cameraUrl}dash/manifest.mpd`, false);
    },
    stop(): void {
      video.removeEventListener('progress', onProgress);
      // dash.js forgets to take back a listener that waits for this, and would throw when the next player plays.
      video.dispatchEvent(new Event('canplay'));
      dash.destroy();
      // dash.js leaves its media source attached.
      video.removeAttribute('src');
      video.load();
      video.playbackRate = 1;
    },
    delaySeconds(): number | null {
      const seconds = dash.getCurrentLiveLatency();
      return Number.isNaN(seconds) ? null : seconds;
    },
    goLive: () => dash.seekToOriginalLive(),
    hasAudio: () => dash.isReady() && hasAudio(dash),
  };
}

function hasAudio(dash: MediaPlayerClass): boolean {
  return dash.getTracksFor('audio').length > 0;
}

/**
 * A relaxed delay may reach back to before the first frame of a camera that has just started. dash.js then plays from
 * exactly where that frame begins, which Chromium rounds to just before it, and waits for ever.
 */
function skipToData(video: HTMLVideoElement): void {
  const { buffered, currentTime, readyState } = video;
  if (readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return;
  for (let range = 0; range < buffered.length; range++) {
    const start = buffered.start(range);
    if (start < currentTime - ROUNDING_SECONDS) continue;
    video.currentTime = start + STEP_INTO_SECONDS;
    return;
  }
}

function configure(liveDelay: number, isLowLatency: boolean): MediaPlayerSettingClass {
  return {
    // dash.js writes warnings to the console; what matters is shown in words.
    debug: { logLevel: 0 },
    streaming: {
      delay: { liveDelay },
      liveCatchup: {
        enabled: true,
        mode: 'liveCatchupModeDefault',
        maxDrift: isLowLatency ? 2 : 5,
        playbackRate: { min: -0.2, max: 0.2 },
      },
      buffer: {
        lowLatencyStallThreshold: 0.05,
        bufferToKeep: 10,
        bufferPruningInterval: 5,
        ...(isLowLatency ? {} : RELAXED_BUFFER),
      },
      utcSynchronization: { timeBetweenSyncAttempts: CLOCK_EVERY_SECONDS },
      // Playback asks the server what is wrong and begins again; repeating failed requests only adds noise.
      retryAttempts: {
        MPD: 0,
        MediaSegment: 1,
        InitializationSegment: 1,
        lowLatencyMultiplyFactor: 1,
      },
      lastBitrateCachingInfo: { enabled: false },
      lastMediaSettingsCachingInfo: { enabled: false },
    },
  };
}

function describe(event: unknown): string {
  const code = errorCode(event);
  const { errors } = Dash;
  if (
    code === errors.DOWNLOAD_ERROR_ID_MANIFEST_CODE ||
    code === errors.DOWNLOAD_ERROR_ID_CONTENT_CODE
  ) {
    return 'The video could not be loaded';
  }
  return code === null
    ? 'The browser could not play the video'
    : `The browser could not play the video (${code})`;
}

function errorCode(event: unknown): number | null {
  if (typeof event !== 'object' || event === null || !('error' in event)) return null;
  const { error } = event;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' ? error.code : null;
}

// Plays a camera by (LL-)DASH through Media Source Extensions. This file is loaded only when it is used.

import { MediaPlayer as Dash } from 'dashjs';
import type { MediaPlayerClass, MediaPlayerSettingClass } from 'dashjs';
import { MAIN_RENDITION } from './delivery.ts';
import { EdgeKeeper } from './edge-keeper.ts';
import { failed } from './failure.ts';
import type { Failure } from './failure.ts';
import { readTargetLatency } from './manifest-latency.ts';
import type { BarePlayer } from './media-player.ts';
import type { MediaPlayerOptions } from './players.ts';

// What is removed takes the rest of its GOP along, and some cameras send a keyframe every 20 s.
const KEEP_SECONDS = 60;
const CLOCK_EVERY_SECONDS = 300;
// dash.js does not say when it has appended a frame.
const LOOK_EVERY_MS = 25;
// A manifest that asks for so much offers complete segments only.
const COMPLETE_SEGMENTS_SECONDS = 1;
// A segment is asked for when the one before it is complete: what comes first in it is a round trip late.
const ROUND_TRIPS = 1.5;
// How far ahead ordinary DASH loads: less than its delay, so that it asks for complete segments only.
const RELAXED_BUFFER = {
  bufferTimeDefault: 1.5,
  bufferTimeAtTopQuality: 1.5,
  bufferTimeAtTopQualityLongForm: 1.5,
};

export function createDashPlayer(options: MediaPlayerOptions): BarePlayer {
  const { video, cameraUrl, clock, delivery, onFailure } = options;
  const dash = Dash().create();
  const { isLowLatency, marginSeconds } = delivery;
  const roundTripSeconds = (clock.roundTripMs ?? 0) / 1000;
  const startBehindSeconds = delivery.targetSeconds + ROUND_TRIPS * roundTripSeconds;
  let isSteered = false;
  const keeper = new EdgeKeeper(video, {
    marginSeconds,
    everyMs: LOOK_EVERY_MS,
    // Where only complete segments are loaded, dash.js decides when media comes.
    isSteering: () => isSteered,
  });

  return {
    start(): void {
      dash.updateSettings(configure(isLowLatency));
      // The default asks a server on the internet; the manifest names ours.
      dash.clearDefaultUTCTimingSources();
      // dash.js leaves cookies out of some requests, and Home Assistant knows its users by one. Other origins
      // answer to no request that carries any.
      const isOwn = new URL(cameraUrl, location.href).origin === location.origin;
      dash.setXHRWithCredentialsForType('', isOwn);
      dash.on(Dash.events.MANIFEST_LOADED, ({ data }) => {
        const asked = readTargetLatency(data) ?? 0;
        if (asked > (delivery.mostSeconds ?? Infinity)) onFailure(failed('cannot_load'));
        isSteered = isLowLatency && asked < COMPLETE_SEGMENTS_SECONDS;
        const liveDelay = isSteered ? startBehindSeconds : Math.max(startBehindSeconds, asked);
        const liveCatchup = { enabled: !isSteered };
        dash.updateSettings({ streaming: { delay: { liveDelay }, liveCatchup } });
      });
      dash.on(Dash.events.STREAM_INITIALIZED, () => setRendition(dash, options.rendition()));
      dash.on(Dash.events.ERROR, (event: unknown) => onFailure(describe(event)));
      dash.on(Dash.events.PLAYBACK_ERROR, () => onFailure(failed('cannot_play')));
      dash.initialize(video, `${cameraUrl}dash/manifest.mpd`, false);
      keeper.start();
    },
    stop(): void {
      keeper.stop();
      // dash.js forgets to take back a listener that waits for this, and would throw when the next player plays.
      video.dispatchEvent(new Event('canplay'));
      dash.destroy();
      // dash.js leaves its media source attached.
      video.removeAttribute('src');
      video.load();
    },
    /** availabilityStartTime is 1970: presentation time is the time of capture. */
    captureMs: (mediaSeconds) => mediaSeconds * 1000,
    setRendition: (rendition) => setRendition(dash, rendition),
    goLive: () => (isSteered ? keeper.goLive() : dash.seekToOriginalLive()),
    hasAudio: () => dash.isReady() && hasAudio(dash),
  };
}

/** dash.js does not choose by itself: the size of the element decides, and stalls. */
function setRendition(dash: MediaPlayerClass, rendition: string | null): void {
  const wished = rendition ?? MAIN_RENDITION;
  const all = dash.getRepresentationsByType('video');
  const isThere = all.some(({ id }) => id === wished);
  if (isThere && all.length > 1) dash.setRepresentationForTypeById('video', wished);
}

function hasAudio(dash: MediaPlayerClass): boolean {
  return dash.getTracksFor('audio').length > 0;
}

function configure(isLowLatency: boolean): MediaPlayerSettingClass {
  return {
    // dash.js writes warnings to the console; what matters is shown in words.
    debug: { logLevel: 0 },
    streaming: {
      liveCatchup: {
        mode: 'liveCatchupModeDefault',
        maxDrift: isLowLatency ? 2 : 5,
        playbackRate: { min: -0.2, max: 0.2 },
      },
      buffer: {
        // Its idea of a stall is more than we have in hand.
        setStallState: false,
        lowLatencyStallThreshold: 0,
        bufferToKeep: KEEP_SECONDS,
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
      abr: { autoSwitchBitrate: { video: false, audio: false } },
      lastBitrateCachingInfo: { enabled: false },
      lastMediaSettingsCachingInfo: { enabled: false },
    },
  };
}

function describe(event: unknown): Failure {
  const code = errorCode(event);
  const { errors } = Dash;
  if (
    code === errors.DOWNLOAD_ERROR_ID_MANIFEST_CODE ||
    code === errors.DOWNLOAD_ERROR_ID_CONTENT_CODE
  ) {
    return failed('cannot_load');
  }
  // It has left out all that the browser says it does not play.
  if (code === errors.MANIFEST_ERROR_ID_NOSTREAMS_CODE) return failed('codec_not_played');
  return failed('cannot_play', code === null ? '' : String(code));
}

function errorCode(event: unknown): number | null {
  if (typeof event !== 'object' || event === null || !('error' in event)) return null;
  const { error } = event;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' ? error.code : null;
}

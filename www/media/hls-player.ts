// Plays a camera by (LL-)HLS through Media Source Extensions. This file is loaded only when it is used.

// The full hls.js, not hls.js/light: audio is a rendition of its own (one track a CMAF file), which light cannot play.
import { EdgeKeeper } from './edge-keeper.ts';
import { MAIN_RENDITION } from './delivery.ts';
import { classifyHlsError } from './hls-failure.ts';
import { createHls, ErrorDetails, Events, HLS_DEFAULTS } from './hls-library.ts';
import type { ErrorData, HlsConfig } from './hls-library.ts';
import { choosePlaylist, levelOf } from './hls-playlist.ts';
import type { BarePlayer } from './media-player.ts';
import type { MediaPlayerOptions } from './players.ts';

// Both are this one library, so it is loaded once.
export { createReplayPlayer } from './replay-player.ts';

const LOOK_EVERY_MS = 50;
// A measured one beyond this says that the line is jammed, and hls.js throws when its start lies behind its limit.
const MOST_ROUND_TRIP_SECONDS = 0.5;
// What is removed takes the rest of its GOP along, and some cameras send a keyframe every 20 s.
const KEEP_SECONDS = 60;
const MAX_LATENCY_SECONDS = 4;
// Parts and round trips the playback starts behind the end of the playlist, to be corrected as they come.
const START_ROUND_TRIPS = 2;

export function createHlsPlayer(options: MediaPlayerOptions): BarePlayer {
  const { video, cameraUrl, clock, delivery, onFailure } = options;
  const playlist = choosePlaylist(delivery.isLowLatency, clock.roundTripMs);
  const hls = createHls(configure(options));
  const { marginSeconds } = delivery;
  const keeper = new EdgeKeeper(video, { marginSeconds, everyMs: LOOK_EVERY_MS });

  const onError = (data: ErrorData): void => {
    if (!data.fatal) return;
    const isPlaylist = data.details === ErrorDetails.MANIFEST_LOAD_ERROR;
    const instead = isPlaylist ? playlist.insteadAt(data.response?.code ?? 0) : null;
    if (instead === null) onFailure(classifyHlsError(data));
    else hls.loadSource(cameraUrl + instead);
  };

  /** hls.js does not choose by itself: the size of the element decides, and stalls. */
  const setRendition = (rendition: string | null): void => {
    const level = levelOf(hls.levels, rendition ?? MAIN_RENDITION);
    if (level !== -1) hls.nextLevel = level;
  };

  return {
    start(): void {
      hls.on(Events.ERROR, (_event, data) => onError(data));
      hls.on(Events.MANIFEST_PARSED, (_event, { levels }) => {
        const level = levelOf(levels, options.rendition() ?? MAIN_RENDITION);
        if (level !== -1 && levels.length > 1) hls.loadLevel = level;
      });
      hls.on(Events.BUFFER_APPENDED, () => keeper.look());
      hls.attachMedia(video);
      hls.loadSource(cameraUrl + playlist.path);
      keeper.start();
    },
    stop(): void {
      keeper.stop();
      hls.destroy();
    },
    captureMs(mediaSeconds: number): number | null {
      const capturedAt = hls.playingDate;
      if (capturedAt === null) return null;
      return capturedAt.getTime() + (mediaSeconds - video.currentTime) * 1000;
    },
    goLive: () => keeper.goLive(),
    setRendition,
    hasAudio: () =>
      hls.audioTracks.length > 0 || hls.levels.some(({ audioCodec }) => audioCodec !== undefined),
  };
}

function configure({ delivery, clock }: MediaPlayerOptions): Partial<HlsConfig> {
  const { targetSeconds, isLowLatency } = delivery;
  const roundTripSeconds = Math.min((clock.roundTripMs ?? 0) / 1000, MOST_ROUND_TRIP_SECONDS);
  return {
    lowLatencyMode: isLowLatency,
    // Ours steers instead, see live-edge.ts: theirs acts only on more than 1 s of buffer, which parts never give it.
    maxLiveSyncPlaybackRate: 1,
    liveSyncDuration: targetSeconds + START_ROUND_TRIPS * roundTripSeconds,
    liveMaxLatencyDuration: isLowLatency ? MAX_LATENCY_SECONDS : 2 * MAX_LATENCY_SECONDS,
    // Its default stays a second further behind after each stall, for good.
    liveSyncOnStallIncrease: 0,
    liveDurationInfinity: true,
    startOnSegmentBoundary: false,
    backBufferLength: KEEP_SECONDS,
    maxBufferLength: 4,
    progressive: false,
    // fMP4 is passed through, which costs nothing worth another thread; the ES module brings no worker anyway.
    enableWorker: false,
    preferManagedMediaSource: true,
    ...loadPolicies(),
  };
}

/** Playback asks the server what is wrong and begins again; repeating failed requests here would only add noise. */
function loadPolicies(): Partial<HlsConfig> {
  const { manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy } = HLS_DEFAULTS;
  const once = { maxNumRetry: 1, retryDelayMs: 300, maxRetryDelayMs: 300 };
  return {
    manifestLoadPolicy: {
      default: { ...manifestLoadPolicy.default, errorRetry: null, timeoutRetry: null },
    },
    playlistLoadPolicy: { default: { ...playlistLoadPolicy.default, errorRetry: null } },
    fragLoadPolicy: { default: { ...fragLoadPolicy.default, errorRetry: once } },
  };
}

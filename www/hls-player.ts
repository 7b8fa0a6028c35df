// Plays a camera by (LL-)HLS through Media Source Extensions. This file is loaded only when it is used.

// The full hls.js, not hls.js/light: audio is a rendition of its own (one track a CMAF file), which light cannot play.
// oxlint-disable-next-line import/no-named-as-default -- its types have the class as default export only
import Hls, { ErrorTypes, Events } from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import { afterCalm, afterStall, createTarget, isWorthSetting, steerRate } from './live-edge.ts';
import type { MediaPlayer } from './media-player.ts';
import type { MediaPlayerOptions } from './players.ts';

const STEER_EVERY_MS = 100;
const MAX_LATENCY_SECONDS = 4;

export function createHlsPlayer(options: MediaPlayerOptions): MediaPlayer {
  const { video, cameraUrl, clock, delivery, onFailure } = options;
  const hls = new Hls(configure(options));
  let target = createTarget(delivery.targetSeconds, Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;

  const onWaiting = (): void => {
    // Before the first picture it only waits for the start.
    if (video.currentTime > 0 && !video.seeking) target = afterStall(target, Date.now());
  };
  const steer = (): void => {
    target = afterCalm(target, Date.now());
    const rate = steerRate({
      latencySeconds: hls.latency,
      targetSeconds: target.seconds,
      forwardBufferSeconds: forwardBuffer(video),
    });
    if (isWorthSetting(rate, video.playbackRate)) video.playbackRate = rate;
  };

  return {
    start(): void {
      hls.on(Events.ERROR, (_event, data) => {
        if (data.fatal) onFailure(describe(data));
      });
      hls.attachMedia(video);
      hls.loadSource(`${cameraUrl}hls/index.m3u8`);
      video.addEventListener('waiting', onWaiting);
      timer = setInterval(steer, STEER_EVERY_MS);
    },
    stop(): void {
      clearInterval(timer);
      video.removeEventListener('waiting', onWaiting);
      hls.destroy();
      video.playbackRate = 1;
    },
    delaySeconds(): number | null {
      const capturedAt = hls.playingDate;
      const nowMs = clock.nowMs();
      return capturedAt === null || nowMs === null ? null : (nowMs - capturedAt.getTime()) / 1000;
    },
    goLive(): void {
      const position = hls.liveSyncPosition;
      if (position !== null) video.currentTime = position;
    },
    hasAudio: () =>
      hls.audioTracks.length > 0 || hls.levels.some(({ audioCodec }) => audioCodec !== undefined),
  };
}

function configure({ delivery }: MediaPlayerOptions): Partial<HlsConfig> {
  const { targetSeconds, isLowLatency } = delivery;
  return {
    lowLatencyMode: isLowLatency,
    // Ours steers instead, see live-edge.ts.
    maxLiveSyncPlaybackRate: 1,
    liveSyncDuration: targetSeconds,
    liveMaxLatencyDuration: isLowLatency ? MAX_LATENCY_SECONDS : 2 * MAX_LATENCY_SECONDS,
    liveSyncOnStallIncrease: 0.1,
    liveDurationInfinity: true,
    startOnSegmentBoundary: false,
    backBufferLength: 10,
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
  const { manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy } = Hls.DefaultConfig;
  const once = { maxNumRetry: 1, retryDelayMs: 300, maxRetryDelayMs: 300 };
  return {
    manifestLoadPolicy: {
      default: { ...manifestLoadPolicy.default, errorRetry: null, timeoutRetry: null },
    },
    playlistLoadPolicy: { default: { ...playlistLoadPolicy.default, errorRetry: null } },
    fragLoadPolicy: { default: { ...fragLoadPolicy.default, errorRetry: once } },
  };
}

function forwardBuffer({ buffered, currentTime }: HTMLVideoElement): number {
  return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1) - currentTime;
}

function describe({ type, details, response }: ErrorData): string {
  const status = response?.code ?? 0;
  if (type !== ErrorTypes.NETWORK_ERROR) return `The browser could not play the video (${details})`;
  if (status === 0) return 'The connection was lost';
  return `The video could not be loaded (${status < 400 ? details : `HTTP ${status}`})`;
}

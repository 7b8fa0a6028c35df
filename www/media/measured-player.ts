// A player whose delay is measured, shown and told to the server.

import { DelayMeter } from './delay-meter.ts';
import { transportOf } from './delivery.ts';
import type { BarePlayer, MediaPlayer } from './media-player.ts';
import type { MediaPlayerOptions } from './players.ts';
import { ViewerReport } from './viewer-report.ts';

export interface MeasuredOptions extends MediaPlayerOptions {
  /** Tells this player from all others, over all its attempts. */
  readonly viewer: string;
  /** How often the video ran out of data so far. */
  readonly stalls: () => number;
}

export function measure(player: BarePlayer, options: MeasuredOptions): MediaPlayer {
  const { video, cameraUrl, clock, delivery, viewer, stalls } = options;
  const meter = new DelayMeter(video, {
    serverMsAt: (performanceMs) => clock.at(performanceMs),
    captureMs: (mediaSeconds) => player.captureMs(mediaSeconds),
    onFirstFrame: () => report.start(),
  });
  const report = new ViewerReport(
    { url: `${cameraUrl}report`, viewer, transport: transportOf(delivery) },
    {
      takeDelays: () => meter.take(),
      counts: () => ({ stalls: stalls(), ...countFrames(video) }),
    },
  );
  return {
    start(): void {
      player.start();
      meter.start();
    },
    stop(): void {
      report.stop();
      meter.stop();
      player.stop();
    },
    delaySeconds(): number | null {
      const delayMs = meter.recentMs();
      return delayMs === null ? null : delayMs / 1000;
    },
    goLive: () => player.goLive(),
    setRendition: (rendition) => player.setRendition?.(rendition),
    hasAudio: () => player.hasAudio(),
  };
}

function countFrames(video: HTMLVideoElement): { frames: number; dropped: number } {
  const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
  return { frames: totalVideoFrames, dropped: droppedVideoFrames };
}

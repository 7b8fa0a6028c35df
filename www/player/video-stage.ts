// A session's hold on its video element, its canvas and the server.

import { createBarePlayer, isReachable } from '../media/players.ts';
import { measure } from '../media/measured-player.ts';
import type { Delivery } from '../media/delivery.ts';
import type { MediaPlayer, OnFailure, ReplayPlayer } from '../media/media-player.ts';
import { loadCamera } from '../server/api.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { SessionHost } from './player-session.ts';
import type { RenditionPicker } from './rendition-picker.ts';
import { playVideo, readVideo } from './video-element.ts';
import type { VideoPast } from './video-element.ts';

export interface StageParts {
  readonly video: HTMLVideoElement;
  /** Absolute, ends in `cameras/{id}/`. */
  readonly cameraUrl: string;
  readonly clock: ServerClock;
  readonly viewer: string;
  readonly past: VideoPast;
  readonly picker: RenditionPicker;
}

type VideoStage = Pick<
  SessionHost,
  | 'clock'
  | 'nowMs'
  | 'isReachable'
  | 'loadCamera'
  | 'createMediaPlayer'
  | 'createReplayPlayer'
  | 'readVideo'
  | 'resumeVideo'
  | 'pauseVideo'
  | 'unlockVideo'
  | 'changeRendition'
>;

export function createVideoStage(parts: StageParts): VideoStage {
  const { video, cameraUrl, clock, past, picker } = parts;
  return {
    clock,
    nowMs: () => clock.nowMs() ?? Date.now(),
    loadCamera: (signal) => loadCamera(cameraUrl, signal),
    isReachable: (delivery) => isReachable(delivery, { cameraUrl, clock }),
    createMediaPlayer: (delivery, onFailure) => createLive(parts, delivery, onFailure),
    createReplayPlayer: (startAtMs, onFailure) => createPast(parts, startAtMs, onFailure),
    readVideo: () => readVideo(video, past),
    resumeVideo: () => playVideo(video),
    pauseVideo: () => video.pause(),
    // Without a source yet it has nothing to play, and says so.
    unlockVideo: () => void video.play().catch(() => {}),
    changeRendition: (direction) => picker.change(direction),
  };
}

async function createLive(
  { video, cameraUrl, clock, viewer, past, picker }: StageParts,
  delivery: Delivery,
  onFailure: OnFailure,
): Promise<MediaPlayer> {
  const rendition = (): string | null => picker.current?.id ?? null;
  const options = { video, cameraUrl, clock, delivery, rendition, onFailure, viewer };
  return measure(await createBarePlayer(options), { ...options, stalls: past.stalls });
}

async function createPast(
  { video, cameraUrl, clock, picker }: StageParts,
  startAtMs: number,
  onFailure: OnFailure,
): Promise<ReplayPlayer> {
  const [{ createReplayPlayer }] = await Promise.all([
    import('../media/hls-player.ts'),
    clock.firstAnswer(),
  ]);
  const rendition = (): string | null => picker.current?.id ?? null;
  return createReplayPlayer({ video, cameraUrl, startAtMs, rendition, onFailure });
}

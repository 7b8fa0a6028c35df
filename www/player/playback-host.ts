import type { Delivery } from '../media/delivery.ts';
import type { MediaPlayer, OnFailure } from '../media/media-player.ts';
import type { CameraState } from '../server/api.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { PlayerState } from './player-state.ts';
import type { VideoReading } from './progress-watch.ts';

/** Whole where somebody stopped the picture to look at it; small where it stands in for the next one. */
export type StillSize = 'whole' | 'small';

/** What playback needs from the element it plays in. */
export interface PlaybackHost {
  readonly clock: Pick<ServerClock, 'nowMs' | 'keepFresh'>;
  /** Whether a delivery that did not work seems to work again. */
  isReachable(delivery: Delivery): Promise<boolean>;
  loadCamera(signal: AbortSignal): Promise<CameraState>;
  createMediaPlayer(delivery: Delivery, onFailure: OnFailure): Promise<MediaPlayer>;
  readVideo(): VideoReading;
  /** False when the browser wants a tap first. */
  resumeVideo(): Promise<boolean>;
  /** To a picture that asks less of the network, or back again. False when there is none. */
  changeRendition(direction: 'smaller' | 'larger'): boolean;
  /** The picture is about to go: the host may keep a still of it. */
  keepStill(size: StillSize): void;
  onState(state: PlayerState): void;
  /** What nobody foresaw. */
  readonly onBug: (error: unknown) => void;
}

// Picks the player a delivery needs. Each comes with its library, so each is loaded only when used.

import type { Delivery } from './delivery.ts';
import type { MediaPlayer, OnFailure } from './media-player.ts';
import type { ServerClock } from './server-clock.ts';

export interface MediaPlayerOptions {
  readonly video: HTMLVideoElement;
  /** Absolute, ends in `cameras/{id}/`. */
  readonly cameraUrl: string;
  readonly clock: ServerClock;
  readonly delivery: Delivery;
  readonly onFailure: OnFailure;
}

export function hasMediaSource(): boolean {
  return 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;
}

export async function createMediaPlayer(options: MediaPlayerOptions): Promise<MediaPlayer> {
  const { delivery } = options;
  switch (delivery.protocol) {
    case 'hls': {
      const { createHlsPlayer } = await import('./hls-player.ts');
      return createHlsPlayer(options);
    }
    case 'dash': {
      const { createDashPlayer } = await import('./dash-player.ts');
      return createDashPlayer(options);
    }
    case 'native': {
      const { createNativePlayer } = await import('./native-player.ts');
      return createNativePlayer(options);
    }
    default:
      return delivery.protocol satisfies never;
  }
}

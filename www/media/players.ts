// Picks the player a delivery needs. Each comes with its library, so each is loaded only when used.

import type { Delivery } from './delivery.ts';
import type { BarePlayer, OnFailure } from './media-player.ts';
import { findMediaSource } from './media-source.ts';
import type { ServerClock } from '../server/server-clock.ts';

export interface MediaPlayerOptions {
  readonly video: HTMLVideoElement;
  /** Absolute, ends in `cameras/{id}/`. */
  readonly cameraUrl: string;
  readonly clock: ServerClock;
  readonly delivery: Delivery;
  /** Which size of the picture to play, asked when that matters: the wish may change meanwhile. Null for the main one. */
  readonly rendition: () => string | null;
  readonly onFailure: OnFailure;
}

export function hasMediaSource(): boolean {
  return findMediaSource() !== null;
}

export async function createBarePlayer(options: MediaPlayerOptions): Promise<BarePlayer> {
  const { delivery, clock } = options;
  switch (delivery.protocol) {
    case 'live': {
      const { createLivePlayer } = await import('./live-player.ts');
      return createLivePlayer(options);
    }
    case 'hls': {
      // How near the server is decides how to begin.
      const [{ createHlsPlayer }] = await Promise.all([
        import('./hls-player.ts'),
        clock.firstAnswer(),
      ]);
      return createHlsPlayer(options);
    }
    case 'dash': {
      const [{ createDashPlayer }] = await Promise.all([
        import('./dash-player.ts'),
        clock.firstAnswer(),
      ]);
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

/** Whether a delivery that did not work seems to work again. Those by plain requests can only be tried. */
export async function isReachable(
  { protocol }: Delivery,
  place: Pick<MediaPlayerOptions, 'cameraUrl' | 'clock'>,
): Promise<boolean> {
  if (protocol !== 'live') return true;
  // A chunk that cannot be loaded belongs to a server that is newer than this page.
  const live = await import('./live-player.ts').catch(() => null);
  return live !== null && (await live.isLiveReachable(place));
}

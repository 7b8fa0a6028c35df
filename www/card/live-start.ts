// Loaded when a camera is about to be shown: the player, what it plays live with, and the way live video comes.

import '../player/player.ts';
import { liveSocketOf } from '../media/live-socket.ts';
import '../media/live-player.ts';
import { serverClockOf } from '../server/server-clock.ts';

/** Connects while the player is not there yet. */
export function connectLive(rootUrl: string): void {
  void liveSocketOf(rootUrl, serverClockOf(rootUrl)).isReachable();
}

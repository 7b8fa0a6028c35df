/** What a user can do with a player. */
export interface PlayerActions {
  readonly togglePlay: () => void;
  readonly toggleMute: () => void;
  readonly toggleFullscreen: () => void;
  readonly goLive: () => void;
  readonly retryNow: () => void;
}

/** What a user can do with a player. */
export interface PlayerActions {
  readonly togglePlay: () => void;
  readonly toggleMute: () => void;
  readonly toggleFullscreen: () => void;
  readonly togglePicture: () => void;
  readonly toggleStats: () => void;
  readonly takeSnapshot: () => void;
  readonly saveClip: () => void;
  readonly goLive: () => void;
  readonly stepBack: () => void;
  readonly stepForth: () => void;
  readonly retryNow: () => void;
}

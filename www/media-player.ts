// What every way of playing has in common. One media player is one attempt: it is never started twice.

export interface MediaPlayer {
  /** Attaches to the video element and begins to load. */
  start(): void;
  /** Lets go of the video element and of every connection. */
  stop(): void;
  /** From the camera to the screen in seconds, by the server's clock; null while unknown. */
  delaySeconds(): number | null;
  goLive(): void;
  hasAudio(): boolean;
}

/** Called at most once, when a media player cannot go on by itself. */
export type OnFailure = (message: string) => void;

// What every way of playing has in common. One player is one attempt: it is never started twice.

interface AnyPlayer {
  /** Attaches to the video element and begins to load. */
  start(): void;
  /** Lets go of the video element and of every connection. */
  stop(): void;
  goLive(): void;
  hasAudio(): boolean;
}

/** A way of playing by itself. */
export interface BarePlayer extends AnyPlayer {
  /** When the frame at a media time was captured, in Unix ms by the server's clock; null while unknown. */
  captureMs(mediaSeconds: number): number | null;
}

/** One whose delay is measured. */
export interface MediaPlayer extends AnyPlayer {
  /** From the camera to the screen in seconds, by the server's clock; null while unknown. */
  delaySeconds(): number | null;
}

/** Called at most once, when a media player cannot go on by itself. */
export type OnFailure = (message: string) => void;

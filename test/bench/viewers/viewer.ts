/** Somebody who watches, as far as the server can tell. */
export interface Viewer {
  /** Whether media has come. */
  readonly isWatching: boolean;
  readonly bytesRead: number;
  stop(): void;
}

export interface ViewerContext {
  /** Of the camera, with a slash at the end. */
  readonly cameraUrl: URL;
  /** Tells viewers apart. */
  readonly name: string;
  /** Of a frame, in ticks, when its last byte is there; null for those who only take their bytes. */
  readonly onFrame: ((decodeTime: number) => void) | null;
  /** Something that a player would have suffered from. */
  readonly onTrouble: (what: string) => void;
}

export const TICKS_PER_MS = 90;

/** How the samples of a track are to be decoded and shown. */
export interface TrackFormat {
  readonly kind: 'video' | 'audio';
  /** Ticks per second. */
  readonly timescale: number;
  /** RFC 6381. */
  readonly codec: string;
  /** Pixels; 0 for audio. */
  readonly width: number;
  readonly height: number;
  /** Width in pixels that are square; 0 for audio. */
  readonly displayWidth: number;
  /** The box below stsd. */
  readonly sampleEntry: Buffer;
  /** A coded frame of silence, which can stand wherever sound is missing; none for video. */
  readonly silence?: Silence;
}

export interface Silence {
  readonly data: Buffer;
  /** Ticks. */
  readonly duration: number;
}

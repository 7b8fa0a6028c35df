/** One coded frame as it leaves ffmpeg, times in ticks of its track's timescale. */
export interface Sample {
  readonly trackId: number;
  readonly decodeTime: number;
  readonly duration: number;
  /** Presentation time minus decode time; negative with B-frames in CMAF. */
  readonly compositionOffset: number;
  /** Whether decoding can start here. */
  readonly isKey: boolean;
  /** May be a view into a larger buffer: copy it to keep it. */
  readonly data: Buffer;
}

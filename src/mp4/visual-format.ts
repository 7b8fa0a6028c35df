import { BitstreamError } from './bit-reader.ts';
import { renderBox, uint16, uint32 } from './box-writer.ts';
import type { NalCodec } from './nal-codec.ts';
import type { TrackFormat } from './track-format.ts';

/** Width to height of a pixel. */
export interface PixelAspect {
  readonly width: number;
  readonly height: number;
}

export interface VisualTrack {
  readonly codec: NalCodec;
  /** A complete set of them, in the order of their types. */
  readonly parameterSets: readonly Buffer[];
  readonly aspect: PixelAspect;
  readonly timescale: number;
}

/** No browser plays larger ones. */
const LARGEST_SIDE = 16_384;

/** @throws BitstreamError when the parameter sets cannot be read */
export function createVisualFormat(track: VisualTrack): TrackFormat {
  const { aspect, timescale } = track;
  const { codec, width, height, configuration } = track.codec.describe(track.parameterSets);
  if (!isSide(width) || !isSide(height)) {
    throw new BitstreamError(`the video claims to have ${width}x${height} pixels`);
  }
  const stretched = Math.round((width * aspect.width) / aspect.height);
  const isSquare = aspect.width === aspect.height || !isSide(stretched);
  const pasp = isSquare ? [] : [renderBox('pasp', uint32(aspect.width, aspect.height))];
  const sampleEntry = renderBox(
    track.codec.sampleEntry,
    // ISO/IEC 14496-12, 8.5.2 and 12.1.3: the first data reference; 72 dpi; one frame a sample.
    uint16(0, 0, 0, 1, 0, 0),
    uint32(0, 0, 0),
    uint16(width, height),
    uint32(0x480000, 0x480000, 0),
    uint16(1),
    Buffer.alloc(32),
    uint16(24, 0xffff),
    configuration,
    ...pasp,
  );
  const displayWidth = isSquare ? width : stretched;
  return { kind: 'video', timescale, codec, width, height, displayWidth, sampleEntry };
}

function isSide(pixels: number): boolean {
  return pixels >= 1 && pixels <= LARGEST_SIDE;
}

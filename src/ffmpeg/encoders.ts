import type { CameraOptions } from '../config/schema.ts';
import { SourceError } from '../errors.ts';
import type { Source } from '../source.ts';
import type { Encoder } from './encoder-arguments.ts';
import type { Probe } from './probe.ts';

export type { Encoder } from './encoder-arguments.ts';

/** H.264 profiles every browser decodes, by ffprobe's names. */
const PLAYABLE_PROFILES: readonly string[] = [
  'Baseline',
  'Constrained Baseline',
  'Main',
  'High',
  'Progressive High',
  'Constrained High',
];

/** 8 bits, 4:2:0; the latter with all 256 levels, as many cameras send it. */
const PLAYABLE_PIXEL_FORMATS: readonly string[] = ['yuv420p', 'yuvj420p'];

/** What can be copied into MP4 and played by some browsers at least. */
const COPYABLE_CODECS: readonly string[] = ['h264', 'hevc'];

/**
 * How the picture gets its codec.
 * @throws {SourceError} `unsupported_codec` where copying was asked for and no browser would play it
 */
export function chooseEncoder(
  options: CameraOptions,
  source: Source,
  probe: Probe | null,
): Encoder {
  if (source.kind === 'test' || options.video === 'h264') return 'libx264';
  if (source.kind === 'v4l2') return chooseForDevice(options);
  if (options.video === 'copy') return chooseCopy(probe);
  const isPlayable = probe !== null && isBrowserPlayable(probe);
  return isPlayable && !mustEncode(options) ? 'copy' : 'libx264';
}

/** A device delivers what it is asked for: there is nothing to find out. */
function chooseForDevice(options: CameraOptions): Encoder {
  const isH264 = options.input_format === 'h264';
  if (options.video === 'copy') {
    if (isH264) return 'copy';
    throw new SourceError(
      'unsupported_codec',
      `video: copy needs H.264 from the device; set input_format: h264, or video: auto (input_format is ${options.input_format ?? 'not set'})`,
    );
  }
  const isShaped = options.bitrate_kbps !== undefined || options.gop_seconds !== undefined;
  return isH264 && !isShaped ? 'copy' : 'libx264';
}

function chooseCopy(probe: Probe | null): Encoder {
  if (probe === null || COPYABLE_CODECS.includes(probe.codec)) return 'copy';
  throw new SourceError(
    'unsupported_codec',
    `the camera sends ${probe.codec}, which browsers cannot play as it is; set video: auto to have it encoded, or switch the camera to H.264`,
  );
}

function isBrowserPlayable({ codec, profile, pixelFormat, interlaced }: Probe): boolean {
  if (codec !== 'h264' || interlaced) return false;
  return (
    PLAYABLE_PROFILES.includes(profile ?? '') && PLAYABLE_PIXEL_FORMATS.includes(pixelFormat ?? '')
  );
}

function mustEncode(options: CameraOptions): boolean {
  const { resolution, fps, bitrate_kbps: bitrate, gop_seconds: gop } = options;
  return [resolution, fps, bitrate, gop].some((option) => option !== undefined);
}

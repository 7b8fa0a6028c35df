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

/** Why the picture gets its codec that way. Explained in DOCS.md, one by one. */
export type VideoReason =
  | 'asked_to_copy'
  | 'asked_to_encode'
  | 'browsers_play_it'
  | 'codec_not_played'
  | 'profile_not_played'
  | 'colors_not_played'
  | 'interlaced'
  | 'options_need_encoding'
  | 'not_probed'
  | 'test_picture'
  | 'device_sends_h264'
  | 'device_sends_pictures';

export interface VideoPlan {
  readonly encoder: Encoder;
  readonly reason: VideoReason;
}

/**
 * How the picture gets its codec.
 * @throws {SourceError} `unsupported_codec` where copying was asked for and no browser would play it
 */
export function chooseEncoder(
  options: CameraOptions,
  source: Source,
  probe: Probe | null,
): Encoder {
  return planVideo(options, source, probe).encoder;
}

/**
 * The same with its reason.
 * @throws {SourceError} as {@link chooseEncoder}
 */
export function planVideo(options: CameraOptions, source: Source, probe: Probe | null): VideoPlan {
  if (source.kind === 'test') return encode('test_picture');
  if (options.video === 'h264') return encode('asked_to_encode');
  if (source.kind === 'v4l2') return planDevice(options);
  if (options.video === 'copy') return planCopy(probe);
  const obstacle = probe === null ? 'not_probed' : findObstacle(probe);
  if (obstacle !== null) return encode(obstacle);
  return mustEncode(options) ? encode('options_need_encoding') : copy('browsers_play_it');
}

function encode(reason: VideoReason): VideoPlan {
  return { encoder: 'libx264', reason };
}

function copy(reason: VideoReason): VideoPlan {
  return { encoder: 'copy', reason };
}

/** A device delivers what it is asked for: there is nothing to find out. */
function planDevice(options: CameraOptions): VideoPlan {
  const isH264 = options.input_format === 'h264';
  if (options.video === 'copy') {
    if (isH264) return copy('asked_to_copy');
    throw new SourceError(
      'unsupported_codec',
      `video: copy needs H.264 from the device; set input_format: h264, or video: auto (input_format is ${options.input_format ?? 'not set'})`,
    );
  }
  if (!isH264) return encode('device_sends_pictures');
  const isShaped = options.bitrate_kbps !== undefined || options.gop_seconds !== undefined;
  return isShaped ? encode('options_need_encoding') : copy('device_sends_h264');
}

function planCopy(probe: Probe | null): VideoPlan {
  if (probe === null || COPYABLE_CODECS.includes(probe.codec)) return copy('asked_to_copy');
  throw new SourceError(
    'unsupported_codec',
    `the camera sends ${probe.codec}, which browsers cannot play as it is; set video: auto to have it encoded, or switch the camera to H.264`,
  );
}

/** What keeps some browser from playing it as it comes; null where nothing does. */
function findObstacle({ codec, profile, pixelFormat, interlaced }: Probe): VideoReason | null {
  if (codec !== 'h264') return 'codec_not_played';
  if (interlaced) return 'interlaced';
  if (!PLAYABLE_PROFILES.includes(profile ?? '')) return 'profile_not_played';
  return PLAYABLE_PIXEL_FORMATS.includes(pixelFormat ?? '') ? null : 'colors_not_played';
}

function mustEncode(options: CameraOptions): boolean {
  const { resolution, fps, bitrate_kbps: bitrate, gop_seconds: gop } = options;
  return [resolution, fps, bitrate, gop].some((option) => option !== undefined);
}

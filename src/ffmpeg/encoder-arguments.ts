// How the picture gets its codec: copied as it came, or encoded for zero latency.

import type { CameraOptions } from '../config/schema.ts';
import type { Source } from '../source.ts';
import type { Probe } from './probe.ts';
import type { RenditionPlan } from './renditions.ts';
import { parseResolution } from './resolution.ts';
import { lacksTimeStamps } from './time-stamps.ts';

export type Encoder = 'copy' | 'libx264';

export interface EncoderContext {
  readonly source: Source;
  readonly options: CameraOptions;
  readonly probe: Probe | null;
  readonly encoder: Encoder;
  /** Smaller versions of the picture, made in a graph with it. */
  readonly renditions?: readonly RenditionPlan[];
}

type FrameRateContext = Pick<EncoderContext, 'source' | 'options' | 'probe'>;

const LARGEST_ON_ONE_THREAD = 1920 * 1088;
/** Cameras with keyframes farther apart than this are rare, and cut into segments without. */
const LONGEST_GOP_SECONDS = 10;

/** Arguments of the output, between the choice of the stream and the container. */
export function renderEncoder(context: EncoderContext): string[] {
  const { encoder, source, options, probe } = context;
  if (encoder === 'copy') return renderCopy(context);
  const bitrate = `${options.bitrate_kbps ?? defaultBitrateKbps(pictureSize(context))}k`;
  // The test picture is made in its size and rate, and a graph does all there is to be done.
  const isFiltered = source.kind === 'test' || hasRenditions(context);
  const filters = isFiltered ? [] : ['-vf', renderFilters(source, options, probe)];
  return [...filters, ...renderX264(context, bitrate)];
}

/**
 * Arguments of the input. Decoding on several threads at once keeps a frame back for each: 100 ms
 * on two cores, more on more. Larger pictures need the threads.
 */
export function renderDecoder(context: EncoderContext): string[] {
  const isLarge = context.probe !== null && pixelsOf(context.probe) > LARGEST_ON_ONE_THREAD;
  const isDecoded = context.encoder !== 'copy' || hasRenditions(context);
  return isLarge || !isDecoded ? [] : ['-thread_type', 'slice'];
}

export function hasRenditions({ renditions = [] }: EncoderContext): boolean {
  return renditions.length > 0;
}

function renderCopy({ source, probe }: EncoderContext): string[] {
  // ffmpeg 5.1 passes nothing through a filter any more when a file begins again. A device is asked for
  // H.264 as it is sent.
  if (source.kind !== 'network' || probe === null) return ['-c:v', 'copy'];
  // Parameter sets that change are told beside the frames by some; then they come with them.
  const annexB = probe.codec === 'hevc' ? 'hevc_mp4toannexb' : 'h264_mp4toannexb';
  const isRtsp = /^rtsps?$/.test(source.protocol);
  const times = isRtsp ? renderTimeStampRepair(probe.reorderFrames) : COMPLETE_TIME_STAMPS;
  return ['-c:v', 'copy', '-bsf:v', `${annexB},${times}`];
}

/** NUT takes no frame without a presentation time. */
const COMPLETE_TIME_STAMPS = String.raw`setts=pts=if(eq(PTS\,NOPTS)\,DTS\,PTS)`;

/**
 * RTP carries presentation times only. The first frame comes without any, and gets the one before the
 * second's. Decode times are a guess of ffmpeg's, wrong at first where there are B-frames, and where they
 * lie behind the presentation times, it changes those as well (5.1, 7.1 and 9.0): they move ahead by as
 * much as the guess can be wrong, and never run backwards.
 */
function renderTimeStampRepair(reorderFrames: number): string {
  const ahead = String.raw`DTS-${reorderFrames + 1}*DURATION`;
  return String.raw`setts=dts=if(N\,max(PREV_OUTDTS+1\,${ahead})\,${ahead}):pts=if(eq(PTS\,NOPTS)\,DTS-DURATION\,PTS)`;
}

/** @param bitrate the most it may take, with its unit */
export function renderX264(context: EncoderContext, bitrate: string): string[] {
  const { source, options, encoder } = context;
  const gopSeconds = options.gop_seconds ?? options.segment_seconds;
  const rate = expectedFrameRate(context) ?? 60;
  // Beside a picture that is copied, keyframes stand where its own do, however far apart those are.
  const isBesideCopy = encoder === 'copy';
  const longestGop = isBesideCopy ? LONGEST_GOP_SECONDS : 2 * gopSeconds;
  return [
    // Each frame keeps its time to 1/90000 s, whatever rate the source claims to have.
    ['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    ['-c:v', 'libx264', '-preset', source.kind === 'test' ? 'ultrafast' : 'superfast'],
    ['-tune', 'zerolatency', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ['-bf', '0', '-sc_threshold', '0'],
    [
      '-force_key_frames',
      isBesideCopy ? 'source' : `expr:${renderIsFirstOfGop(options, 'prev_forced_t')}`,
    ],
    // Only a bound: where x264's own keyframes meet ours, they make segments of a frame or two.
    ['-g', String(Math.ceil(longestGop * rate))],
    // As good as asked for, and as much as the line carries: a still picture costs little.
    ['-crf', '23', '-maxrate', bitrate, '-bufsize', bitrate],
  ].flat();
}

/**
 * Whether a frame is the first one of its GOP's time. Unlike the usual gte(t,n_forced*seconds), it
 * does not force keyframe after keyframe when the camera's clock jumps ahead. Half a centisecond
 * forgives rounded times.
 * @param previous the variable that has the time of the frame before
 */
export function renderIsFirstOfGop(options: CameraOptions, previous: string): string {
  const gopSeconds = options.gop_seconds ?? options.segment_seconds;
  const gop = (time: string): string => `floor((${time}+0.005)/${gopSeconds})`;
  return `if(isnan(${previous}),1,not(eq(${gop('t')},${gop(previous)})))`;
}

export function renderFilters(source: Source, options: CameraOptions, probe: Probe | null): string {
  const filters: string[] = [];
  // The demuxer's own arrival times count in 1/25 s for some formats: frames would share one.
  if (probe !== null && lacksTimeStamps(source, probe)) {
    filters.push('settb=1/1000000', 'setpts=RTCTIME-RTCSTART');
  }
  // A device was asked for its size and rate already.
  const { fps, resolution } = source.kind === 'v4l2' ? {} : options;
  if (fps !== undefined) filters.push(renderRateLimit(fps));
  filters.push(`${renderDeinterlacer(probe)}${renderScale(resolution)}`);
  return filters.join(',');
}

/** With the comma behind it; nothing where there is nothing to be done. */
export function renderDeinterlacer(probe: Probe | null): string {
  return probe?.interlaced === true ? 'yadif=deint=interlaced,' : '';
}

/** At most one frame each 1/fps s, passed on at once. The fps filter would hold each for the next. */
function renderRateLimit(fps: number): string {
  const slot = (time: string): string => String.raw`floor(${time}*${fps}+0.25)`;
  const isNext = String.raw`not(eq(${slot('t')}\,${slot('prev_selected_t')}))`;
  return String.raw`select=if(isnan(prev_selected_t)\,1\,${isNext})`;
}

function renderScale(resolution: string | undefined): string {
  if (resolution === undefined) return 'scale=trunc(iw/2)*2:trunc(ih/2)*2';
  const { width, height } = parseResolution(resolution);
  return `scale=${width ?? -2}:${height}`;
}

/** Frames per second that can be expected; null where nobody has told. */
export function expectedFrameRate({ source, options, probe }: FrameRateContext): number | null {
  if (source.kind === 'test') return options.fps ?? 30;
  return options.fps ?? probe?.fps ?? null;
}

function pictureSize({ options, probe }: EncoderContext): number | null {
  if (options.resolution !== undefined) {
    const { width, height } = parseResolution(options.resolution);
    return (width ?? (height * 16) / 9) * height;
  }
  return probe === null ? null : pixelsOf(probe);
}

function pixelsOf({ width, height }: Probe): number {
  return width * height;
}

/** By the number of pixels: what security cameras of that size send themselves. */
function defaultBitrateKbps(pixels: number | null): number {
  if (pixels === null) return 4000;
  if (pixels <= 640 * 480) return 1200;
  if (pixels <= 1280 * 720) return 2500;
  if (pixels <= 1920 * 1080) return 4500;
  if (pixels <= 2560 * 1440) return 8000;
  return 14_000;
}

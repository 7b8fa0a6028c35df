// What is in a source, found out by ffprobe before anything is decided about it.

import { execa } from 'execa';
import type { CameraOptions } from '../config/schema.ts';
import { SourceError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Source } from '../source.ts';
import { renderProbeCommand } from './arguments.ts';
import { childEnvironment, isMissingProgram, missingProgramError } from './child.ts';
import { classifyFailure } from './failure.ts';
import type { ProbePurpose } from './input-arguments.ts';

export interface Probe {
  /** ffmpeg's name of the container: `rtsp`, `mpjpeg`; `concat` for a source with a password. */
  readonly format: string;
  readonly codec: string;
  readonly profile: string | null;
  readonly pixelFormat: string | null;
  readonly width: number;
  readonly height: number;
  readonly fps: number | null;
  /** How many frames are held back for B-frames; 0 without. */
  readonly reorderFrames: number;
  readonly interlaced: boolean;
  /** Null where there is none, or too little is known of it. */
  readonly audio: AudioProbe | null;
}

export interface AudioProbe {
  readonly codec: string;
  readonly profile: string | null;
  /** Samples a second. */
  readonly sampleRate: number;
  readonly channels: number;
}

export interface ProbeContext {
  readonly program: string;
  readonly source: Source;
  readonly options: CameraOptions;
  /** `prepare` is quicker, and may leave the frame rate unknown. */
  readonly purpose: ProbePurpose;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly timeoutMs?: number;
}

/** Longer than a camera may be silent, so that ffprobe itself can say what is wrong. */
const TIMEOUT_MS = 15_000;
const KILL_AFTER_MS = 2000;

/** What ffprobe says is short; a source that makes it talk without end is no camera. */
const MAX_OUTPUT_BYTES = 1_000_000;

/** The test picture and devices are what they are asked to be. */
export function needsProbe(_options: CameraOptions, source: Source): boolean {
  return source.kind === 'file' || source.kind === 'network';
}

/**
 * Opens the source and closes it again.
 * @throws {SourceError} when it cannot be opened or has no video
 * @throws the signal's reason when that ended it
 */
export async function probeSource(context: ProbeContext): Promise<Probe> {
  const { program, source, options, purpose, secrets, signal, log } = context;
  const { args, stdin } = renderProbeCommand(source, options, purpose);
  const timeoutMs = context.timeoutMs ?? TIMEOUT_MS;
  const result = await execa(program, args, {
    ...(stdin === null ? { stdin: 'ignore' } : { input: stdin }),
    env: childEnvironment(),
    extendEnv: false,
    reject: false,
    timeout: timeoutMs,
    cancelSignal: signal,
    killDescendants: true,
    forceKillAfterDelay: KILL_AFTER_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  signal.throwIfAborted();
  if (isMissingProgram(result)) throw missingProgramError(program, result.cause);
  const lines = result.stderr.split('\n');
  if (result.timedOut) {
    throw new SourceError('unreachable', `the source showed no video within ${timeoutMs / 1000} s`);
  }
  if (result.failed) {
    const { exitCode = null, signal: signalName = null } = result;
    throw classifyFailure({ lines, exitCode, signalName, secrets });
  }
  const probe = parseProbe(result.stdout);
  log.debug({ probe }, 'probed the source');
  return probe;
}

/**
 * Reads what `ffprobe -of json` says.
 * @throws {SourceError} `no_video`
 */
export function parseProbe(json: string): Probe {
  const { streams, format } = readReport(json);
  const video = streams.find((stream) => stream.codec_type === 'video');
  if (video === undefined) {
    throw new SourceError(
      'no_video',
      'the source has no video; check that the address is a video one',
    );
  }
  const { codec_name: codec, width = 0, height = 0 } = video;
  if (codec === undefined || width <= 0 || height <= 0) {
    throw new SourceError('no_video', 'the source announces video, but no picture came');
  }
  return {
    format,
    codec,
    profile: known(video.profile),
    pixelFormat: known(video.pix_fmt),
    width,
    height,
    fps: parseRate(video.avg_frame_rate) ?? parseRate(video.r_frame_rate),
    reorderFrames: video.has_b_frames ?? 0,
    interlaced: /^(?:tt|bb|tb|bt)$/.test(video.field_order ?? ''),
    audio: parseAudio(streams.find((stream) => stream.codec_type === 'audio')),
  };
}

/** Sound that is announced but cannot be told is left alone: the picture matters more. */
function parseAudio(stream: StreamReport | undefined): AudioProbe | null {
  const { codec_name: codec, profile, sample_rate: rate, channels = 0 } = stream ?? {};
  const sampleRate = Number(rate ?? 0);
  if (codec === undefined || !(sampleRate > 0) || channels <= 0) return null;
  return { codec, profile: known(profile), sampleRate, channels };
}

interface StreamReport {
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly profile?: string;
  readonly pix_fmt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  readonly has_b_frames?: number;
  readonly field_order?: string;
  readonly sample_rate?: string;
  readonly channels?: number;
}

interface Report {
  readonly streams: readonly StreamReport[];
  readonly format: string;
}

function readReport(json: string): Report {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ffprobe's own fields (ffprobe.xsd), each there or not
  const report = JSON.parse(json) as {
    readonly streams?: readonly StreamReport[];
    readonly format?: { readonly format_name?: string };
  };
  return { streams: report.streams ?? [], format: report.format?.format_name ?? 'unknown' };
}

function known(value: string | undefined): string | null {
  return value === undefined || value === 'unknown' ? null : value;
}

/** `30000/1001`; `0/0` is unknown, and so is the 90000 of a time scale mistaken for a rate. */
function parseRate(text: string | undefined): number | null {
  const [frames = 0, seconds = 0] = (text ?? '').split('/').map(Number);
  const rate = frames / seconds;
  return rate > 0 && rate <= 240 ? Math.round(rate * 1000) / 1000 : null;
}

// What was found in a source, and what will be done with it: wire names, no secrets.

import type { CameraOptions } from '../config/schema.ts';
import { NoVideoError, SourceError } from '../errors.ts';
import { testSize } from '../ffmpeg/test-source.ts';
import { chooseAudio } from '../ffmpeg/audio.ts';
import { planVideo } from '../ffmpeg/encoders.ts';
import type { VideoReason } from '../ffmpeg/encoders.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import { parseResolution } from '../ffmpeg/resolution.ts';
import { collectSecrets, redactText } from '../source.ts';
import type { Source } from '../source.ts';

export interface SourceReport {
  readonly found: FoundSource;
  readonly plan: SourcePlan;
  readonly notes: readonly SourceNote[];
}

/** Null is what only the running camera will tell. */
export interface FoundSource {
  readonly format: string;
  readonly codec: string | null;
  readonly profile: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly interlaced: boolean;
  readonly audio: {
    readonly codec: string;
    readonly channels: number;
    readonly sample_rate: number;
  } | null;
}

export interface SourcePlan {
  readonly video: 'copy' | 'h264';
  readonly video_reason: VideoReason;
  readonly audio: 'copy' | 'aac' | 'none';
}

/** Something worth knowing before the camera is kept. Explained in DOCS.md, one by one. */
export interface SourceNote {
  readonly code: NoteCode;
  readonly message: string;
}

export type NoteCode = 'not_opened' | 'hevc_copied' | 'b_frames' | 'much_to_encode' | 'no_sound';

export interface ReportInput {
  readonly options: CameraOptions;
  readonly source: Source;
  /** Null where there is nothing to open. */
  readonly probe: Probe | null;
}

/** @throws NoVideoError where the options do not go with what was found */
export function reportSource(input: ReportInput): SourceReport {
  const { options, source, probe } = input;
  const { encoder, reason } = naming('video', options, () => planVideo(options, source, probe));
  const audio = naming('audio', options, () => chooseAudio(options, source, probe));
  const found = probe === null ? describeAsked(source, options) : describeFound(source, probe);
  const plan: SourcePlan = {
    video: encoder === 'copy' ? 'copy' : 'h264',
    video_reason: reason,
    audio: audio?.encoder ?? 'none',
  };
  return { found, plan, notes: findNotes(input, { found, plan }) };
}

/** @param path the option that is at fault should it fail */
function naming<T>(path: 'video' | 'audio', { source }: CameraOptions, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof SourceError ? explainFailure(error, source, path) : error;
  }
}

/** @param path the option that is to be changed */
export function explainFailure(
  { code, message }: SourceError,
  source: string,
  path: 'source' | 'video' | 'audio' = 'source',
): NoVideoError {
  const words = redactText(message, collectSecrets(source));
  return new NoVideoError(code, words, [{ path, message: words }]);
}

function describeFound(source: Source, probe: Probe): FoundSource {
  const { codec, profile, width, height, fps, interlaced, audio } = probe;
  // A script hides an address with a password, and with it what is behind that.
  const isHidden = probe.format === 'concat' && source.kind === 'network';
  return {
    format: isHidden ? source.protocol : probe.format,
    codec,
    profile,
    width,
    height,
    fps,
    interlaced,
    audio: audio && {
      codec: audio.codec,
      channels: audio.channels,
      sample_rate: audio.sampleRate,
    },
  };
}

/** Test pictures and devices are what they are asked to be. */
function describeAsked({ kind }: Source, options: CameraOptions): FoundSource {
  const isTest = kind === 'test';
  const size = options.resolution === undefined ? null : parseResolution(options.resolution);
  const { width, height } = isTest ? testSize(options) : (size ?? { width: null, height: null });
  return {
    format: kind,
    codec: isTest ? 'rawvideo' : codecOf(options),
    profile: null,
    width,
    height,
    fps: options.fps ?? (isTest ? 30 : null),
    interlaced: false,
    audio: null,
  };
}

function codecOf({ input_format: format }: CameraOptions): string | null {
  if (format === undefined) return null;
  return format === 'h264' || format === 'mjpeg' ? format : 'rawvideo';
}

const MUCH_TO_ENCODE = 1280 * 720;

function findNotes(
  { options, source, probe }: ReportInput,
  { found, plan }: Pick<SourceReport, 'found' | 'plan'>,
): SourceNote[] {
  const notes: SourceNote[] = [];
  const add = (code: NoteCode, message: string): void => void notes.push({ code, message });
  if (source.kind === 'v4l2') {
    add('not_opened', 'the device was not opened: these are the values it will be asked for');
  }
  if (plan.video === 'copy' && found.codec === 'hevc') {
    const advice = 'set video: auto to have it encoded, or switch the camera to H.264';
    add('hevc_copied', `H.265 plays in some browsers only; ${advice}`);
  }
  const held = probe?.reorderFrames ?? 0;
  if (held > 0) {
    const frames = held === 1 ? 'a frame' : `${held} frames`;
    add('b_frames', `B-frames delay the picture by ${frames}; switch them off in the camera`);
  }
  const pixels = options.resolution === undefined ? (found.width ?? 0) * (found.height ?? 0) : 0;
  if (plan.video === 'h264' && pixels > MUCH_TO_ENCODE) {
    const size = `${found.width}x${found.height}`;
    const advice = 'choose a smaller stream of the camera, one in H.264, or a resolution';
    add('much_to_encode', `to encode ${size} takes much of a processor; ${advice}`);
  }
  const isSoundWanted = options.audio === 'aac' || options.audio === 'copy';
  if (isSoundWanted && plan.audio === 'none') add('no_sound', 'the source has no sound');
  return notes;
}

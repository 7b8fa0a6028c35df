// The whole of an ffmpeg or ffprobe call as a pure function of what the user configured.

import type { CameraOptions } from '../config/schema.ts';
import type { Source } from '../source.ts';
import { AUDIO_PIPE, renderAudio } from './audio.ts';
import type { AudioPlan } from './audio.ts';
import type { Command } from './command.ts';
import { renderDecoder, renderEncoder } from './encoder-arguments.ts';
import type { Encoder } from './encoder-arguments.ts';
import { renderInput } from './input-arguments.ts';
import type { Probe } from './probe.ts';
import { parseResolution } from './resolution.ts';
import { renderTestPicture } from './test-source.ts';

export interface CommandContext {
  readonly source: Source;
  readonly options: CameraOptions;
  readonly encoder: Encoder;
  /** Null where the source was not probed. */
  readonly probe: Probe | null;
  /** How the sound is passed on; null without any. */
  readonly audio?: AudioPlan | null;
  /** Minutes east of UTC, for the clock of the test picture; this machine's by default. */
  readonly utcOffsetMinutes?: number;
}

/** Levels let a failure be told from a complaint; times and addresses of objects are noise. */
const QUIET = ['-hide_banner', '-loglevel', 'level+warning'];

/**
 * NUT on standard output, each frame as soon as there is one: the muxer of MP4 would hold it until the
 * next one comes. Without the index, which would grow for ever.
 */
export function renderCommand(context: CommandContext): Command {
  const { args, stdin } = renderVideo(context);
  const { audio = null } = context;
  // Both tracks alike: a muxer that meets a time before 0 would move its own track only.
  const shift = audio === null ? [] : ['-output_ts_offset', TIME_BEFORE_FIRST_SECONDS];
  return {
    args: [
      QUIET,
      ['-nostats', '-nostdin'],
      args,
      ['-an', '-sn', '-dn'],
      renderEncoder(context),
      [...shift, ...renderNut('pipe:1')],
      audio === null ? [] : [...renderAudio(audio), ...shift, ...renderNut(`pipe:${AUDIO_PIPE}`)],
    ].flat(),
    stdin,
    hasAudio: audio !== null,
  };
}

const TIME_BEFORE_FIRST_SECONDS = '10';

function renderNut(pipe: string): string[] {
  return ['-map_metadata', '-1', '-f', 'nut', '-write_index', '0', '-flush_packets', '1', pipe];
}

/** What is in the source, as JSON on standard output. */
export function renderProbeCommand(source: Source, options: CameraOptions): Command {
  if (source.kind === 'test') throw new TypeError('the test picture is not there to be probed');
  const { args, stdin } = renderInput(source, { options, probe: null, purpose: 'probe' });
  const shown = 'stream=codec_type,codec_name,profile,pix_fmt,width,height,avg_frame_rate';
  const more = 'r_frame_rate,has_b_frames,field_order,sample_rate,channels:format=format_name';
  return {
    args: [...QUIET, '-of', 'json', '-show_entries', `${shown},${more}`, ...args],
    stdin,
  };
}

function renderVideo(context: CommandContext): Command {
  const { source, options, probe } = context;
  if (source.kind === 'test') {
    const graph = renderTestPicture({
      ...testSize(options),
      fps: options.fps ?? 30,
      utcOffsetMinutes: context.utcOffsetMinutes ?? -new Date().getTimezoneOffset(),
    });
    return { args: ['-filter_complex', graph, '-map', '[picture]'], stdin: null };
  }
  const { args, stdin } = renderInput(source, {
    options,
    probe,
    purpose: 'play',
    hasAudio: (context.audio ?? null) !== null,
  });
  const loop = source.kind === 'file' ? ['-re', '-stream_loop', '-1'] : [];
  return { args: [...loop, ...renderDecoder(context), ...args, '-map', '0:v:0'], stdin };
}

/** Pixels of the test picture. */
export function testSize(options: CameraOptions): { width: number; height: number } {
  if (options.resolution === undefined) return { width: 640, height: 360 };
  const { width, height } = parseResolution(options.resolution);
  return { width: width ?? 2 * Math.round((height * 16) / 9 / 2), height };
}

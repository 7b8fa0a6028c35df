// The whole of an ffmpeg or ffprobe call as a pure function of what the user configured.

import type { CameraOptions } from '../config/schema.ts';
import type { Source } from '../source.ts';
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
  /** Minutes east of UTC, for the clock of the test picture; this machine's by default. */
  readonly utcOffsetMinutes?: number;
}

/** Levels let a failure be told from a complaint; times and addresses of objects are noise. */
const QUIET = ['-hide_banner', '-loglevel', 'level+warning'];

/**
 * One fragmented MP4 on standard output, one frame a fragment, time scale 90000. Its first decode
 * time is 0, whatever the camera's clock says.
 */
export function renderCommand(context: CommandContext): Command {
  const { args, stdin } = renderVideo(context);
  return {
    args: [
      QUIET,
      ['-nostats', '-nostdin'],
      args,
      ['-an', '-sn', '-dn'],
      renderEncoder(context),
      ['-map_metadata', '-1', '-f', 'mp4', '-movflags', 'cmaf+frag_every_frame+skip_trailer'],
      ['-video_track_timescale', '90000', '-write_tmcd', '0', 'pipe:1'],
    ].flat(),
    stdin,
  };
}

/** What is in the source, as JSON on standard output. */
export function renderProbeCommand(source: Source, options: CameraOptions): Command {
  if (source.kind === 'test') throw new TypeError('the test picture is not there to be probed');
  const { args, stdin } = renderInput(source, { options, probe: null, purpose: 'probe' });
  const shown = 'stream=codec_type,codec_name,profile,pix_fmt,width,height,avg_frame_rate';
  const more = 'r_frame_rate,has_b_frames,field_order:format=format_name';
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
  const { args, stdin } = renderInput(source, { options, probe, purpose: 'play' });
  const loop = source.kind === 'file' ? ['-re', '-stream_loop', '-1'] : [];
  return { args: [...loop, ...renderDecoder(context), ...args, '-map', '0:v:0'], stdin };
}

function testSize(options: CameraOptions): { width: number; height: number } {
  if (options.resolution === undefined) return { width: 640, height: 360 };
  const { width, height } = parseResolution(options.resolution);
  return { width: width ?? 2 * Math.round((height * 16) / 9 / 2), height };
}

// The whole of an ffmpeg or ffprobe call as a pure function of what the user configured.

import type { CameraOptions } from '../config/schema.ts';
import type { Source } from '../source.ts';
import { renderAudio } from './audio.ts';
import type { AudioPlan } from './audio.ts';
import { FIRST_PIPE } from './command.ts';
import type { Command } from './command.ts';
import { hasRenditions, renderDecoder, renderEncoder } from './encoder-arguments.ts';
import type { Encoder } from './encoder-arguments.ts';
import { renderInput } from './input-arguments.ts';
import type { ProbePurpose } from './input-arguments.ts';
import type { Probe } from './probe.ts';
import { MAIN_PICTURE, renderGraph, renderRendition, renderSplit } from './rendition-arguments.ts';
import type { RenditionContext } from './rendition-arguments.ts';
import type { RenditionPlan } from './renditions.ts';
import { renderTestPicture, testSize } from './test-source.ts';

export interface CommandContext {
  readonly source: Source;
  readonly options: CameraOptions;
  readonly encoder: Encoder;
  /** Null where the source was not probed. */
  readonly probe: Probe | null;
  /** How the sound is passed on; null without any. */
  readonly audio?: AudioPlan | null;
  /** Smaller versions of the picture. */
  readonly renditions?: readonly RenditionPlan[];
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
  const { audio = null, renditions = [] } = context;
  const { args, stdin } = renderVideo({ ...context, renditions });
  const outputs = [
    ...(audio === null ? [] : [{ id: 'audio', args: renderAudio(audio) }]),
    ...renditions.map((plan) => ({
      id: plan.id,
      args: renderRendition({ ...context, renditions }, plan),
    })),
  ];
  // All tracks alike: a muxer that meets a time before 0 would move its own track only.
  const shift = outputs.length === 0 ? [] : ['-output_ts_offset', TIME_BEFORE_FIRST_SECONDS];
  return {
    args: [
      QUIET,
      ['-nostats', '-nostdin'],
      args,
      ['-an', '-sn', '-dn'],
      renderEncoder(context),
      [...shift, ...renderNut('pipe:1')],
      ...outputs.map((output, index) => [
        ...output.args,
        ...shift,
        ...renderNut(`pipe:${FIRST_PIPE + index}`),
      ]),
    ].flat(),
    stdin,
    pipes: outputs.map(({ id }) => id),
  };
}

const TIME_BEFORE_FIRST_SECONDS = '10';

function renderNut(pipe: string): string[] {
  return ['-map_metadata', '-1', '-f', 'nut', '-write_index', '0', '-flush_packets', '1', pipe];
}

/** What is in the source, as JSON on standard output. */
export function renderProbeCommand(
  source: Source,
  options: CameraOptions,
  purpose: ProbePurpose,
): Command {
  if (source.kind === 'test') throw new TypeError('the test picture is not there to be probed');
  const { args, stdin } = renderInput(source, { options, probe: null, purpose });
  const shown = 'stream=codec_type,codec_name,profile,pix_fmt,width,height,avg_frame_rate';
  const more = 'r_frame_rate,has_b_frames,field_order,sample_rate,channels:format=format_name';
  return {
    args: [...QUIET, '-of', 'json', '-show_entries', `${shown},${more}`, ...args],
    stdin,
  };
}

function renderVideo(context: CommandContext & RenditionContext): Command {
  const { source, options, probe, encoder } = context;
  if (source.kind === 'test') {
    const graph = renderTestPicture({
      ...testSize(options),
      fps: options.fps ?? 30,
      utcOffsetMinutes: context.utcOffsetMinutes ?? -new Date().getTimezoneOffset(),
    });
    const args = hasRenditions(context)
      ? ['-filter_complex', `${graph};${renderSplit(context)}`, '-map', MAIN_PICTURE]
      : ['-filter_complex', graph, '-map', '[picture]'];
    return { args, stdin: null };
  }
  const { args, stdin } = renderInput(source, {
    options,
    probe,
    purpose: 'play',
    hasAudio: (context.audio ?? null) !== null,
  });
  const loop = source.kind === 'file' ? ['-re', '-stream_loop', '-1'] : [];
  // What is copied lies as it was filmed, and so does what is made of it.
  const upright = hasRenditions(context) && encoder === 'copy' ? ['-noautorotate'] : [];
  const graph = hasRenditions(context) ? ['-filter_complex', renderGraph(context)] : [];
  const picture = hasRenditions(context) && encoder !== 'copy' ? MAIN_PICTURE : '0:v:0';
  return {
    args: [...loop, ...upright, ...renderDecoder(context), ...args, ...graph, '-map', picture],
    stdin,
  };
}

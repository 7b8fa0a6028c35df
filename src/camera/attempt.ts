import type { CameraOptions } from '../config/schema.ts';
import { SourceError } from '../errors.ts';
import { renderCommand } from '../ffmpeg/arguments.ts';
import { chooseAudio } from '../ffmpeg/audio.ts';
import type { AudioPlan } from '../ffmpeg/audio.ts';
import { expectedFrameRate } from '../ffmpeg/encoder-arguments.ts';
import { chooseEncoder } from '../ffmpeg/encoders.ts';
import type { Encoder } from '../ffmpeg/encoders.ts';
import { countHeldFrames } from '../ffmpeg/held-frames.ts';
import { needsProbe, probeSource } from '../ffmpeg/probe.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import { chooseRenditions } from '../ffmpeg/renditions.ts';
import type { RenditionChoice, RenditionPlan } from '../ffmpeg/renditions.ts';
import { runFfmpeg } from '../ffmpeg/process.ts';
import type { Log } from '../log.ts';
import { createAudioFormat } from '../mp4/audio-format.ts';
import { BitstreamError } from '../mp4/bit-reader.ts';
import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import { NutError } from '../nut/byte-cursor.ts';
import { SampleReader } from '../nut/sample-reader.ts';
import { VIDEO_TIMESCALE } from '../packager/presentation.ts';
import type { Presentation } from '../packager/presentation.ts';
import type { SequenceWriter } from '../packager/sequence-writer.ts';
import type { TrackWriter } from '../packager/track-writer.ts';
import { collectSecrets } from '../source.ts';
import type { Source } from '../source.ts';
import { readBesides } from './beside-readers.ts';
import { StallWatch } from './stall-watch.ts';
import type { AttemptTimes } from './stall-watch.ts';

/** The programs that do the work; tests put others in their place. */
export interface Programs {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

export const ATTEMPT_TIMES: AttemptTimes = { startMs: 20_000, stallMs: 5_000 };

export interface AttemptDeps {
  readonly options: CameraOptions;
  readonly source: Source;
  /**
   * Where its media goes, asked for with the first frame.
   * @param audioTimescale ticks per second of the sound; null where there is none
   * @param smaller ids of what else there is of the picture
   */
  openPresentation(audioTimescale: number | null, smaller: readonly string[]): Presentation;
  readonly programs: Programs;
  readonly times: AttemptTimes;
  readonly log: Log;
  /** What an earlier attempt found out about the source; null asks anew. */
  readonly probe: Probe | null;
  onProbe(probe: Probe): void;
  /** The first frame of the attempt has come. */
  onMedia(): void;
}

/**
 * One run of ffmpeg, from the probe to its end.
 * @returns when `signal` asked for the end and no process is left
 * @throws SourceError when it ended for any other reason
 */
export async function runAttempt(deps: AttemptDeps, signal: AbortSignal): Promise<void> {
  const { options, source, programs, log } = deps;
  const secrets = collectSecrets(source);
  let { probe } = deps;
  if (!probe && needsProbe(options, source)) {
    const context = { program: programs.ffprobe, source, options, secrets, signal, log };
    probe = await probeSource({ ...context, purpose: 'prepare' });
    if (signal.aborted) return;
    deps.onProbe(probe);
  }
  const encoder = chooseEncoder(options, source, probe);
  const audio = chooseAudio(options, source, probe);
  const choice = chooseRenditions(options, source, probe);
  const renditions = choice.made;
  // Once for all attempts that know the same of the source.
  tellTooHigh(choice, log, deps.probe ? 'debug' : 'warn');
  log.debug({ encoder, audio, renditions, probe }, 'starting ffmpeg');
  const command = renderCommand({ source, options, encoder, probe, audio, renditions });
  await supervise({ deps, probe, encoder, audio, renditions, signal }, async (run) => {
    await runFfmpeg({ program: programs.ffmpeg, command, secrets, log, ...run });
  });
}

function tellTooHigh({ tooHigh }: RenditionChoice, log: Log, level: 'debug' | 'warn'): void {
  if (tooHigh.length === 0) return;
  const words = 'left out of the renditions: they are not smaller than the picture itself';
  log[level]({ renditions: tooHigh }, words);
}

interface SuperviseContext {
  readonly deps: AttemptDeps;
  readonly probe: Probe | null;
  readonly encoder: Encoder;
  readonly audio: AudioPlan | null;
  readonly renditions: readonly RenditionPlan[];
  readonly signal: AbortSignal;
}

interface Run {
  readonly signal: AbortSignal;
  onOutput(chunk: Buffer): void;
  onPipe(id: string, chunk: Buffer): void;
}

interface Current {
  sequence: SequenceWriter | null;
  format: TrackFormat | null;
  /** Of the main picture, so far. */
  frames: number;
}

/** Judges the run by the media that arrives, not by the process: a silent ffmpeg is a stalled one. */
async function supervise(
  context: SuperviseContext,
  run: (run: Run) => Promise<void>,
): Promise<void> {
  const { deps, probe, audio, renditions, signal } = context;
  const stop = new AbortController();
  const watch = new StallWatch(deps.times, (error) => stop.abort(error));
  const { source, options, log } = deps;
  const heldFrames = countHeldFrames(source, probe);
  const fps = expectedFrameRate({ source, options, probe });
  const current: Current = { sequence: null, format: null, frames: 0 };
  const onSample = (sample: Sample): void => {
    // Not before there is a frame to write: another attempt may be delivering until then.
    if (!current.sequence) {
      current.sequence = openSequence(context);
      if (current.format) current.sequence.track('video').onFormat(current.format);
    }
    current.frames++;
    if (watch.onFrame()) deps.onMedia();
    const heldMs = (heldFrames * sample.duration * 1000) / VIDEO_TIMESCALE;
    current.sequence.track('video').onSample(sample, Date.now() - heldMs);
  };
  const onFormat = (format: TrackFormat): void => {
    current.format = format;
    current.sequence?.track('video').onFormat(format);
  };
  const reader = new SampleReader({ onFormat, onSample }, { timescale: VIDEO_TIMESCALE, fps });
  const onOutput = (chunk: Buffer): void => {
    if (stop.signal.aborted) return;
    try {
      reader.push(chunk);
    } catch (error) {
      stop.abort(asSourceError(error));
    }
  };
  const trackOf = (id: string): TrackWriter | null => current.sequence?.track(id) ?? null;
  const countFrames = (): number => current.frames;
  const besides = readBesides({ audio, renditions, fps, countFrames, trackOf, log });
  const onPipe = (id: string, chunk: Buffer): void => besides.get(id)?.(chunk);
  try {
    await run({ signal: AbortSignal.any([signal, stop.signal]), onOutput, onPipe });
  } finally {
    watch.end();
    current.sequence?.end();
  }
  if (stop.signal.aborted && !signal.aborted) throw stop.signal.reason;
}

function openSequence({ deps, encoder, audio, renditions }: SuperviseContext): SequenceWriter {
  const smaller = renditions.map(({ id }) => id);
  const presentation = deps.openPresentation(audio?.sampleRate ?? null, smaller);
  const gopSeconds = encoder === 'copy' ? null : gopSecondsOf(deps.options);
  const sequence = presentation.startSequence({ gopSeconds });
  // Known beforehand: whoever watches is told of all tracks before the first frame.
  if (audio) sequence.track('audio').onFormat(createAudioFormat(audio));
  return sequence;
}

/** Seconds between keyframes when we encode: a segment is one GOP unless told otherwise. */
export function gopSecondsOf(options: CameraOptions): number {
  return options.gop_seconds ?? options.segment_seconds;
}

/** What ffmpeg writes is its doing; anything else that goes wrong while reading it is ours. */
function asSourceError(error: unknown): unknown {
  if (!(error instanceof NutError || error instanceof BitstreamError)) return error;
  return new SourceError('crashed', `ffmpeg wrote what is no video: ${error.message}`, {
    cause: error,
  });
}

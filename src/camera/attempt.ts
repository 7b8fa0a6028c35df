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
import { runFfmpeg } from '../ffmpeg/process.ts';
import type { Log } from '../log.ts';
import { createAudioFormat } from '../mp4/audio-format.ts';
import { BitstreamError } from '../mp4/bit-reader.ts';
import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import { AudioReader } from '../nut/audio-reader.ts';
import { NutError } from '../nut/byte-cursor.ts';
import { SampleReader } from '../nut/sample-reader.ts';
import { VIDEO_TIMESCALE } from '../packager/presentation.ts';
import type { Presentation } from '../packager/presentation.ts';
import type { SequenceWriter } from '../packager/sequence-writer.ts';
import { collectSecrets } from '../source.ts';
import type { Source } from '../source.ts';

/** The programs that do the work; tests put others in their place. */
export interface Programs {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

export interface AttemptTimes {
  /** From the start of ffmpeg to its first frame: connecting, and waiting for a keyframe. */
  readonly startMs: number;
  /** Without a frame for this long, a running ffmpeg counts as stalled. */
  readonly stallMs: number;
}

export const ATTEMPT_TIMES: AttemptTimes = { startMs: 20_000, stallMs: 5_000 };

export interface AttemptDeps {
  readonly options: CameraOptions;
  readonly source: Source;
  /**
   * Where its media goes, asked for with the first frame.
   * @param audioTimescale ticks per second of the sound; null where there is none
   */
  openPresentation(audioTimescale: number | null): Presentation;
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
    probe = await probeSource({ program: programs.ffprobe, source, options, secrets, signal, log });
    if (signal.aborted) return;
    deps.onProbe(probe);
  }
  const encoder = chooseEncoder(options, source, probe);
  const audio = chooseAudio(options, source, probe);
  log.debug({ encoder, audio, probe }, 'starting ffmpeg');
  const command = renderCommand({ source, options, encoder, probe, audio });
  await supervise({ deps, probe, encoder, audio, signal }, async (run) => {
    await runFfmpeg({ program: programs.ffmpeg, command, secrets, log, ...run });
  });
}

interface SuperviseContext {
  readonly deps: AttemptDeps;
  readonly probe: Probe | null;
  readonly encoder: Encoder;
  readonly audio: AudioPlan | null;
  readonly signal: AbortSignal;
}

interface Run {
  readonly signal: AbortSignal;
  onOutput(chunk: Buffer): void;
  onAudio(chunk: Buffer): void;
}

/** Judges the run by the media that arrives, not by the process: a silent ffmpeg is a stalled one. */
async function supervise(
  { deps, probe, encoder, audio, signal }: SuperviseContext,
  run: (run: Run) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const watch = new StallWatch(deps.times, (error) => stop.abort(error));
  const { source, options } = deps;
  const heldFrames = countHeldFrames(source, probe);
  const fps = expectedFrameRate({ source, options, probe });
  const gopSeconds = encoder === 'copy' ? null : gopSecondsOf(options);
  const current: { sequence: SequenceWriter | null; format: TrackFormat | null } = {
    sequence: null,
    format: null,
  };
  const onSample = (sample: Sample): void => {
    // Not before there is a frame to write: another attempt may be delivering until then.
    if (!current.sequence) {
      const presentation = deps.openPresentation(audio?.sampleRate ?? null);
      current.sequence = presentation.startSequence({ gopSeconds });
      // Known beforehand: whoever watches is told of all tracks before the first frame.
      if (audio) current.sequence.track('audio').onFormat(createAudioFormat(audio));
      if (current.format) current.sequence.track('video').onFormat(current.format);
    }
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
  const onAudio = readAudio(audio, deps.log, (sample) => {
    current.sequence?.track('audio').onSample(sample, Date.now());
  });
  try {
    await run({ signal: AbortSignal.any([signal, stop.signal]), onOutput, onAudio });
  } finally {
    watch.end();
    current.sequence?.end();
  }
  if (stop.signal.aborted && !signal.aborted) throw stop.signal.reason;
}

/** Sound that cannot be read is said once, and missing from then on: it takes no picture down. */
function readAudio(
  audio: AudioPlan | null,
  log: Log,
  onSample: (sample: Sample) => void,
): (chunk: Buffer) => void {
  let reader = audio && new AudioReader(audio, onSample);
  return (chunk) => {
    try {
      reader?.push(chunk);
    } catch (error) {
      if (!(error instanceof NutError)) throw error;
      log.warn({ reason: error.message }, 'the sound cannot be read; the video goes on without it');
      reader = null;
    }
  };
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

class StallWatch {
  readonly #times: AttemptTimes;
  readonly #onStall: (error: SourceError) => void;
  #timer: NodeJS.Timeout;
  #hasMedia = false;

  constructor(times: AttemptTimes, onStall: (error: SourceError) => void) {
    this.#times = times;
    this.#onStall = onStall;
    this.#timer = this.#arm(times.startMs, 'no video came within');
  }

  /** @returns whether it was the first frame */
  onFrame(): boolean {
    if (this.#hasMedia) {
      this.#timer.refresh();
      return false;
    }
    this.#hasMedia = true;
    clearTimeout(this.#timer);
    this.#timer = this.#arm(this.#times.stallMs, 'no video has come for');
    return true;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #arm(ms: number, words: string): NodeJS.Timeout {
    const error = new SourceError('stalled', `${words} ${ms / 1000} s`);
    return setTimeout(() => this.#onStall(error), ms);
  }
}

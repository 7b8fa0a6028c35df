// How the sound gets its codec: copied as it came, or encoded as AAC.

import type { CameraOptions } from '../config/schema.ts';
import { SourceError } from '../errors.ts';
import { AAC_RATES } from '../mp4/audio-format.ts';
import type { Source } from '../source.ts';
import type { AudioProbe, Probe } from './probe.ts';

/** What leaves ffmpeg as sound. */
export interface AudioPlan {
  readonly encoder: 'copy' | 'aac';
  readonly codec: 'aac' | 'opus';
  /** Ticks and samples per second. */
  readonly sampleRate: number;
  readonly channels: number;
}

const ENCODED_RATE = 48_000;
const MOST_CHANNELS = 2;

/**
 * How the sound gets its codec; null where there is none, or none is wanted.
 * @throws {SourceError} `unsupported_codec` where copying was asked for and no browser would play it
 */
export function chooseAudio(
  { audio }: CameraOptions,
  source: Source,
  probe: Probe | null,
): AudioPlan | null {
  const isSilent = source.kind === 'test' || source.kind === 'v4l2';
  const sound = isSilent || audio === 'none' ? null : (probe?.audio ?? null);
  if (sound === null) return null;
  const copied = planCopy(sound);
  if (audio === 'copy') {
    if (copied) return copied;
    throw new SourceError(
      'unsupported_codec',
      `the camera sends sound as ${describe(sound)}, which browsers cannot play as it is; set audio: auto to have it encoded`,
    );
  }
  // Not every browser plays Opus in MP4.
  if (audio === 'auto' && copied?.codec === 'aac') return copied;
  const channels = Math.min(MOST_CHANNELS, sound.channels);
  return { encoder: 'aac', codec: 'aac', sampleRate: ENCODED_RATE, channels };
}

function planCopy({ codec, profile, sampleRate, channels }: AudioProbe): AudioPlan | null {
  if (channels > MOST_CHANNELS) return null;
  if (codec === 'opus') return { encoder: 'copy', codec, sampleRate: ENCODED_RATE, channels };
  const isPlain = codec === 'aac' && profile === 'LC' && AAC_RATES.includes(sampleRate);
  return isPlain ? { encoder: 'copy', codec, sampleRate, channels } : null;
}

function describe({ codec, profile, channels }: AudioProbe): string {
  const name = codec === 'aac' && profile !== null ? `${codec} (${profile})` : codec;
  return channels > MOST_CHANNELS ? `${name} with ${channels} channels` : name;
}

/** Arguments of the output for sound. */
export function renderAudio({ encoder, sampleRate, channels }: AudioPlan): string[] {
  const coded =
    encoder === 'copy'
      ? ['-c:a', 'copy']
      : ['-c:a', 'aac', '-ar', String(sampleRate), '-ac', String(channels), '-b:a', '96k'];
  return ['-map', '0:a:0', '-vn', '-sn', '-dn', ...coded];
}

// Sound in MP4: AAC (ISO/IEC 14496-14, 5.6) and Opus (Encapsulation of Opus in ISO BMFF, 4.3).

import { renderBox, renderFullBox, uint16, uint32 } from './box-writer.ts';
import type { TrackFormat } from './track-format.ts';

export interface AudioTrack {
  readonly codec: 'aac' | 'opus';
  /** Samples a second; what AAC has a number for, and 48000 for Opus. */
  readonly sampleRate: number;
  /** One or two. */
  readonly channels: number;
}

/** Samples in a coded frame of AAC. */
export const AAC_FRAME = 1024;
/** Sampling frequencies that AAC has a number for, by that number (ISO/IEC 14496-3, 1.6.3.4). */
export const AAC_RATES: readonly number[] = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
];
const AAC_LC = 2;
/** Coded frames in which nothing is to be heard, whatever the sampling frequency. */
const SILENT_AAC_MONO = Buffer.from('00c800802380', 'hex');
const SILENT_AAC_STEREO = Buffer.from('210049900219002380', 'hex');
/** 20 ms. */
const SILENT_OPUS = Buffer.from('f8fffe', 'hex');
const SILENT_OPUS_FRAME = 960;

/** All of it is known beforehand, so that a track can begin before its first frame has come. */
export function createAudioFormat(track: AudioTrack): TrackFormat {
  const isAac = track.codec === 'aac';
  const silentAac = track.channels === 1 ? SILENT_AAC_MONO : SILENT_AAC_STEREO;
  return {
    kind: 'audio',
    timescale: track.sampleRate,
    codec: isAac ? `mp4a.40.${AAC_LC}` : 'opus',
    width: 0,
    height: 0,
    displayWidth: 0,
    sampleEntry: renderSampleEntry(track),
    silence: isAac
      ? { data: silentAac, duration: AAC_FRAME }
      : { data: SILENT_OPUS, duration: SILENT_OPUS_FRAME },
  };
}

function renderSampleEntry(track: AudioTrack): Buffer {
  const { codec, sampleRate, channels } = track;
  return renderBox(
    codec === 'aac' ? 'mp4a' : 'Opus',
    // ISO/IEC 14496-12, 12.2.3: the first data reference; 16 bits a sample.
    uint16(0, 0, 0, 1),
    uint32(0, 0),
    uint16(channels, 16, 0, 0),
    uint32(sampleRate < 0x10000 ? sampleRate * 0x10000 : 0),
    codec === 'aac' ? renderEsds(track) : renderOpusConfiguration(track),
  );
}

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC_INFO = 5;
const SL_CONFIG = 6;
const MPEG4_AUDIO = 0x40;
const AUDIO_STREAM = 0x15;
const PREDEFINED_FOR_MP4 = 2;

/** ISO/IEC 14496-1, 7.2.6; bit rates are left open. */
function renderEsds(track: AudioTrack): Buffer {
  const decoderConfig = renderDescriptor(
    DECODER_CONFIG,
    Buffer.from([MPEG4_AUDIO, AUDIO_STREAM, 0, 0, 0]),
    uint32(0, 0),
    renderDescriptor(DECODER_SPECIFIC_INFO, renderAudioSpecificConfig(track)),
  );
  const slConfig = renderDescriptor(SL_CONFIG, Buffer.from([PREDEFINED_FOR_MP4]));
  const es = renderDescriptor(ES_DESCRIPTOR, uint16(0), Buffer.from([0]), decoderConfig, slConfig);
  return renderFullBox('esds', { version: 0, flags: 0 }, es);
}

function renderDescriptor(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, bytes.length]), bytes]);
}

/** ISO/IEC 14496-3, 1.6.2.1: object type in 5 bits, rate and channels in 4 each, and frames of 1024. */
function renderAudioSpecificConfig({ sampleRate, channels }: AudioTrack): Buffer {
  const rate = AAC_RATES.indexOf(sampleRate);
  if (rate === -1) throw new RangeError(`AAC has no number for ${sampleRate} samples a second`);
  return uint16((AAC_LC << 11) | (rate << 7) | (channels << 3));
}

function renderOpusConfiguration({ sampleRate, channels }: AudioTrack): Buffer {
  // Nothing is left out at the start: a camera has been sending for long.
  const preSkip = 0;
  return renderBox(
    'dOps',
    Buffer.from([0, channels]),
    uint16(preSkip),
    uint32(sampleRate),
    uint16(0),
    Buffer.from([0]),
  );
}

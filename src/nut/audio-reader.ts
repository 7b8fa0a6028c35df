// NUT from ffmpeg → frames of sound as MP4 has them.

import { AAC_FRAME } from '../mp4/audio-format.ts';
import type { AudioTrack } from '../mp4/audio-format.ts';
import type { Sample } from '../mp4/sample.ts';
import { NutError } from './byte-cursor.ts';
import { NutReader } from './nut-reader.ts';
import type { NutPacket } from './nut-reader.ts';

/** Reads the first sound of the NUT. */
export class AudioReader {
  readonly #track: AudioTrack;
  readonly #onSample: (sample: Sample) => void;
  readonly #nut: NutReader;
  #streamId: number | null = null;

  /** @param onSample takes samples whose ticks are those of the track's sampling frequency */
  constructor(track: AudioTrack, onSample: (sample: Sample) => void) {
    this.#track = track;
    this.#onSample = onSample;
    this.#nut = new NutReader({
      onStream: ({ id, kind, sampleRate }) => {
        if (kind !== 'audio' || this.#streamId !== null) return;
        if (sampleRate !== track.sampleRate) {
          throw new NutError(`the sound has ${sampleRate} samples a second now`);
        }
        this.#streamId = id;
      },
      onPacket: (packet) => {
        if (packet.stream.id === this.#streamId) this.#onPacket(packet);
      },
    });
  }

  /**
   * Takes what the pipe gave, in pieces of any size.
   * @throws NutError when there is no sound to be read; the reader is of no use after that
   */
  push(chunk: Buffer): void {
    this.#nut.push(chunk);
  }

  #onPacket({ stream, pts, data }: NutPacket): void {
    const { codec, sampleRate } = this.#track;
    const frame = codec === 'aac' ? withoutAdts(data) : data;
    if (frame.length === 0) return;
    const { numerator, denominator } = stream.timeBase;
    this.#onSample({
      trackId: stream.id,
      decodeTime: Math.round(pts * ((sampleRate * numerator) / denominator)),
      duration: codec === 'aac' ? AAC_FRAME : measureOpus(frame),
      compositionOffset: 0,
      isKey: true,
      data: frame,
    });
  }
}

const ADTS_HEADER_BYTES = 7;

/** Frames out of transport streams each bring a header of their own (ISO/IEC 14496-3, 1.A.2.2). */
function withoutAdts(data: Buffer): Buffer {
  if (data.length <= ADTS_HEADER_BYTES || (data.readUInt16BE(0) & 0xfff6) !== 0xfff0) return data;
  const length = (data.readUInt32BE(3) >>> 13) & 0x1fff;
  if (length !== data.length) return data;
  const hasChecksum = (data.readUInt8(1) & 1) === 0;
  return data.subarray(hasChecksum ? ADTS_HEADER_BYTES + 2 : ADTS_HEADER_BYTES);
}

/** Samples of a frame at 48 kHz, by its configuration number (RFC 6716, section 3.1). */
const SILK_FRAMES = [480, 960, 1920, 2880];
const HYBRID_FRAMES = [480, 960];
const CELT_FRAMES = [120, 240, 480, 960];
const FIRST_HYBRID = 12;
const FIRST_CELT = 16;

function measureOpus(packet: Buffer): number {
  const toc = packet[0] ?? 0;
  const configuration = toc >> 3;
  const code = toc & 3;
  const frames = code === 3 ? (packet[1] ?? 0) & 0x3f : Math.min(code + 1, 2);
  if (configuration >= FIRST_CELT) return frames * (CELT_FRAMES[configuration & 3] ?? 0);
  if (configuration >= FIRST_HYBRID) return frames * (HYBRID_FRAMES[configuration & 1] ?? 0);
  return frames * (SILK_FRAMES[configuration & 3] ?? 0);
}

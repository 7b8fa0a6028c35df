// NUT from ffmpeg → samples as MP4 has them, each as soon as it is there.

import { AVC } from '../mp4/avc.ts';
import { HEVC } from '../mp4/hevc.ts';
import type { NalCodec } from '../mp4/nal-codec.ts';
import { joinNalUnits, splitByLengths, splitNalUnits } from '../mp4/nal-units.ts';
import { ParameterSets } from '../mp4/parameter-sets.ts';
import type { Sample } from '../mp4/sample.ts';
import type { TrackFormat } from '../mp4/track-format.ts';
import { createVisualFormat } from '../mp4/visual-format.ts';
import { NutError } from './byte-cursor.ts';
import { DecodeTimes } from './decode-times.ts';
import { FrameDuration } from './frame-duration.ts';
import { NutReader } from './nut-reader.ts';
import type { NutPacket } from './nut-reader.ts';
import type { NutStream } from './stream-header.ts';

export interface SampleReaderEvents {
  /** Before the first sample, and before each keyframe from which on another format holds. */
  onFormat(format: TrackFormat): void;
  /** Its duration is what can be expected: when the next one comes, it may turn out to be wrong. */
  onSample(sample: Sample): void;
}

export interface SampleReaderOptions {
  /** Ticks per second of the samples. */
  readonly timescale: number;
  /** Frames per second, as far as they are known beforehand. */
  readonly fps: number | null;
}

const LIKELY_FPS = 25;
/** A shorter distance is that of time stamps which had to be mended. */
const SHORTEST_FRAME_SECONDS = 1 / 480;
/** A longer distance between frames is a gap. */
const LONGEST_FRAME_SECONDS = 2;

/** Begins avcC and hvcC; a start code begins with 0. */
const RECORD_VERSION = 1;

/** By what ffmpeg calls them; whatever file they come from gives its own name. */
const CODECS: Readonly<Record<string, NalCodec>> = {
  H264: AVC,
  AVC1: AVC,
  HEVC,
  HVC1: HEVC,
  HEV1: HEVC,
  H265: HEVC,
};

/** Reads the first video of the NUT. */
export class SampleReader {
  readonly #events: SampleReaderEvents;
  readonly #options: SampleReaderOptions;
  readonly #nut: NutReader;
  #track: VideoTrack | null = null;

  constructor(events: SampleReaderEvents, options: SampleReaderOptions) {
    this.#events = events;
    this.#options = options;
    this.#nut = new NutReader({
      onStream: (stream) => {
        if (stream.kind !== 'video' || this.#track) return;
        this.#track = new VideoTrack(stream, this.#events, this.#options);
      },
      onPacket: (packet) => {
        if (packet.stream === this.#track?.stream) this.#track.onPacket(packet);
      },
    });
  }

  /**
   * Takes what the pipe gave, in pieces of any size.
   * @throws NutError, BitstreamError when there is no video to be read; the reader is of no use after that
   */
  push(chunk: Buffer): void {
    this.#nut.push(chunk);
  }
}

class VideoTrack {
  readonly stream: NutStream;
  readonly #events: SampleReaderEvents;
  readonly #timescale: number;
  readonly #codec: NalCodec;
  readonly #parameterSets: ParameterSets;
  readonly #decodeTimes: DecodeTimes;
  readonly #duration: FrameDuration;
  #previous: number | null = null;
  /** Bytes of the length before each NAL unit; null where there are start codes. */
  #lengthBytes: number | null = null;
  /** Whether the parameter sets say something that no format has said yet. */
  #isChanged = true;
  #hasFormat = false;

  constructor(stream: NutStream, events: SampleReaderEvents, options: SampleReaderOptions) {
    const codec = CODECS[stream.fourCc.toUpperCase()];
    if (!codec) throw new NutError(`ffmpeg sends video as ${JSON.stringify(stream.fourCc)}`);
    this.stream = stream;
    this.#events = events;
    this.#timescale = options.timescale;
    this.#codec = codec;
    this.#parameterSets = new ParameterSets(codec);
    this.#decodeTimes = new DecodeTimes(stream.decodeDelay);
    this.#duration = new FrameDuration(Math.round(options.timescale / (options.fps ?? LIKELY_FPS)));
    for (const nal of this.#readCodecData(stream.codecData)) {
      if (this.#isParameterSet(nal)) this.#parameterSets.add(nal);
    }
  }

  onPacket({ pts, isKey, data }: NutPacket): void {
    const all =
      this.#lengthBytes === null ? splitNalUnits(data) : splitByLengths(data, this.#lengthBytes);
    const units = this.#takeOut(all, isKey);
    // Decoding begins at a keyframe, with all it takes.
    if (units.length === 0 || !(this.#hasFormat || isKey)) return;
    if (isKey && this.#isChanged && !this.#announce()) return;
    const { numerator, denominator } = this.stream.timeBase;
    const time = Math.round(pts * ((this.#timescale * numerator) / denominator));
    const decodeTime = this.#decodeTimes.next(time, this.#duration.expected);
    const distance = decodeTime - (this.#previous ?? decodeTime);
    const seconds = distance / this.#timescale;
    if (seconds >= SHORTEST_FRAME_SECONDS && seconds <= LONGEST_FRAME_SECONDS) {
      this.#duration.observe(distance);
    }
    this.#previous = decodeTime;
    this.#events.onSample({
      trackId: this.stream.id,
      decodeTime,
      duration: this.#duration.expected,
      compositionOffset: time - decodeTime,
      isKey,
      data: joinNalUnits(units),
    });
  }

  /** What is copied out of a file has lengths where what is sent has start codes. */
  #readCodecData(data: Buffer): readonly Buffer[] {
    if (data[0] !== RECORD_VERSION) return splitNalUnits(data);
    const { lengthBytes, parameterSets } = this.#codec.parseConfiguration(data);
    this.#lengthBytes = lengthBytes;
    return parameterSets;
  }

  /** What stays in the sample: parameter sets stand in the init segment. */
  #takeOut(units: readonly Buffer[], isKey: boolean): Buffer[] {
    return units.filter((nal) => {
      if (this.#codec.delimiterTypes.includes(this.#codec.typeOf(nal))) return false;
      if (!this.#isParameterSet(nal)) return true;
      if (!this.#parameterSets.add(nal)) return false;
      this.#isChanged = true;
      // Up to the next keyframe, the decoder can learn of it here only.
      return !isKey;
    });
  }

  /** @returns whether the video can be described */
  #announce(): boolean {
    if (!this.#parameterSets.isComplete) return false;
    const { width, height } = this.stream.pixelAspect;
    const format = createVisualFormat({
      codec: this.#codec,
      parameterSets: this.#parameterSets.all,
      aspect: width > 0 && height > 0 ? { width, height } : { width: 1, height: 1 },
      timescale: this.#timescale,
    });
    this.#isChanged = false;
    this.#hasFormat = true;
    this.#events.onFormat(format);
    return true;
  }

  #isParameterSet(nal: Buffer): boolean {
    return this.#codec.parameterSetTypes.includes(this.#codec.typeOf(nal));
  }
}

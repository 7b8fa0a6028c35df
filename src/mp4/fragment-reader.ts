// Fragmented MP4 from a pipe → one init segment, then samples.

import {
  BOX_HEADER_BYTES,
  Mp4Error,
  iterateBoxes,
  parseBoxHeader,
  readUInt32,
  requireBox,
} from './box.ts';
import type { BoxHeader } from './box.ts';
import { ByteQueue } from './byte-queue.ts';
import { parseDecodeTime, parseInitSegment } from './init-segment.ts';
import type { InitSegment, SampleDefaults } from './init-segment.ts';
import type { Sample } from './sample.ts';

export interface FragmentReaderEvents {
  onInit(init: InitSegment): void;
  onSample(sample: Sample): void;
}

/** A frame of 4K intra video stays far below; a larger box means the bytes are not what they seem. */
const MAX_BOX_BYTES = 64 * 1024 * 1024;
const LONGEST_HEADER_BYTES = 16;
/** ffmpeg is asked for one. Samples may take no room at all, so that the size of a box is no bound. */
const MAX_FRAGMENT_SAMPLES = 10_000;

/** Samples a fragment announces; where they lie is known when its mdat has come. */
interface SampleEntry extends Omit<Sample, 'data'> {
  /** Bytes from the start of the moof. */
  readonly offset: number;
  readonly size: number;
}

export class FragmentReader {
  readonly #events: FragmentReaderEvents;
  readonly #queue = new ByteQueue();
  #ftyp: Buffer | null = null;
  #init: InitSegment | null = null;
  #pending: { readonly moofSize: number; readonly entries: readonly SampleEntry[] } | null = null;

  constructor(events: FragmentReaderEvents) {
    this.#events = events;
  }

  /**
   * Takes what the pipe gave, in pieces of any size.
   * @throws Mp4Error when the bytes are not fragmented MP4; the reader is of no use after that
   */
  push(chunk: Buffer): void {
    this.#queue.push(chunk);
    for (let header = this.#nextHeader(); header; header = this.#nextHeader()) {
      const box = this.#queue.take(header.size);
      if (!box) return;
      this.#onBox(header, box);
    }
  }

  #nextHeader(): BoxHeader | null {
    const peeked = this.#queue.peek(LONGEST_HEADER_BYTES) ?? this.#queue.peek(BOX_HEADER_BYTES);
    const header = peeked && parseBoxHeader(peeked);
    if (!header) return null;
    if (header.size > MAX_BOX_BYTES) {
      throw new Mp4Error(`MP4 box ${header.type} claims ${header.size} bytes`);
    }
    if (!this.#ftyp && header.type !== 'ftyp') {
      throw new Mp4Error(`the MP4 begins with ${header.type} instead of ftyp`);
    }
    return header;
  }

  #onBox(header: BoxHeader, box: Buffer): void {
    // Other boxes (prft, styp, sidx, mfra of an ffmpeg that ends) carry nothing that is needed.
    if (header.type === 'ftyp') this.#ftyp = box;
    else if (header.type === 'moov') this.#onMoov(box);
    else if (header.type === 'moof') this.#onMoof(header, box);
    else if (header.type === 'mdat') this.#onMdat(header, box);
  }

  #onMoov(box: Buffer): void {
    this.#init = parseInitSegment(Buffer.concat([this.#ftyp ?? Buffer.alloc(0), box]));
    this.#events.onInit(this.#init);
  }

  #onMoof(header: BoxHeader, box: Buffer): void {
    if (!this.#init) throw new Mp4Error('a fragment came before the init segment');
    const entries: SampleEntry[] = [];
    for (const { type, content } of iterateBoxes(box.subarray(header.headerSize))) {
      if (type === 'traf') parseTrackFragment(content, this.#init.defaults, entries);
    }
    this.#pending = { moofSize: box.length, entries };
  }

  #onMdat(header: BoxHeader, box: Buffer): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    for (const { offset, size, ...sample } of pending.entries) {
      const start = offset - pending.moofSize;
      if (start < header.headerSize || start + size > box.length) {
        throw new Mp4Error('a sample lies outside its fragment');
      }
      this.#events.onSample({ ...sample, data: box.subarray(start, start + size) });
    }
  }
}

const DEFAULT_DURATION_PRESENT = 0x8;
const DEFAULT_SIZE_PRESENT = 0x10;
const DEFAULT_FLAGS_PRESENT = 0x20;

/** Adds a track's samples to `entries` (ISO/IEC 14496-12, 8.8.6 to 8.8.8). */
function parseTrackFragment(
  traf: Buffer,
  defaultsByTrack: ReadonlyMap<number, SampleDefaults>,
  entries: SampleEntry[],
): void {
  const tfhd = requireBox(traf, 'tfhd');
  const trackId = readUInt32(tfhd, 4);
  const defaults = parseFragmentDefaults(tfhd, defaultsByTrack.get(trackId));
  const run: RunContext = {
    trackId,
    defaults,
    decodeTime: parseDecodeTime(requireBox(traf, 'tfdt')),
    offset: 0,
  };
  for (const { type, content } of iterateBoxes(traf)) {
    if (type === 'trun') parseRun(content, run, entries);
  }
}

function parseFragmentDefaults(tfhd: Buffer, track: SampleDefaults | undefined): SampleDefaults {
  const flags = readUInt32(tfhd, 0) & 0xffffff;
  let offset = 8;
  const next = (): number => {
    offset += 4;
    return readUInt32(tfhd, offset - 4);
  };
  if (flags & 0x1) offset += 8;
  if (flags & 0x2) offset += 4;
  return {
    duration: flags & DEFAULT_DURATION_PRESENT ? next() : (track?.duration ?? 0),
    size: flags & DEFAULT_SIZE_PRESENT ? next() : (track?.size ?? 0),
    flags: flags & DEFAULT_FLAGS_PRESENT ? next() : (track?.flags ?? 0),
  };
}

/** Where the next run of the same track fragment goes on. */
interface RunContext {
  readonly trackId: number;
  readonly defaults: SampleDefaults;
  decodeTime: number;
  offset: number;
}

const SAMPLE_IS_NON_SYNC = 0x10000;

function parseRun(trun: Buffer, run: RunContext, entries: SampleEntry[]): void {
  const flags = readUInt32(trun, 0) & 0xffffff;
  const count = readUInt32(trun, 4);
  if (entries.length + count > MAX_FRAGMENT_SAMPLES) {
    throw new Mp4Error(`a fragment claims ${entries.length + count} samples`);
  }
  let cursor = 8;
  const next = (): number => {
    cursor += 4;
    return readUInt32(trun, cursor - 4);
  };
  if (flags & 0x1) run.offset = next() | 0;
  const firstFlags = flags & 0x4 ? next() : null;
  for (let index = 0; index < count; index++) {
    const duration = flags & 0x100 ? next() : run.defaults.duration;
    const size = flags & 0x200 ? next() : run.defaults.size;
    const ownFlags = flags & 0x400 ? next() : run.defaults.flags;
    // Version 0 has no sign, but there are muxers that write one into it, and nothing is 6 h late.
    const compositionOffset = flags & 0x800 ? next() | 0 : 0;
    const sampleFlags = index === 0 && firstFlags !== null ? firstFlags : ownFlags;
    entries.push({
      trackId: run.trackId,
      decodeTime: run.decodeTime,
      duration,
      compositionOffset,
      isKey: (sampleFlags & SAMPLE_IS_NON_SYNC) === 0,
      offset: run.offset,
      size,
    });
    run.decodeTime += duration;
    run.offset += size;
  }
}

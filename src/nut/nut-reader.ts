// NUT, as ffmpeg writes it to a pipe → packets (NUT open container format, 2013-10).
//
// Unlike the muxer of MP4, that of NUT lets every frame go at once.

import { ByteQueue } from '../mp4/byte-queue.ts';
import { ByteCursor, NutError } from './byte-cursor.ts';
import { checksum } from './checksum.ts';
import { parseFrameHeader } from './frame-header.ts';
import type { FrameHeader, StreamState } from './frame-header.ts';
import { START_CODE_BYTE, parseMainHeader } from './main-header.ts';
import type { MainHeader, TimeBase } from './main-header.ts';
import { parseStreamHeader } from './stream-header.ts';
import type { NutStream } from './stream-header.ts';

export interface NutPacket {
  readonly stream: NutStream;
  /** Ticks of the stream's time base. */
  readonly pts: number;
  readonly isKey: boolean;
  /** May be a view into a larger buffer: copy it to keep it. */
  readonly data: Buffer;
}

export interface NutReaderEvents {
  onStream(stream: NutStream): void;
  onPacket(packet: NutPacket): void;
}

const FILE_ID = Buffer.from('nut/multimedia container\0');

const MAIN = '4e4d7a561f5f04ad';
const STREAM = '4e5311405bf2f9db';
const SYNCPOINT = '4e4be4adeeca4569';
const START_CODE_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** Headers beyond this size have a checksum of their own for their size. */
const LARGEST_PLAIN_HEADER = 4096;
/** Start code, size, checksum of these. */
const LONGEST_PACKET_HEADER_BYTES = START_CODE_BYTES + 8 + CHECKSUM_BYTES;
const LONGEST_FRAME_HEADER_BYTES = 128;
/** What encoders tell of themselves is far smaller. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** A packet that is no frame. */
interface PacketHeader {
  readonly startCode: string;
  readonly headerSize: number;
  /** Bytes of content and checksum. */
  readonly size: number;
}

export class NutReader {
  readonly #events: NutReaderEvents;
  readonly #queue = new ByteQueue();
  #hasFileId = false;
  #main: MainHeader | null = null;
  readonly #streams: (StreamState | undefined)[] = [];
  /** The header of a frame whose data have not all come yet. */
  #frame: FrameHeader | null = null;

  constructor(events: NutReaderEvents) {
    this.#events = events;
  }

  /**
   * Takes what the pipe gave, in pieces of any size.
   * @throws NutError when the bytes are not NUT; the reader is of no use after that
   */
  push(chunk: Buffer): void {
    this.#queue.push(chunk);
    if (!this.#hasFileId && !this.#takeFileId()) return;
    while (this.#step());
  }

  #takeFileId(): boolean {
    const id = this.#queue.take(FILE_ID.length);
    if (!id) return false;
    if (!id.equals(FILE_ID)) throw new NutError('the bytes are not NUT');
    this.#hasFileId = true;
    return true;
  }

  /** @returns false while too little is there */
  #step(): boolean {
    if (this.#frame) return this.#takeFrame(this.#frame);
    const first = this.#queue.peek(1)?.[0];
    if (first === undefined) return false;
    return first === START_CODE_BYTE ? this.#takePacket() : this.#takeFrameHeader();
  }

  #takePacket(): boolean {
    const header = parsePacketHeader(this.#peek(LONGEST_PACKET_HEADER_BYTES));
    const packet = header && this.#queue.take(header.headerSize + header.size);
    if (!packet) return false;
    const content = packet.subarray(header.headerSize);
    if (checksum(content) !== 0) throw new NutError('a header of the NUT is damaged');
    this.#onPacket(header.startCode, content.subarray(0, -CHECKSUM_BYTES));
    return true;
  }

  #onPacket(startCode: string, content: Buffer): void {
    // Headers are repeated now and then, for those who have missed the first ones.
    if (startCode === MAIN) this.#main ??= parseMainHeader(content);
    else if (startCode === STREAM) this.#onStreamHeader(content);
    else if (startCode === SYNCPOINT) this.#onSyncpoint(content);
  }

  #onStreamHeader(content: Buffer): void {
    if (!this.#main) throw new NutError('a stream header came before the main header');
    const stream = parseStreamHeader(content, this.#main);
    if (this.#streams[stream.id]) return;
    this.#streams[stream.id] = { stream, lastPts: 0 };
    this.#events.onStream(stream);
  }

  /** The time here, from which the frames that follow count. */
  #onSyncpoint(content: Buffer): void {
    if (!this.#main) throw new NutError('a syncpoint came before the main header');
    const { timeBases } = this.#main;
    const coded = new ByteCursor(content).readNumber();
    const timeBase = timeBases[coded % timeBases.length];
    const time = Math.floor(coded / timeBases.length);
    for (const state of this.#streams) {
      if (state && timeBase) state.lastPts = rescale(time, timeBase, state.stream.timeBase);
    }
  }

  #takeFrameHeader(): boolean {
    if (!this.#main) throw new NutError('a frame came before the headers');
    const bytes = this.#peek(LONGEST_FRAME_HEADER_BYTES);
    const frame = parseFrameHeader(bytes, { main: this.#main, streams: this.#streams });
    if (!frame) {
      if (bytes.length < LONGEST_FRAME_HEADER_BYTES) return false;
      throw new NutError('a frame header of the NUT has no end');
    }
    this.#queue.take(frame.headerSize);
    frame.state.lastPts = frame.pts;
    this.#frame = frame;
    return true;
  }

  #takeFrame({ state, pts, isKey, elided, size }: FrameHeader): boolean {
    const rest = this.#queue.take(size);
    if (!rest) return false;
    this.#frame = null;
    const data = elided.length > 0 ? Buffer.concat([elided, rest]) : rest;
    this.#events.onPacket({ stream: state.stream, pts, isKey, data });
    return true;
  }

  /** As much as there is, up to so many bytes. */
  #peek(size: number): Buffer {
    return this.#queue.peek(Math.min(size, this.#queue.length)) ?? Buffer.alloc(0);
  }
}

/** @returns null while not all of it is there */
function parsePacketHeader(bytes: Buffer): PacketHeader | null {
  const cursor = new ByteCursor(bytes, START_CODE_BYTES);
  const size = cursor.readNumber();
  const hasChecksum = size > LARGEST_PLAIN_HEADER;
  if (hasChecksum) cursor.skip(CHECKSUM_BYTES);
  if (cursor.hasOverrun) return null;
  const headerSize = cursor.offset;
  if (size < CHECKSUM_BYTES || size > MAX_HEADER_BYTES) {
    throw new NutError(`a header of the NUT claims ${size} bytes`);
  }
  if (hasChecksum && checksum(bytes.subarray(0, headerSize)) !== 0) {
    throw new NutError('a header of the NUT is damaged');
  }
  return { startCode: bytes.toString('hex', 0, START_CODE_BYTES), headerSize, size };
}

/** Rounded down: frames count from the same number as where they were written. */
function rescale(time: number, from: TimeBase, to: TimeBase): number {
  if (from === to) return time;
  const numerator = BigInt(time) * BigInt(from.numerator) * BigInt(to.denominator);
  return Number(numerator / (BigInt(from.denominator) * BigInt(to.numerator)));
}

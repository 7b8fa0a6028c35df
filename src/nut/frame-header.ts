import { ByteCursor, NutError } from './byte-cursor.ts';
import { checksum } from './checksum.ts';
import type { MainHeader } from './main-header.ts';
import type { NutStream } from './stream-header.ts';

/** A stream, and where its time stamps have come to. */
export interface StreamState {
  readonly stream: NutStream;
  lastPts: number;
}

export interface FrameContext {
  readonly main: MainHeader;
  /** By their numbers. */
  readonly streams: readonly (StreamState | undefined)[];
}

export interface FrameHeader {
  /** Bytes of the header itself. */
  readonly headerSize: number;
  readonly state: StreamState;
  /** Ticks of the stream. */
  readonly pts: number;
  readonly isKey: boolean;
  /** What the frame begins with besides the bytes that follow. */
  readonly elided: Buffer;
  /** Bytes that follow. */
  readonly size: number;
}

const FLAG_KEY = 0x1;
const FLAG_CODED_PTS = 0x8;
const FLAG_STREAM_ID = 0x10;
const FLAG_SIZE = 0x20;
const FLAG_CHECKSUM = 0x40;
const FLAG_RESERVED = 0x80;
const FLAG_ELISION_INDEX = 0x400;
const FLAG_MATCH_TIME = 0x800;
const FLAG_CODED = 0x1000;
const KNOWN_FLAGS = 0x1cff;

const CHECKSUM_BYTES = 4;
/** Frames beyond this size are sent whole. */
const LARGEST_ELIDED = 4096;
/** A frame of 4K intra video stays far below; more means that the bytes are not what they seem. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
/** ffmpeg writes none. */
const MAX_RESERVED = 4;

/**
 * @param bytes from the first one of a frame on
 * @returns null while not all of the header is there
 * @throws NutError
 */
export function parseFrameHeader(bytes: Buffer, context: FrameContext): FrameHeader | null {
  const cursor = new ByteCursor(bytes);
  const code = context.main.frameCodes[cursor.readByte()];
  if (!code) throw new NutError('a frame of the NUT begins with a code that there is not');
  const flags = code.flags & FLAG_CODED ? code.flags ^ cursor.readNumber() : code.flags;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const streamId = has(FLAG_STREAM_ID) ? cursor.readNumber() : code.streamId;
  const codedPts = has(FLAG_CODED_PTS) ? cursor.readNumber() : null;
  const size =
    code.sizeRemainder + (has(FLAG_SIZE) ? code.sizeMultiplier * cursor.readNumber() : 0);
  if (has(FLAG_MATCH_TIME)) cursor.readSigned();
  const elisionIndex = has(FLAG_ELISION_INDEX) ? cursor.readNumber() : code.elisionIndex;
  const reserved = has(FLAG_RESERVED) ? cursor.readNumber() : code.reservedCount;
  if (reserved > MAX_RESERVED) throw new NutError('a frame of the NUT has too many extra fields');
  for (let index = 0; index < reserved; index++) cursor.readNumber();
  if (has(FLAG_CHECKSUM)) cursor.skip(CHECKSUM_BYTES);
  if (cursor.hasOverrun) return null;
  if (has(FLAG_CHECKSUM) && checksum(bytes.subarray(0, cursor.offset)) !== 0) {
    throw new NutError('a frame header of the NUT is damaged');
  }
  const state = context.streams[streamId];
  const elided = context.main.elisionHeaders[size > LARGEST_ELIDED ? 0 : elisionIndex];
  if (!state || !elided || elided.length > size || (flags & ~KNOWN_FLAGS) !== 0) {
    throw new NutError('a frame header of the NUT is out of range');
  }
  if (size > MAX_FRAME_BYTES) throw new NutError(`a frame of the NUT claims ${size} bytes`);
  return {
    headerSize: cursor.offset,
    state,
    pts: codedPts === null ? state.lastPts + code.ptsDelta : expandPts(codedPts, state),
    isKey: has(FLAG_KEY),
    elided,
    size: size - elided.length,
  };
}

/** A short time stamp is the one next to the last that ends with its bits. */
function expandPts(coded: number, { stream, lastPts }: StreamState): number {
  const range = 2 ** stream.shortPtsBits;
  if (coded >= range) return coded - range;
  const least = lastPts - Math.floor((range - 1) / 2);
  return least + ((((coded - least) % range) + range) % range);
}

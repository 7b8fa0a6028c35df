import { ByteCursor, NutError } from './byte-cursor.ts';

/** Seconds of a tick. */
export interface TimeBase {
  readonly numerator: number;
  readonly denominator: number;
}

/** What the first byte of a frame stands for. */
export interface FrameCode {
  readonly flags: number;
  readonly streamId: number;
  readonly ptsDelta: number;
  readonly sizeMultiplier: number;
  readonly sizeRemainder: number;
  readonly reservedCount: number;
  readonly elisionIndex: number;
}

export interface MainHeader {
  readonly streamCount: number;
  readonly timeBases: readonly TimeBase[];
  /** By the first byte of a frame; null where no frame begins with it. */
  readonly frameCodes: readonly (FrameCode | null)[];
  /** What frames begin with that are sent without it; the first one is empty. */
  readonly elisionHeaders: readonly Buffer[];
}

/** What ffmpeg writes; version 4 is not finished. */
const VERSION = 3;
const MAX_STREAMS = 32;
const MAX_TIME_BASES = 64;
const LARGEST_TIME_BASE = 2 ** 31;
const FRAME_CODES = 256;
/** Begins the packets that are no frames. */
export const START_CODE_BYTE = 0x4e;
const MAX_ELISION_HEADERS = 128;

/** @param content of the packet, without its checksum @throws NutError */
export function parseMainHeader(content: Buffer): MainHeader {
  const cursor = new ByteCursor(content);
  const version = cursor.readNumber();
  if (version !== VERSION) throw new NutError(`NUT of version ${version} instead of ${VERSION}`);
  const streamCount = bounded(cursor.readNumber(), 1, MAX_STREAMS);
  // max_distance is for those who look for a place to begin.
  cursor.readNumber();
  const timeBases = Array.from(
    { length: bounded(cursor.readNumber(), 1, MAX_TIME_BASES) },
    (): TimeBase => ({
      numerator: bounded(cursor.readNumber(), 1, LARGEST_TIME_BASE),
      denominator: bounded(cursor.readNumber(), 1, LARGEST_TIME_BASE),
    }),
  );
  const frameCodes = parseFrameCodes(cursor);
  const elisionHeaders: Buffer[] = [Buffer.alloc(0)];
  if (!cursor.isAtEnd) {
    const count = bounded(cursor.readNumber(), 0, MAX_ELISION_HEADERS);
    for (let index = 0; index < count; index++) elisionHeaders.push(cursor.readBytes());
  }
  if (cursor.hasOverrun) throw new NutError("the NUT's main header is cut short");
  return { streamCount, timeBases, frameCodes, elisionHeaders };
}

function parseFrameCodes(cursor: ByteCursor): (FrameCode | null)[] {
  const codes: (FrameCode | null)[] = [];
  // Each entry stands for a row of codes, and repeats what it does not say.
  let last = { ptsDelta: 0, sizeMultiplier: 1, streamId: 0, elisionIndex: 0 };
  while (codes.length < FRAME_CODES) {
    const flags = cursor.readNumber();
    const fields = cursor.readNumber();
    const ptsDelta = fields > 0 ? cursor.readSigned() : last.ptsDelta;
    const sizeMultiplier = fields > 1 ? cursor.readNumber() : last.sizeMultiplier;
    const streamId = fields > 2 ? cursor.readNumber() : last.streamId;
    const firstSize = fields > 3 ? cursor.readNumber() : 0;
    const reservedCount = fields > 4 ? cursor.readNumber() : 0;
    const count = fields > 5 ? cursor.readNumber() : sizeMultiplier - firstSize;
    // match_time_delta helps to find a place to begin.
    if (fields > 6) cursor.readSigned();
    const elisionIndex = fields > 7 ? cursor.readNumber() : last.elisionIndex;
    if (fields > 8 || count < 1 || cursor.hasOverrun) {
      throw new NutError("the NUT's table of frame codes cannot be read");
    }
    last = { ptsDelta, sizeMultiplier, streamId, elisionIndex };
    for (let index = 0; index < count; index++) {
      if (codes.length === START_CODE_BYTE) codes.push(null);
      codes.push({ ...last, flags, reservedCount, sizeRemainder: firstSize + index });
      if (codes.length > FRAME_CODES) throw new NutError('the NUT has too many frame codes');
    }
  }
  return codes;
}

function bounded(value: number, least: number, most: number): number {
  if (value < least || value > most) {
    throw new NutError(`a number in the NUT's main header is out of range: ${value}`);
  }
  return value;
}

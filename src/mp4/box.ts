import { AppError } from '../errors.ts';

/** The bytes are not the MP4 they claim to be. */
export class Mp4Error extends AppError {}

export interface BoxHeader {
  readonly type: string;
  /** Bytes of the header itself: 8, or 16 with a 64-bit size. */
  readonly headerSize: number;
  /** Bytes of the whole box, header included. */
  readonly size: number;
}

/** A box inside a buffer; `content` is a view, not a copy. */
export interface Box {
  readonly type: string;
  readonly content: Buffer;
}

export const BOX_HEADER_BYTES = 8;
const LARGE_BOX_HEADER_BYTES = 16;
const FOUR_CC = /^[\w ©-]{4}$/;

/**
 * Reads the box header at `offset`, or null while not all of it is there.
 * @throws Mp4Error when what stands there cannot be a box (ISO/IEC 14496-12, 4.2).
 */
export function parseBoxHeader(bytes: Buffer, offset = 0): BoxHeader | null {
  if (bytes.length - offset < BOX_HEADER_BYTES) return null;
  const compactSize = bytes.readUInt32BE(offset);
  const type = bytes.toString('latin1', offset + 4, offset + 8);
  if (!FOUR_CC.test(type)) throw new Mp4Error(`not an MP4 box: type ${JSON.stringify(type)}`);
  if (compactSize !== 1)
    return checkedHeader({ type, headerSize: BOX_HEADER_BYTES, size: compactSize });
  if (bytes.length - offset < LARGE_BOX_HEADER_BYTES) return null;
  const size = readUInt64(bytes, offset + BOX_HEADER_BYTES);
  return checkedHeader({ type, headerSize: LARGE_BOX_HEADER_BYTES, size });
}

function checkedHeader(header: BoxHeader): BoxHeader {
  // Size 0 means "to the end of the file", and a live pipe has no end.
  if (header.size < header.headerSize) {
    throw new Mp4Error(`MP4 box ${header.type} has the impossible size ${header.size}`);
  }
  return header;
}

/** The boxes that lie one after another in `bytes`. */
export function* iterateBoxes(bytes: Buffer): Generator<Box> {
  let offset = 0;
  while (offset < bytes.length) {
    const header = parseBoxHeader(bytes, offset);
    const end = offset + (header?.size ?? Infinity);
    if (!header || end > bytes.length) throw new Mp4Error('an MP4 box is longer than its parent');
    yield { type: header.type, content: bytes.subarray(offset + header.headerSize, end) };
    offset = end;
  }
}

/** Content of the first box on `path` below `bytes`, or null: `findBox(moov, 'trak', 'mdia')`. */
export function findBox(bytes: Buffer, ...path: readonly string[]): Buffer | null {
  let content = bytes;
  for (const type of path) {
    const found = iterateBoxes(content).find((box) => box.type === type);
    if (!found) return null;
    content = found.content;
  }
  return content;
}

/** Like {@link findBox}, for a box that must be there. */
export function requireBox(bytes: Buffer, ...path: readonly string[]): Buffer {
  const content = findBox(bytes, ...path);
  if (!content) throw new Mp4Error(`MP4 box ${path.join('/')} is missing`);
  return content;
}

/** @throws Mp4Error when the box ends before it */
export function readUInt32(bytes: Buffer, offset: number): number {
  if (offset + 4 > bytes.length) throw new Mp4Error('an MP4 box is cut short');
  return bytes.readUInt32BE(offset);
}

/**
 * Exact up to 2^53, which 90 kHz ticks since 1970 reach in three thousand years.
 * @throws Mp4Error when the number is greater, or the box ends before it
 */
export function readUInt64(bytes: Buffer, offset: number): number {
  const value = readUInt32(bytes, offset) * 2 ** 32 + readUInt32(bytes, offset + 4);
  if (!Number.isSafeInteger(value)) throw new Mp4Error('a number in the MP4 is beyond 2^53');
  return value;
}

// Boxes, from the inside out (ISO/IEC 14496-12, 4.2).

import { BOX_HEADER_BYTES } from './box.ts';

export function renderBox(type: string, ...content: readonly Buffer[]): Buffer {
  const size = content.reduce((sum, { length }) => sum + length, BOX_HEADER_BYTES);
  return Buffer.concat([uint32(size), Buffer.from(type, 'latin1'), ...content], size);
}

/** A box that begins with a version and flags. */
export function renderFullBox(
  type: string,
  { version, flags }: { readonly version: number; readonly flags: number },
  ...content: readonly Buffer[]
): Buffer {
  return renderBox(type, uint32(version * 2 ** 24 + flags), ...content);
}

export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(2 * values.length);
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index));
  return bytes;
}

export function uint32(...values: readonly number[]): Buffer {
  return renderNumbers(values);
}

/** The same for as many as there are: a call takes no more than some ten thousand arguments. */
export function renderNumbers(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

/** Whole numbers up to 2^53. */
export function uint64(...values: readonly number[]): Buffer {
  return renderNumbers(values.flatMap((value) => [Math.floor(value / 2 ** 32), value % 2 ** 32]));
}

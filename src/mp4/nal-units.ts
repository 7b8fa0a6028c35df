// NAL units as encoders send them, each behind a start code (ITU-T H.264 and H.265, annex B), and as
// files keep them, each behind its length.

import { BitstreamError } from './bit-reader.ts';

const START_CODE = Buffer.from([0, 0, 1]);
const LENGTH_BYTES = 4;

/** Views into `bytes`, out of a start code each; what comes before the first start code is left out. */
export function splitNalUnits(bytes: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let start = bytes.indexOf(START_CODE);
  while (start !== -1) {
    const begin = start + START_CODE.length;
    start = bytes.indexOf(START_CODE, begin);
    let end = start === -1 ? bytes.length : start;
    // A NAL unit ends with a bit that is set: zeros belong to the start code that follows, or fill up.
    while (end > begin && bytes[end - 1] === 0) end--;
    if (end > begin) units.push(bytes.subarray(begin, end));
  }
  return units;
}

/** Views into `bytes`, out of a length of so many bytes each. @throws BitstreamError */
export function splitByLengths(bytes: Buffer, lengthBytes: number): Buffer[] {
  const units: Buffer[] = [];
  let at = 0;
  while (at + lengthBytes <= bytes.length) {
    const length = bytes.readUIntBE(at, lengthBytes);
    const end = at + lengthBytes + length;
    if (end > bytes.length) throw new BitstreamError('a NAL unit is longer than its frame');
    if (length > 0) units.push(bytes.subarray(at + lengthBytes, end));
    at = end;
  }
  return units;
}

/** ISO/IEC 14496-15, 5.3.4.2, with lengths of four bytes. */
export function joinNalUnits(units: readonly Buffer[]): Buffer {
  const size = units.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0);
  const sample = Buffer.allocUnsafe(size);
  let at = 0;
  for (const unit of units) {
    at = sample.writeUInt32BE(unit.length, at);
    at += unit.copy(sample, at);
  }
  return sample;
}

import { AppError } from '../errors.ts';

/** What should describe the video cannot be read. */
export class BitstreamError extends AppError {}

const LONGEST_GOLOMB_PREFIX = 31;

/** Bits of a parameter set, first to last (ITU-T H.264, 7.2 and 9.1). */
export class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  /** @param nal a NAL unit as it is sent @param from bytes of it that are left out */
  constructor(nal: Buffer, from: number) {
    this.#bytes = removeEmulationPrevention(nal);
    this.#at = 8 * from;
  }

  skip(count: number): void {
    this.#at += count;
  }

  readBit(): number {
    const byte = this.#bytes[this.#at >> 3];
    if (byte === undefined) throw new BitstreamError('a parameter set is cut short');
    const bit = (byte >> (7 - (this.#at & 7))) & 1;
    this.#at++;
    return bit;
  }

  /** Up to 32 of them. */
  readBits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) value = value * 2 + this.readBit();
    return value;
  }

  /** ue(v) */
  readUnsigned(): number {
    let zeros = 0;
    while (this.readBit() === 0) {
      if (++zeros > LONGEST_GOLOMB_PREFIX) {
        throw new BitstreamError('a number in a parameter set is out of range');
      }
    }
    return 2 ** zeros - 1 + this.readBits(zeros);
  }

  /** se(v) */
  readSigned(): number {
    const code = this.readUnsigned();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}

const EMULATION_PREVENTION = Buffer.from([0, 0, 3]);

/** Two zero bytes are followed by a 3 that is not part of the data (ITU-T H.264, 7.4.1). */
function removeEmulationPrevention(nal: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (;;) {
    const found = nal.indexOf(EMULATION_PREVENTION, from);
    if (found === -1) break;
    pieces.push(nal.subarray(from, found + 2));
    from = found + 3;
  }
  return pieces.length === 0 ? nal : Buffer.concat([...pieces, nal.subarray(from)]);
}

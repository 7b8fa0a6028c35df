import { AppError } from '../errors.ts';

/** The bytes are not the NUT they claim to be. */
export class NutError extends AppError {}

/** Numbers as NUT writes them, one after another. Behind the end everything is 0. */
export class ByteCursor {
  readonly #bytes: Buffer;
  #offset: number;

  constructor(bytes: Buffer, offset = 0) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  /** Bytes read so far; more than there are where some were missing. */
  get offset(): number {
    return this.#offset;
  }

  get hasOverrun(): boolean {
    return this.#offset > this.#bytes.length;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  readByte(): number {
    return this.#bytes[this.#offset++] ?? 0;
  }

  /** v: seven bits a byte. @throws NutError beyond 2^53 */
  readNumber(): number {
    let value = 0;
    for (;;) {
      const byte = this.readByte();
      value = value * 0x80 + (byte & 0x7f);
      if (!Number.isSafeInteger(value)) throw new NutError('a number in the NUT is beyond 2^53');
      if (byte < 0x80) return value;
    }
  }

  /** s: 0, 1, -1, 2, -2 and so on. */
  readSigned(): number {
    const code = this.readNumber() + 1;
    return code % 2 === 0 ? code / 2 : -(code - 1) / 2;
  }

  /** vb: a view. */
  readBytes(): Buffer {
    const size = this.readNumber();
    const start = Math.min(this.#offset, this.#bytes.length);
    this.#offset += size;
    return this.#bytes.subarray(start, start + size);
  }

  skip(count: number): void {
    this.#offset += count;
  }
}

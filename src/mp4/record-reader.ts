import { BitstreamError } from './bit-reader.ts';

/** Reads a decoder configuration record, the content of avcC or hvcC. */
export class RecordReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  /** @throws BitstreamError where the record ends before it, as the rest do */
  readByte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new BitstreamError('the decoder configuration is cut short');
    return byte;
  }

  readUint16(): number {
    return this.readByte() * 256 + this.readByte();
  }

  /** So many NAL units, each behind its length. */
  readUnits(count: number): Buffer[] {
    return Array.from({ length: count }, () => {
      const length = this.readUint16();
      const unit = this.#bytes.subarray(this.#at, this.#at + length);
      if (unit.length < length) throw new BitstreamError('the decoder configuration is cut short');
      this.#at += length;
      return unit;
    });
  }
}

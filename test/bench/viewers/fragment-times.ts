// Reads capture times out of a stream of fragments as cheaply as can be: the bytes of frames are only counted.

const HEADER_BYTES = 8;
/** moof as Oriel writes it: the 64 bits of tfdt's baseMediaDecodeTime are at 60. */
const TIME_AT = 60;
const TIMED_HEADER_BYTES = TIME_AT + 8;
const MOOF = 0x6d6f6f66;
const MDAT = 0x6d646174;

export class FragmentTimes {
  readonly #onFragment: (decodeTime: number) => void;
  readonly #header = Buffer.alloc(TIMED_HEADER_BYTES);
  #filled = 0;
  #wanted = HEADER_BYTES;
  #left = 0;
  #type = 0;
  #decodeTime = 0;

  /** @param onFragment called with ticks when the last byte of a fragment is there */
  constructor(onFragment: (decodeTime: number) => void) {
    this.#onFragment = onFragment;
  }

  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#filled < this.#wanted) {
        const taken = Math.min(this.#wanted - this.#filled, bytes.length - at);
        bytes.copy(this.#header, this.#filled, at, at + taken);
        this.#filled += taken;
        at += taken;
        if (this.#filled === this.#wanted) this.#onHeader();
      } else {
        const skipped = Math.min(this.#left, bytes.length - at);
        this.#left -= skipped;
        at += skipped;
      }
      if (this.#left === 0 && this.#filled === this.#wanted) this.#onBoxEnd();
    }
  }

  #onHeader(): void {
    const header = this.#header;
    if (this.#wanted === HEADER_BYTES) {
      this.#type = header.readUInt32BE(4);
      this.#left = header.readUInt32BE(0) - HEADER_BYTES;
      if (this.#type === MOOF) this.#wanted = TIMED_HEADER_BYTES;
    } else {
      this.#decodeTime = header.readUInt32BE(TIME_AT) * 2 ** 32 + header.readUInt32BE(TIME_AT + 4);
      this.#left -= TIMED_HEADER_BYTES - HEADER_BYTES;
    }
  }

  #onBoxEnd(): void {
    this.#filled = 0;
    this.#wanted = HEADER_BYTES;
    if (this.#type === MDAT) this.#onFragment(this.#decodeTime);
  }
}

import { BitstreamError } from './bit-reader.ts';
import type { NalCodec } from './nal-codec.ts';

/** Their length stands in 16 bits. */
const LARGEST_BYTES = 0xffff;
const LARGEST_ID = 255;

/** The parameter sets that a decoder has to know, the newest of each kind and number. */
export class ParameterSets {
  readonly #codec: NalCodec;
  readonly #sets = new Map<string, Buffer>();

  constructor(codec: NalCodec) {
    this.#codec = codec;
  }

  /**
   * @returns whether it says something new
   * @throws BitstreamError
   */
  add(nal: Buffer): boolean {
    for (const known of this.#sets.values()) {
      if (known.equals(nal)) return false;
    }
    if (nal.length > LARGEST_BYTES) throw new BitstreamError('a parameter set is too long');
    const id = this.#codec.idOf(nal);
    if (id > LARGEST_ID) throw new BitstreamError(`a parameter set has the number ${id}`);
    this.#sets.set(`${this.#codec.typeOf(nal)}/${id}`, Buffer.from(nal));
    return true;
  }

  /** Whether decoding can start with them. */
  get isComplete(): boolean {
    return this.#codec.parameterSetTypes.every((type) => this.#ofType(type).length > 0);
  }

  /** In the order of the init segment. */
  get all(): readonly Buffer[] {
    return this.#codec.parameterSetTypes.flatMap((type) => this.#ofType(type));
  }

  #ofType(type: number): Buffer[] {
    return [...this.#sets.values()].filter((nal) => this.#codec.typeOf(nal) === type);
  }
}

/** What MP4 has to know of a codec that is sent in NAL units. */
export interface NalCodec {
  /** Type of the sample entry whose parameter sets stand in the init segment only. */
  readonly sampleEntry: 'avc1' | 'hvc1';
  /** NAL unit types, in the order of the init segment; without one of each, nothing can be decoded. */
  readonly parameterSetTypes: readonly number[];
  /** NAL unit types that MP4 leaves out. */
  readonly delimiterTypes: readonly number[];
  typeOf(nal: Buffer): number;
  /**
   * Which of the parameter sets of its type this is.
   * @throws BitstreamError
   */
  idOf(nal: Buffer): number;
  /**
   * @param sets in the order of their types
   * @throws BitstreamError
   */
  describe(sets: readonly Buffer[]): NalDescription;
  /**
   * Reads what files keep beside the samples, the content of avcC or hvcC.
   * @throws BitstreamError
   */
  parseConfiguration(record: Buffer): NalConfiguration;
}

export interface NalConfiguration {
  /** Bytes of the length before each NAL unit. */
  readonly lengthBytes: number;
  readonly parameterSets: readonly Buffer[];
}

export interface NalDescription {
  /** RFC 6381. */
  readonly codec: string;
  /** Pixels to show. */
  readonly width: number;
  readonly height: number;
  /** The box avcC or hvcC. */
  readonly configuration: Buffer;
}

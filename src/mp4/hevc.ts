// HEVC: what its parameter sets say (ITU-T H.265, 7.3.2.2), and how MP4 says it (ISO/IEC 14496-15, 8).

import { BitReader, BitstreamError } from './bit-reader.ts';
import { renderBox, uint16 } from './box-writer.ts';
import { renderHevcCodecString } from './codec-string.ts';
import type { NalCodec } from './nal-codec.ts';
import { RecordReader } from './record-reader.ts';

const VPS = 32;
const SPS = 33;
const PPS = 34;
const ACCESS_UNIT_DELIMITER = 35;

const NAL_HEADER_BYTES = 2;
/** Profile, tier and level, as they stand in the parameter set and in hvcC. */
const PROFILE_BITS = 96;

interface HevcSps {
  readonly id: number;
  readonly layers: number;
  readonly isNested: boolean;
  /** 12 bytes. */
  readonly profile: Buffer;
  readonly width: number;
  readonly height: number;
  readonly chromaFormat: number;
  readonly lumaDepth: number;
  readonly chromaDepth: number;
}

export const HEVC: NalCodec = {
  sampleEntry: 'hvc1',
  parameterSetTypes: [VPS, SPS, PPS],
  delimiterTypes: [ACCESS_UNIT_DELIMITER],
  typeOf: (nal) => ((nal[0] ?? 0) >> 1) & 0x3f,
  idOf: (nal) => {
    const type = HEVC.typeOf(nal);
    if (type === SPS) return parseHevcSps(nal).id;
    const bits = new BitReader(nal, NAL_HEADER_BYTES);
    return type === VPS ? bits.readBits(4) : bits.readUnsigned();
  },
  describe: (sets) => {
    const first = sets.find((nal) => HEVC.typeOf(nal) === SPS);
    if (!first) throw new BitstreamError('the video has no sequence parameter set');
    const sps = parseHevcSps(first);
    const { profile, chromaFormat, lumaDepth, chromaDepth, layers, isNested } = sps;
    const configuration = Buffer.concat([
      Buffer.from([1]),
      profile,
      // min_spatial_segmentation_idc and parallelismType: not known.
      uint16(0xf000),
      Buffer.from([0xfc, 0xfc | chromaFormat, 0xf8 | (lumaDepth - 8), 0xf8 | (chromaDepth - 8)]),
      // avgFrameRate: not known. Lengths of four bytes.
      uint16(0),
      Buffer.from([(layers << 3) | (isNested ? 4 : 0) | 3, HEVC.parameterSetTypes.length]),
      ...HEVC.parameterSetTypes.map((type) => renderArray(type, sets)),
    ]);
    return {
      codec: renderHevcCodecString('hvc1', configuration),
      width: sps.width,
      height: sps.height,
      configuration: renderBox('hvcC', configuration),
    };
  },
  parseConfiguration: (record) => {
    const reader = new RecordReader(record, 21);
    const lengthBytes = 1 + (reader.readByte() & 3);
    const arrays = Array.from({ length: reader.readByte() }, () => {
      // array_completeness and the type, which stands in the NAL units as well
      reader.readByte();
      return reader.readUnits(reader.readUint16());
    });
    return { lengthBytes, parameterSets: arrays.flat() };
  },
};

/** All parameter sets of a type; none of them is in the samples. */
function renderArray(type: number, sets: readonly Buffer[]): Buffer {
  const ofType = sets.filter((nal) => HEVC.typeOf(nal) === type);
  return Buffer.concat([
    Buffer.from([0x80 | type]),
    uint16(ofType.length),
    ...ofType.flatMap((nal) => [uint16(nal.length), nal]),
  ]);
}

/** @throws BitstreamError */
function parseHevcSps(nal: Buffer): HevcSps {
  const bits = new BitReader(nal, NAL_HEADER_BYTES);
  bits.skip(4);
  const subLayers = bits.readBits(3);
  const isNested = bits.readBit() === 1;
  const profile = Buffer.from(Array.from({ length: PROFILE_BITS / 8 }, () => bits.readBits(8)));
  skipSubLayers(bits, subLayers);
  const id = bits.readUnsigned();
  const chromaFormat = bits.readUnsigned();
  if (chromaFormat > 3) throw new BitstreamError(`the video has chroma format ${chromaFormat}`);
  // separate_colour_plane_flag
  if (chromaFormat === 3) bits.skip(1);
  const codedWidth = bits.readUnsigned();
  const codedHeight = bits.readUnsigned();
  const [left, right, top, bottom] = parseWindow(bits);
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = chromaFormat === 1 ? 2 : 1;
  const lumaDepth = 8 + bits.readUnsigned();
  const chromaDepth = 8 + bits.readUnsigned();
  if (lumaDepth > 15 || chromaDepth > 15) throw new BitstreamError('the video has too many bits');
  return {
    id,
    layers: subLayers + 1,
    isNested,
    profile,
    width: codedWidth - unitX * (left + right),
    height: codedHeight - unitY * (top + bottom),
    chromaFormat,
    lumaDepth,
    chromaDepth,
  };
}

/** Profiles and levels of the lower layers (7.3.3). */
function skipSubLayers(bits: BitReader, count: number): void {
  if (count === 0) return;
  const present = Array.from({ length: 8 }, () => ({
    profile: bits.readBit() === 1,
    level: bits.readBit() === 1,
  }));
  for (const { profile, level } of present.slice(0, count)) {
    bits.skip((profile ? 88 : 0) + (level ? 8 : 0));
  }
}

function parseWindow(bits: BitReader): readonly [number, number, number, number] {
  if (bits.readBit() === 0) return [0, 0, 0, 0];
  return [bits.readUnsigned(), bits.readUnsigned(), bits.readUnsigned(), bits.readUnsigned()];
}

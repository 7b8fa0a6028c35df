// H.264: what its parameter sets say (ITU-T H.264, 7.3.2.1), and how MP4 says it (ISO/IEC 14496-15, 5).

import { BitReader, BitstreamError } from './bit-reader.ts';
import { renderBox, uint16 } from './box-writer.ts';
import { renderAvcCodecString } from './codec-string.ts';
import type { NalCodec } from './nal-codec.ts';
import { RecordReader } from './record-reader.ts';

const SPS = 7;
const PPS = 8;
const ACCESS_UNIT_DELIMITER = 9;

/** Profiles whose parameter sets tell the chroma format. */
const HIGH_PROFILES: readonly number[] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134];
/** Profiles whose avcC ends without the chroma format. */
const PLAIN_PROFILES: readonly number[] = [66, 77, 88];

/** Their number has 5 bits in avcC. */
const MOST_SPS = 31;
const MOST_PPS = 255;

interface AvcSps {
  readonly width: number;
  readonly height: number;
  readonly chromaFormat: number;
  readonly lumaDepth: number;
  readonly chromaDepth: number;
}

export const AVC: NalCodec = {
  sampleEntry: 'avc1',
  parameterSetTypes: [SPS, PPS],
  delimiterTypes: [ACCESS_UNIT_DELIMITER],
  typeOf: (nal) => (nal[0] ?? 0) & 0x1f,
  idOf: (nal) => new BitReader(nal, AVC.typeOf(nal) === SPS ? 4 : 1).readUnsigned(),
  describe: (sets) => {
    const allSps = sets.filter((nal) => AVC.typeOf(nal) === SPS);
    const allPps = sets.filter((nal) => AVC.typeOf(nal) === PPS);
    const [first] = allSps;
    if (allSps.length > MOST_SPS || allPps.length > MOST_PPS) {
      throw new BitstreamError('the video has too many parameter sets');
    }
    if (!first) throw new BitstreamError('the video has no sequence parameter set');
    const sps = parseAvcSps(first);
    const configuration = Buffer.concat([
      Buffer.from([1]),
      first.subarray(1, 4),
      // Lengths of four bytes.
      Buffer.from([0xff, 0xe0 | allSps.length]),
      ...allSps.flatMap((nal) => [uint16(nal.length), nal]),
      Buffer.from([allPps.length]),
      ...allPps.flatMap((nal) => [uint16(nal.length), nal]),
      renderChroma(first, sps),
    ]);
    return {
      codec: renderAvcCodecString('avc1', configuration),
      width: sps.width,
      height: sps.height,
      configuration: renderBox('avcC', configuration),
    };
  },
  parseConfiguration: (record) => {
    const reader = new RecordReader(record, 4);
    const lengthBytes = 1 + (reader.readByte() & 3);
    const allSps = reader.readUnits(reader.readByte() & 0x1f);
    return { lengthBytes, parameterSets: [...allSps, ...reader.readUnits(reader.readByte())] };
  },
};

function renderChroma(nal: Buffer, sps: AvcSps): Buffer {
  if (PLAIN_PROFILES.includes(nal[1] ?? 0)) return Buffer.alloc(0);
  const { chromaFormat, lumaDepth, chromaDepth } = sps;
  return Buffer.from([0xfc | chromaFormat, 0xf8 | (lumaDepth - 8), 0xf8 | (chromaDepth - 8), 0]);
}

/** @throws BitstreamError */
function parseAvcSps(nal: Buffer): AvcSps {
  const bits = new BitReader(nal, 4);
  bits.readUnsigned();
  const chroma = HIGH_PROFILES.includes(nal[1] ?? 0)
    ? parseChroma(bits)
    : { chromaFormat: 1, lumaDepth: 8, chromaDepth: 8, isSeparate: false };
  skipPictureOrder(bits);
  // max_num_ref_frames, gaps_in_frame_num_value_allowed_flag
  bits.readUnsigned();
  bits.skip(1);
  const columns = 16 * (bits.readUnsigned() + 1);
  const mapUnits = bits.readUnsigned() + 1;
  const fieldsPerUnit = 2 - bits.readBit();
  if (fieldsPerUnit === 2) bits.skip(1);
  bits.skip(1);
  const [left, right, top, bottom] = parseCropping(bits);
  const chromaArrayType = chroma.isSeparate ? 0 : chroma.chromaFormat;
  const unitX = chromaArrayType === 1 || chromaArrayType === 2 ? 2 : 1;
  const unitY = (chromaArrayType === 1 ? 2 : 1) * fieldsPerUnit;
  const width = columns - unitX * (left + right);
  const height = 16 * fieldsPerUnit * mapUnits - unitY * (top + bottom);
  return { ...chroma, width, height };
}

function parseChroma(bits: BitReader) {
  const chromaFormat = bits.readUnsigned();
  if (chromaFormat > 3) throw new BitstreamError(`the video has chroma format ${chromaFormat}`);
  const isSeparate = chromaFormat === 3 && bits.readBit() === 1;
  const lumaDepth = 8 + bits.readUnsigned();
  const chromaDepth = 8 + bits.readUnsigned();
  if (lumaDepth > 14 || chromaDepth > 14) throw new BitstreamError('the video has too many bits');
  bits.skip(1);
  const hasScalingLists = bits.readBit() === 1;
  const lists = hasScalingLists ? (chromaFormat === 3 ? 12 : 8) : 0;
  for (let index = 0; index < lists; index++) {
    if (bits.readBit() === 1) skipScalingList(bits, index < 6 ? 16 : 64);
  }
  return { chromaFormat, lumaDepth, chromaDepth, isSeparate };
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  for (let index = 0; index < size; index++) {
    last = (last + bits.readSigned() + 256) % 256;
    // The rest of the list repeats the last value.
    if (last === 0) return;
  }
}

function skipPictureOrder(bits: BitReader): void {
  // log2_max_frame_num_minus4
  bits.readUnsigned();
  const type = bits.readUnsigned();
  if (type === 0) bits.readUnsigned();
  if (type !== 1) return;
  bits.skip(1);
  bits.readSigned();
  bits.readSigned();
  const cycle = bits.readUnsigned();
  if (cycle > 255) throw new BitstreamError('a number in a parameter set is out of range');
  for (let index = 0; index < cycle; index++) bits.readSigned();
}

function parseCropping(bits: BitReader): readonly [number, number, number, number] {
  if (bits.readBit() === 0) return [0, 0, 0, 0];
  return [bits.readUnsigned(), bits.readUnsigned(), bits.readUnsigned(), bits.readUnsigned()];
}

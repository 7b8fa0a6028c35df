import { BOX_HEADER_BYTES } from './box.ts';

export interface FragmentHeader {
  /** mfhd sequence_number; grows with every fragment of a track. */
  readonly sequenceNumber: number;
  readonly trackId: number;
  /** Ticks. */
  readonly decodeTime: number;
  readonly duration: number;
  readonly compositionOffset: number;
  readonly isKey: boolean;
  /** Bytes of the sample. */
  readonly size: number;
}

const MFHD_BYTES = 16;
const TFHD_BYTES = 16;
const TFDT_BYTES = 20;
const TRUN_BYTES = 36;
const TRAF_BYTES = 8 + TFHD_BYTES + TFDT_BYTES + TRUN_BYTES;
const MOOF_BYTES = 8 + MFHD_BYTES + TRAF_BYTES;

/** Bytes of what {@link renderFragmentHeader} puts before the sample. */
export const FRAGMENT_HEADER_BYTES = MOOF_BYTES + BOX_HEADER_BYTES;

const DEFAULT_BASE_IS_MOOF = 0x020000;
const TRUN_FLAGS = 0x1 | 0x100 | 0x200 | 0x400 | 0x800;
// ISO/IEC 14496-12, 8.8.3.1: depends on no other sample; or on others, and no sync sample.
const KEY_SAMPLE_FLAGS = 0x02000000;
const OTHER_SAMPLE_FLAGS = 0x01010000;

/**
 * moof and the header of the mdat for a fragment of one sample; the sample's bytes follow it.
 * CMAF (ISO/IEC 23000-19, 7.5.14 to 7.5.17): one track, tfdt, default-base-is-moof.
 */
export function renderFragmentHeader(header: FragmentHeader): Buffer {
  const bytes = Buffer.allocUnsafe(FRAGMENT_HEADER_BYTES);
  let at = 0;
  const put = (value: number): void => {
    at = bytes.writeUInt32BE(value, at);
  };
  const open = (size: number, type: string): void => {
    put(size);
    at += bytes.write(type, at, 'latin1');
  };
  open(MOOF_BYTES, 'moof');
  open(MFHD_BYTES, 'mfhd');
  put(0);
  put(header.sequenceNumber >>> 0);
  open(TRAF_BYTES, 'traf');
  open(TFHD_BYTES, 'tfhd');
  put(DEFAULT_BASE_IS_MOOF);
  put(header.trackId);
  open(TFDT_BYTES, 'tfdt');
  put(0x01000000);
  put(Math.floor(header.decodeTime / 2 ** 32));
  put(header.decodeTime >>> 0);
  open(TRUN_BYTES, 'trun');
  put(0x01000000 | TRUN_FLAGS);
  put(1);
  put(FRAGMENT_HEADER_BYTES);
  put(header.duration);
  put(header.size);
  put(header.isKey ? KEY_SAMPLE_FLAGS : OTHER_SAMPLE_FLAGS);
  at = bytes.writeInt32BE(header.compositionOffset, at);
  open(BOX_HEADER_BYTES + header.size, 'mdat');
  return bytes;
}

const DECODE_TIME_OFFSET = 8 + MFHD_BYTES + 8 + TFHD_BYTES + 12;

/**
 * The same fragment at another time, in two pieces: the header anew, the sample as it is.
 * @param decodeTime ticks
 */
export function moveFragment(fragment: Buffer, decodeTime: number): [Buffer, Buffer] {
  const header = Buffer.from(fragment.subarray(0, FRAGMENT_HEADER_BYTES));
  header.writeUInt32BE(Math.floor(decodeTime / 2 ** 32), DECODE_TIME_OFFSET);
  header.writeUInt32BE(decodeTime >>> 0, DECODE_TIME_OFFSET + 4);
  return [header, fragment.subarray(FRAGMENT_HEADER_BYTES)];
}

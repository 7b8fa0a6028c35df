// RFC 6381 codec strings, which players hand to `MediaSource.isTypeSupported`.

import { Mp4Error } from './box.ts';

/** `avc1.PPCCLL` from an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
export function renderAvcCodecString(sampleEntry: string, configuration: Buffer): string {
  if (configuration.length < 4) throw new Mp4Error('the avcC box is cut short');
  return `${sampleEntry}.${configuration.toString('hex', 1, 4)}`;
}

/** `hvc1.P.C.TL.B` from an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, annex E.3). */
export function renderHevcCodecString(sampleEntry: string, configuration: Buffer): string {
  if (configuration.length < 13) throw new Mp4Error('the hvcC box is cut short');
  const general = configuration.readUInt8(1);
  const profileSpace = ['', 'A', 'B', 'C'][general >> 6] ?? '';
  const profile = general & 0x1f;
  const tier = general & 0x20 ? 'H' : 'L';
  const compatibility = reverseBits(configuration.readUInt32BE(2)).toString(16);
  const level = configuration.readUInt8(12);
  return [
    sampleEntry,
    `${profileSpace}${profile}`,
    compatibility,
    `${tier}${level}`,
    ...renderConstraints(configuration.subarray(6, 12)),
  ].join('.');
}

/** Trailing zero bytes are left out, as annex E.3 asks. */
function renderConstraints(constraints: Buffer): string[] {
  const used = constraints.findLastIndex((byte) => byte !== 0) + 1;
  return [...constraints.subarray(0, used)].map((byte) => byte.toString(16));
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) {
    reversed = (reversed << 1) | ((value >>> bit) & 1);
  }
  return reversed >>> 0;
}

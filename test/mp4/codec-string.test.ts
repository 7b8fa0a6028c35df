import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mp4Error } from '../../src/mp4/box.ts';
import { renderAvcCodecString, renderHevcCodecString } from '../../src/mp4/codec-string.ts';

// RFC 6381, 3.3: "the hexadecimal representation of the following three bytes": profile_idc,
// the constraint_set flags, level_idc.
test('AVC is written as profile, constraints and level in hexadecimal', () => {
  const high31 = Buffer.from('0164001fffe1', 'hex');
  const constrainedBaseline30 = Buffer.from('0142c01effe1', 'hex');
  assert.equal(renderAvcCodecString('avc1', high31), 'avc1.64001f');
  assert.equal(renderAvcCodecString('avc3', constrainedBaseline30), 'avc3.42c01e');
});

/** An HEVCDecoderConfigurationRecord: profile, compatibility and constraints in hexadecimal, level. */
function hevc(general: string, level: number): Buffer {
  return Buffer.concat([
    Buffer.from(`01${general.replaceAll(' ', '')}`, 'hex'),
    Buffer.from([level, 0xf0]),
  ]);
}

// ISO/IEC 14496-15, annex E.3, whose examples these are.
test('HEVC is written as profile, reversed compatibility, tier and level, constraints', () => {
  const main = hevc('01 60000000 b00000000000', 93);
  const main10 = hevc('22 20000000 b02300000000', 120);
  assert.equal(renderHevcCodecString('hev1', main), 'hev1.1.6.L93.b0');
  assert.equal(renderHevcCodecString('hvc1', main10), 'hvc1.2.4.H120.b0.23');
});

test('HEVC names its profile space, and drops zero bytes behind the last constraint only', () => {
  const odd = hevc('81 60000000 000000000001', 30);
  assert.equal(renderHevcCodecString('hvc1', odd), 'hvc1.B1.6.L30.0.0.0.0.0.1');
  const bare = hevc('01 80000000 000000000000', 30);
  assert.equal(renderHevcCodecString('hvc1', bare), 'hvc1.1.1.L30');
});

test('a configuration that is cut short is refused', () => {
  assert.throws(() => renderAvcCodecString('avc1', Buffer.alloc(3)), Mp4Error);
  assert.throws(() => renderHevcCodecString('hvc1', Buffer.alloc(12)), Mp4Error);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AVC } from '../../src/mp4/avc.ts';
import { BitReader, BitstreamError } from '../../src/mp4/bit-reader.ts';
import { HEVC } from '../../src/mp4/hevc.ts';
import { joinNalUnits, splitByLengths, splitNalUnits } from '../../src/mp4/nal-units.ts';
import { ParameterSets } from '../../src/mp4/parameter-sets.ts';
import { createVisualFormat } from '../../src/mp4/visual-format.ts';
import { createRandom } from '../random.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const hexOf = (units: readonly Buffer[]): string[] => units.map((unit) => unit.toString('hex'));

test('start codes of three and four bytes, and zeros that fill up, stand between NAL units', () => {
  const units = splitNalUnits(bytes('000001 6742 00000001 68ce 000001 6588 0000 000001 09f0 00'));
  assert.deepEqual(hexOf(units), ['6742', '68ce', '6588', '09f0']);
});

test('bytes without a start code hold nothing', () => {
  assert.deepEqual(splitNalUnits(bytes('6742 0000')), []);
  assert.deepEqual(splitNalUnits(bytes('000001')), []);
});

test('what is joined is split again, by lengths of any size', () => {
  const units = [bytes('6742'), bytes('68'), bytes('650102')];
  assert.deepEqual(splitByLengths(joinNalUnits(units), 4), units);
  assert.deepEqual(hexOf(splitByLengths(bytes('0002 6742 0000 0001 68'), 2)), ['6742', '68']);
  assert.throws(() => splitByLengths(bytes('00000003 6742'), 4), BitstreamError);
});

test('numbers of parameter sets are read as the standard writes them', () => {
  // 1 010 011 00100 00101: ue 0 1 2 3, se -2
  const bits = new BitReader(bytes('a642 80'), 0);
  const read = [bits.readUnsigned(), bits.readUnsigned(), bits.readUnsigned()];
  assert.deepEqual([...read, bits.readUnsigned(), bits.readSigned()], [0, 1, 2, 3, -2]);
  assert.throws(() => new BitReader(bytes('00'), 0).readUnsigned(), BitstreamError);
  assert.throws(() => new BitReader(Buffer.alloc(20), 0).readUnsigned(), BitstreamError);
});

test('bytes that only keep start codes from arising are no data', () => {
  const bits = new BitReader(bytes('00 00 03 01 00 00 03 00'), 0);
  assert.deepEqual([bits.readBits(24), bits.readBits(24)], [1, 0]);
});

const SPS = bytes('6742c00cda05067e7c044000000300400000 0ca3c50aa8');
const PPS = bytes('68ce0fc8');

test('a parameter set is new once, and replaces the one of its kind and number', () => {
  const sets = new ParameterSets(AVC);
  assert.equal(sets.add(PPS), true);
  assert.equal(sets.isComplete, false);
  assert.equal(sets.add(SPS), true);
  assert.equal(sets.add(Buffer.from(SPS)), false);
  assert.deepEqual(sets.all, [SPS, PPS]);
  const changed = bytes('68ce0fc9');
  assert.equal(sets.add(changed), true);
  assert.deepEqual(sets.all, [SPS, changed]);
});

test('parameter sets of any bytes are read or refused', () => {
  const random = createRandom(3);
  for (const codec of [AVC, HEVC]) {
    const type = codec === AVC ? bytes('67') : bytes('4201');
    for (let round = 0; round < 3_000; round++) {
      const noise = Buffer.from(Array.from({ length: random(80) }, () => random(256)));
      const nal = Buffer.concat([type, noise]);
      try {
        codec.idOf(nal);
        const aspect = { width: random(9), height: 1 + random(9) };
        createVisualFormat({ codec, parameterSets: [nal], aspect, timescale: 90_000 });
      } catch (error) {
        assert.ok(error instanceof BitstreamError, String(error));
      }
    }
  }
});

test('decoder configurations that are cut short are refused', () => {
  const avcC = bytes('01 42c00c ff e1 0004 6742c00c 01 0002 68ce');
  const { lengthBytes, parameterSets } = AVC.parseConfiguration(avcC);
  assert.equal(lengthBytes, 4);
  assert.deepEqual(hexOf(parameterSets), ['6742c00c', '68ce']);
  for (let length = 0; length < avcC.length; length++) {
    assert.throws(() => AVC.parseConfiguration(avcC.subarray(0, length)), BitstreamError);
    assert.throws(() => HEVC.parseConfiguration(avcC.subarray(0, length)), BitstreamError);
  }
});

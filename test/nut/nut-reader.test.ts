import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { BitstreamError } from '../../src/mp4/bit-reader.ts';
import { NutError } from '../../src/nut/byte-cursor.ts';
import { checksum } from '../../src/nut/checksum.ts';
import { encode, runFfmpeg } from '../mp4/ffmpeg.ts';
import { createRandom } from '../random.ts';
import { NUT, cut, readNut, readPackets } from './read-nut.ts';

const ENCODER = '-c:v libx264 -preset ultrafast -bf 2 -g 25'.split(' ');
const FILE_ID = Buffer.from('nut/multimedia container\0');
const SYNCPOINT = Buffer.from('4e4be4adeeca4569', 'hex');

let nut: Buffer;

before(async () => {
  nut = await encode(ENCODER, NUT);
});

test('packets are what ffprobe sees', async () => {
  const { packets } = readPackets(nut);
  const report = await runFfmpeg(
    ['-copyts', '-f', 'nut', '-i', 'pipe:0', '-c', 'copy', '-f', 'framecrc', 'pipe:1'],
    nut,
  );
  const lines = report
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('0,'));
  const theirs = lines.map((line) => line.split(',').map((field) => field.trim()));
  assert.equal(packets.length, 50);
  assert.deepEqual(
    packets.map(({ pts, data }) => [pts, data.length]),
    theirs.map(([, , pts, , size]) => [Number(pts), Number(size)]),
  );
});

test('a stream longer than the distance between repeated headers is read through', async () => {
  const size = ['-vf', 'scale=1280:720,noise=alls=60:allf=t', '-qp', '10'];
  const large = await encode(['-c:v', 'libx264', '-preset', 'ultrafast', ...size], NUT);
  assert.ok(large.length > 2 ** 23, `${large.length} bytes`);
  assert.ok(large.lastIndexOf('NM') > 2 ** 20, 'headers are repeated');
  const { streams, packets } = readPackets(large, 65_536);
  assert.equal(streams.length, 1);
  assert.equal(packets.length, 50);
});

test('time stamps that leap keep their value', async () => {
  const source = '-f lavfi -i testsrc2=size=192x108:rate=25 -frames:v 40';
  const leap = '-vf setpts=PTS+if(gte(N\\,20)\\,100000/TB\\,0) -fps_mode passthrough';
  const args = [source, leap, '-c:v libx264 -bf 0 -g 100'].flatMap((text) => text.split(' '));
  const { packets } = readPackets(await runFfmpeg([...args, ...NUT]));
  const { numerator = NaN, denominator = NaN } = packets[0]?.stream.timeBase ?? {};
  const seconds = packets.map(({ pts }) => (pts * numerator) / denominator);
  assert.equal(seconds[19], 19 / 25);
  assert.equal(seconds[20], 100_000 + 20 / 25);
});

test('sound and pictures in one file are told apart', async () => {
  const both = await runFfmpeg([
    ...'-f lavfi -i testsrc2=size=192x108:rate=25 -f lavfi -i sine -t 1'.split(' '),
    ...'-c:v libx264 -bf 0 -c:a aac'.split(' '),
    ...NUT,
  ]);
  const { streams, packets } = readPackets(both);
  assert.deepEqual(
    streams.map(({ kind }) => kind),
    ['video', 'audio'],
  );
  assert.equal(streams[1]?.sampleRate, 44_100);
  assert.equal(streams[1]?.channels, 1);
  assert.equal(packets.filter(({ stream }) => stream.kind === 'video').length, 25);
  assert.equal(readNut(both).samples.length, 25);
});

test('the checksum of bytes with their own checksum is 0', () => {
  const bytes = Buffer.from('123456789');
  // CRC-32 of this polynomial from 0, not reflected, not inverted.
  assert.equal(checksum(bytes), 0x89a1897f);
  assert.equal(checksum(Buffer.concat([bytes, Buffer.from('89a1897f', 'hex')])), 0);
});

describe('what is no NUT', () => {
  test('is an error', () => {
    assert.throws(() => readPackets(Buffer.alloc(1_000)), NutError);
    assert.throws(() => readPackets(Buffer.from('<html>'.repeat(10))), NutError);
  });

  test('a damaged header is an error', () => {
    for (const at of [FILE_ID.length + 20, 140]) {
      const damaged = Buffer.from(nut);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      assert.throws(() => readPackets(damaged), NutError, `byte ${at}`);
    }
  });

  test('a frame before the headers is an error', () => {
    assert.throws(() => readPackets(Buffer.concat([FILE_ID, Buffer.from([1, 2, 3])])), NutError);
    const syncpoint = nut.indexOf(SYNCPOINT);
    const headless = Buffer.concat([FILE_ID, nut.subarray(syncpoint)]);
    assert.throws(() => readPackets(headless), NutError);
  });

  test('what claims to be huge is an error before it is waited for', () => {
    const huge = Buffer.from('ffffffff7f00000000', 'hex');
    assert.throws(() => readPackets(Buffer.concat([FILE_ID, SYNCPOINT, huge])), NutError);
    const headers = nut.subarray(0, nut.indexOf(SYNCPOINT));
    // Code 1 of ffmpeg's table: coded flags, here with a size.
    const frame = Buffer.concat([Buffer.from([1, 0x28, 0]), huge, Buffer.alloc(200)]);
    assert.throws(() => readPackets(Buffer.concat([headers, frame])), NutError);
    const endless = Buffer.alloc(300, 0xff);
    assert.throws(() => readPackets(Buffer.concat([headers, endless])), NutError);
  });

  test('what is cut off gives the frames before it', () => {
    const { packets } = readPackets(nut);
    for (const share of [0.2, 0.5, 0.99]) {
      const part = readPackets(nut.subarray(0, Math.floor(nut.length * share)));
      assert.ok(part.packets.length < packets.length);
      assert.deepEqual(part.packets, packets.slice(0, part.packets.length));
    }
  });

  test('damage anywhere is borne or named, and takes no time', () => {
    const random = createRandom(11);
    const start = process.cpuUsage();
    for (let round = 0; round < 300; round++) {
      const damaged = Buffer.from(nut);
      for (let hit = 0; hit < 5; hit++) damaged[random(nut.length)] = random(256);
      try {
        readNut(damaged);
      } catch (error) {
        const isNamed = error instanceof NutError || error instanceof BitstreamError;
        assert.ok(isNamed || /no video/.test(String(error)), String(error));
      }
    }
    assert.ok(process.cpuUsage(start).user < 10_000_000);
  });
});

test('a frame in tiny pieces takes no longer than it must', async () => {
  const intra = '-vf scale=1280:720,noise=alls=60:allf=t -c:v libx264 -qp 5 -preset ultrafast';
  const large = await encode([...intra.split(' '), '-frames:v', '2'], NUT);
  let bytes = 0;
  for (const piece of cut(large, 1)) bytes += piece.length;
  assert.equal(bytes, large.length);
  // Of the processor's time: what others take of it is no work of the reader.
  const start = process.cpuUsage();
  readPackets(large, 1);
  const readingMs = process.cpuUsage(start).user / 1000;
  assert.ok(readingMs < 5_000, `${readingMs} ms for ${large.length} pieces`);
});

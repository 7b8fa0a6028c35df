// Real ffmpeg as maker and as judge.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderInitSegment } from '../../src/mp4/init-segment-writer.ts';
import { findBox, requireBox } from '../../src/mp4/box.ts';
import type { Sample } from '../../src/mp4/sample.ts';
import { NutError } from '../../src/nut/byte-cursor.ts';
import { showTime } from '../../src/packager/excerpt.ts';
import { renderFragment } from '../ffmpeg/recording.ts';
import { CMAF, encode, probePackets, probeStream, runFfmpeg } from '../mp4/ffmpeg.ts';
import { readMp4 } from '../mp4/read-samples.ts';
import { NUT, readNut } from './read-nut.ts';
import { isDeepStrictEqual } from 'node:util';

const X264 = '-c:v libx264 -preset ultrafast -g 25';
const X265 = '-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25';

const VIDEOS: Readonly<Record<string, string>> = {
  'H.264 without B-frames': `${X264} -tune zerolatency`,
  'H.264 with B-frames': `${X264} -bf 2`,
  'H.264 with a pyramid of B-frames': '-c:v libx264 -preset medium -bf 4 -g 25',
  'H.264 in slices': `${X264} -tune zerolatency -x264-params slices=4`,
  'H.264 of a baseline camera': `${X264} -profile:v baseline -bf 0`,
  'H.264 with 4:4:4 colours': `${X264} -pix_fmt yuv444p -bf 0`,
  'H.264 interlaced': '-c:v libx264 -preset ultrafast -flags +ilme+ildct -x264-params interlaced=1',
  'H.264 of an odd size, with pixels that are not square': `${X264} -vf scale=190:106,setsar=4/3 -bf 0`,
  'H.264 with keyframes only': `${X264} -g 1`,
  HEVC: `${X265} -tune zerolatency`,
  'HEVC with B-frames': X265,
  'HEVC of 10 bits': `${X265} -pix_fmt yuv420p10le`,
  'HEVC of an odd size': `${X265} -vf scale=190:106`,
};

/** What the frames hold besides parameter sets, delimiters and the encoder's own advertisement. */
function render(film: ReturnType<typeof readNut>): Buffer {
  const init = renderInitSegment([{ id: 1, format: film.format }]);
  return Buffer.concat([
    init,
    ...film.samples.map((each, index) => renderFragment(each, index + 1)),
  ]);
}

function timesOf(samples: readonly Sample[]): number[][] {
  const first = samples[0] ?? assert.fail();
  return samples.map((sample) => [showTime(sample) - showTime(first), sample.isKey ? 1 : 0]);
}

for (const [what, encoder] of Object.entries(VIDEOS)) {
  test(`${what} is read as ffmpeg's own MP4 has it`, async () => {
    const mkv = await encode(encoder.split(' '), ['-f', 'matroska', 'pipe:1']);
    const copy = (output: readonly string[]) =>
      runFfmpeg(['-f', 'matroska', '-i', 'pipe:0', '-c', 'copy', ...output], mkv);
    const film = readNut(await copy(NUT), { fps: 25 });
    const tag = encoder.includes('265') ? ['-tag:v', 'hvc1'] : [];
    const theirs = readMp4(await copy([...tag, ...CMAF]));
    const [track] = theirs.init.tracks;
    const { codec, width, height } = film.format;
    assert.deepEqual([codec, width, height], [track?.codec, track?.width, track?.height]);
    assert.deepEqual(timesOf(film.samples), timesOf(theirs.samples));
    const sizes = film.samples.map(({ data }) => data.length);
    assert.deepEqual(
      sizes,
      theirs.samples.map(({ data }) => data.length),
    );
    for (const [index, { data }] of film.samples.entries()) {
      assert.ok(data.equals(theirs.samples[index]?.data ?? Buffer.alloc(0)), `frame ${index}`);
    }
    const mp4 = render(film);
    const stream = await probeStream(mp4);
    assert.equal(stream.nb_read_frames, String(theirs.samples.length));
    assert.deepEqual([stream.width, stream.height], [width, height]);
    const packets = await probePackets(mp4);
    assert.ok(packets.every(({ pts, dts }) => pts >= dts));
  });
}

/** As the packets come from cameras, where parameter sets stand before each keyframe. */
const IN_BAND = '-bsf:v h264_mp4toannexb,dump_extra';

test('what a camera repeats with each keyframe is taken out of the frames', async () => {
  const plain = await encode(`${X264} -bf 0`.split(' '), NUT);
  const repeated = await encode(`${X264} -bf 0 ${IN_BAND}`.split(' '), NUT);
  const [one, other] = [readNut(plain), readNut(repeated)];
  assert.ok(repeated.length > plain.length);
  assert.equal(other.formats.length, 1);
  assert.ok(isDeepStrictEqual(other.samples, one.samples), 'other samples');
});

test('pieces of any size give the same', async () => {
  const nut = await encode(`${X264} -bf 2`.split(' '), NUT);
  const whole = readNut(nut, { pieceBytes: Infinity });
  for (const pieceBytes of [1, 2, 7, 127, 65_536]) {
    const inPieces = readNut(nut, { pieceBytes });
    assert.ok(isDeepStrictEqual(inPieces, whole), `${pieceBytes} bytes at a time`);
  }
});

test('another picture size in the middle is another format, from its keyframe on', async () => {
  const streams = await Promise.all(
    ['192x108', '320x180'].map((size) =>
      runFfmpeg(
        `-f lavfi -i testsrc2=size=${size}:rate=25 -t 1 -pix_fmt yuv420p ${X264} -bf 0 -f h264 pipe:1`.split(
          ' ',
        ),
      ),
    ),
  );
  const raw = Buffer.concat(streams);
  const nut = await runFfmpeg(
    ['-r', '25', '-f', 'h264', '-i', 'pipe:0', '-c', 'copy', ...NUT],
    raw,
  );
  const { formats, samples } = readNut(nut);
  assert.deepEqual(
    formats.map(({ width, height }) => [width, height]),
    [
      [192, 108],
      [320, 180],
    ],
  );
  assert.equal(samples.length, 50);
});

describe('the init segment', () => {
  test('tells no duration, so that Chromium plays with the least delay', async () => {
    const { format } = readNut(await encode(X264.split(' '), NUT));
    const moov = requireBox(renderInitSegment([{ id: 7, format }]), 'moov');
    assert.equal(findBox(moov, 'mvex', 'mehd'), null);
    assert.equal(requireBox(moov, 'mvhd').readUInt32BE(16), 0);
    assert.equal(requireBox(moov, 'trak', 'tkhd').readUInt32BE(20), 0);
    assert.equal(requireBox(moov, 'trak', 'mdia', 'mdhd').readUInt32BE(16), 0);
    assert.equal(requireBox(moov, 'trak', 'tkhd').readUInt32BE(12), 7);
    assert.equal(requireBox(moov, 'mvex', 'trex').readUInt32BE(4), 7);
  });

  test('says how wide pixels are that are not square', async () => {
    const { format } = readNut(await encode(`${X264} -vf setsar=4/3`.split(' '), NUT));
    assert.deepEqual([format.width, format.displayWidth], [192, 256]);
    assert.ok(format.sampleEntry.includes('pasp'));
  });
});

test('video that browsers do not know is refused', async () => {
  const nut = await encode(['-c:v', 'mpeg4'], NUT);
  assert.throws(() => readNut(nut), NutError);
});

// Real video through the packager, decoded again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showTime } from '../../src/packager/excerpt.ts';
import { encode, probePackets, probeStream } from '../mp4/ffmpeg.ts';
import { NUT, readNut } from '../nut/read-nut.ts';
import { assertContinuous } from './invariants.ts';
import { START_MS, createPresentation, startAttempt } from './samples.ts';

const ENCODERS: Readonly<Record<string, string>> = {
  'without B-frames': '-c:v libx264 -preset ultrafast -tune zerolatency -g 25',
  'with B-frames': '-c:v libx264 -preset veryfast -bf 2 -g 25',
  'with an open GOP': '-c:v libx264 -preset veryfast -bf 2 -g 25 -x264-params open-gop=1',
};

for (const [what, encoder] of Object.entries(ENCODERS)) {
  test(`every frame of a video ${what} comes out as it went in, on the wall clock`, async () => {
    const { format, samples } = readNut(await encode(encoder.split(' '), NUT), { fps: 25 });
    const { presentation, rendition } = createPresentation();
    const track = startAttempt(presentation, { format });
    const zero = showTime(samples[0] ?? assert.fail());
    let captured = zero;
    for (const sample of samples) {
      captured = Math.max(captured, showTime(sample));
      track.onSample(sample, START_MS + (captured - zero) / 90);
    }
    presentation.startSequence({ gopSeconds: null });
    const { segments } = rendition.window;
    assertContinuous(segments);
    const parts = segments.flatMap((segment) => segment.parts.flatMap(({ pieces }) => pieces));
    const [first] = segments;
    assert.ok(first);
    const mp4 = Buffer.concat([first.sequence.init, ...parts]);
    assert.equal((await probeStream(mp4)).nb_read_frames, '50');
    const packets = await probePackets(mp4);
    assert.deepEqual(
      packets.map(({ pts, dts, isKey }) => [pts - START_MS * 90, pts - dts, isKey]),
      samples.map((sample) => [showTime(sample) - zero, sample.compositionOffset, sample.isKey]),
    );
    assert.equal(first.start, START_MS * 90);
    assert.equal(first.sequence.codec, format.codec);
  });
}

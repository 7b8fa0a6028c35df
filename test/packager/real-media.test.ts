// Real video through the packager, decoded again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, probePackets, probeStream } from '../mp4/ffmpeg.ts';
import { readMp4 } from '../mp4/read-samples.ts';
import { assertContinuous } from './invariants.ts';
import { START_MS, createPresentation, startAttempt } from './samples.ts';

const ENCODERS: Readonly<Record<string, string>> = {
  'without B-frames': '-c:v libx264 -preset ultrafast -tune zerolatency -g 25',
  'with B-frames': '-c:v libx264 -preset veryfast -bf 2 -g 25',
  'with an open GOP': '-c:v libx264 -preset veryfast -bf 2 -g 25 -x264-params open-gop=1',
};

for (const [what, encoder] of Object.entries(ENCODERS)) {
  test(`every frame of a video ${what} comes out as it went in, on the wall clock`, async () => {
    const { init, samples } = readMp4(await encode(encoder.split(' ')));
    const { presentation, rendition } = createPresentation();
    const track = startAttempt(presentation, { init });
    for (const sample of samples) {
      const endMs = (sample.decodeTime + sample.duration) / 90;
      track.onSample(sample, START_MS + endMs);
    }
    presentation.startSequence({ gopSeconds: null });
    const { segments } = rendition.window;
    assertContinuous(segments);
    const parts = segments.flatMap((segment) => segment.parts.map(({ data }) => data));
    const [first] = segments;
    assert.ok(first);
    const mp4 = Buffer.concat([first.sequence.init, ...parts]);
    assert.equal((await probeStream(mp4)).nb_read_frames, '50');
    const packets = await probePackets(mp4);
    assert.deepEqual(
      packets.map(({ dts, isKey }) => [dts - START_MS * 90, isKey]),
      samples.map(({ decodeTime, isKey }) => [decodeTime, isKey]),
    );
    const shown = packets.find(({ isKey }) => isKey);
    assert.equal(first.start, shown?.pts);
    assert.equal(first.sequence.codec, init.tracks[0]?.codec);
  });
}

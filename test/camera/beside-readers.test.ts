import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBesides } from '../../src/camera/beside-readers.ts';
import { createLog } from '../../src/log.ts';
import { runFfmpeg } from '../mp4/ffmpeg.ts';
import { NUT } from '../nut/read-nut.ts';
import type { SequenceWriter } from '../../src/packager/sequence-writer.ts';
import { createFormat } from '../packager/samples.ts';
import { camera, createPictures, feedPictures, startPictures } from '../packager/two-pictures.ts';

const SECONDS = 30;

/** A picture of 25 frames a second. */
async function makeNut(): Promise<Buffer> {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=64x36:rate=25', '-t', String(SECONDS)];
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '25'];
  return runFfmpeg([...picture, '-pix_fmt', 'yuv420p', ...x264, ...NUT]);
}

function listen(): { readonly log: ReturnType<typeof createLog>; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { log: createLog({ level: 'warn', format: 'json', destination: { write } }), lines };
}

interface Heard {
  readonly frames: number;
  readonly lines: readonly string[];
}

/** @param factor frames of the main picture for each of the other */
async function read(nut: Buffer, factor: number): Promise<Heard> {
  const { log, lines } = listen();
  const pictures = createPictures();
  const writer = startPictures(pictures);
  let frames = 0;
  const readers = readBesides({
    audio: null,
    renditions: [{ id: '360p' }],
    fps: 25,
    countFrames: () => factor * frames,
    trackOf: (id) => {
      frames++;
      return writer.track(id);
    },
    log,
  });
  for (let start = 0; start < nut.length; start += 5_000) {
    readers.get('360p')?.(nut.subarray(start, start + 5_000));
  }
  feedPictures(writer, camera({ seconds: 1 }), []);
  return { frames, lines };
}

test('a picture that keeps up is not worth a word', async () => {
  const { frames, lines } = await read(await makeNut(), 1);
  assert.equal(frames, SECONDS * 25);
  assert.deepEqual(lines, []);
});

test('one that has far fewer frames than the main one is told once', async () => {
  const { lines } = await read(await makeNut(), 2);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /"rendition":"360p".*cannot keep up/);
});

// A program that stood still finds many frames of it in the pipe, and may read them before the main picture.
test('a picture that is read long before the main one keeps its keyframe', async () => {
  const nut = await makeNut();
  const pictures = createPictures();
  const main = camera({ seconds: SECONDS, gop: 25 });
  let writer: SequenceWriter | null = null;
  const readers = readBesides({
    audio: null,
    renditions: [{ id: '360p' }],
    fps: 25,
    countFrames: () => 0,
    trackOf: (id) => writer?.track(id) ?? null,
    log: listen().log,
  });
  // About four seconds.
  const early = Math.floor((nut.length * 4) / SECONDS);
  readers.get('360p')?.(nut.subarray(0, early));
  writer = pictures.presentation.startSequence({ gopSeconds: null });
  writer.track('video').onFormat(createFormat());
  feedPictures(writer, main.slice(0, 100), []);
  readers.get('360p')?.(nut.subarray(early));
  const [first] = pictures.main.window.segments;
  assert.equal(pictures.smaller.window.segments[0]?.number, first?.number);
});

test('one that cannot be read is told once, and missing from then on', async () => {
  const nut = await makeNut();
  const nonsense = Buffer.alloc(nut.length, 'nonsense');
  const { frames, lines } = await read(Buffer.concat([nonsense, nut]), 1);
  assert.equal(frames, 0);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /360p cannot be read; the picture goes on without it/);
});

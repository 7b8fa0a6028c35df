import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import type { CameraOptions } from '../../src/config/schema.ts';
import type { Probe } from '../../src/ffmpeg/probe.ts';
import { renderGraph } from '../../src/ffmpeg/rendition-arguments.ts';
import { chooseRenditions } from '../../src/ffmpeg/renditions.ts';
import { parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';

const HD = { width: 1920, height: 1080 };
const ASKED = ['360p@600', '1440p@6000', '1080p@4000', '720p@2000'];

function choose(source: string, options: Partial<CameraOptions>, size: Partial<Probe> | null) {
  // Nothing else of it is looked at.
  const probe = size as Probe | null;
  const all = { ...CAMERA_OPTIONS, renditions: ASKED, ...options };
  const { made, tooHigh } = chooseRenditions(all, parseSource(source), probe);
  return { made: made.map(({ id }) => id), tooHigh };
}

test('only what is smaller than the camera’s picture is made, the largest first', () => {
  assert.deepEqual(choose('rtsp://10.0.0.5/a', {}, HD), {
    made: ['720p', '360p'],
    tooHigh: ['1440p', '1080p'],
  });
});

test('what counts is the size of the main picture, not that of the camera', () => {
  const { made } = choose('rtsp://10.0.0.5/a', { resolution: '1280x720' }, HD);
  assert.deepEqual(made, ['360p']);
  assert.deepEqual(choose('test:', {}, null).made, []);
  assert.deepEqual(choose('test:', { resolution: '720p' }, null).made, ['360p']);
});

test('of a device that chooses its size nothing is left out, and nothing made larger', () => {
  const options = { ...CAMERA_OPTIONS, renditions: ASKED };
  const { made, tooHigh } = chooseRenditions(options, parseSource('v4l2:/dev/video0'), null);
  assert.equal(made.length, 4);
  assert.ok(made.every(({ mayBeTooHigh }) => mayBeTooHigh));
  assert.deepEqual(tooHigh, []);
});

test('height and bit rate are read as they are written', () => {
  const options = { ...CAMERA_OPTIONS, renditions: ['360p@600'] };
  assert.deepEqual(chooseRenditions(options, parseSource('v4l2:/dev/video0'), null).made, [
    { id: '360p', height: 360, bitrateKbps: 600, mayBeTooHigh: true },
  ]);
});

/**
 * Times of the frames that leave as a smaller version, where ffmpeg runs at this part of real time. The
 * clock that its graph reads is made to say so: how busy this machine is makes no difference.
 */
async function scaleAtSpeed(speed: number, seconds: number): Promise<number[]> {
  const options = { ...CAMERA_OPTIONS, renditions: ['120p@100'] };
  const source = parseSource('v4l2:/dev/video0');
  const renditions = chooseRenditions(options, source, null).made;
  const graph = renderGraph({ source, options, probe: null, encoder: 'libx264', renditions });
  assert.ok(graph.includes('time(0)'));
  const picture = `testsrc2=size=320x180:rate=25:duration=${seconds},`;
  const slow = graph.replace('[0:v:0]', picture).replaceAll('time(0)', `(t/${speed})`);
  const filters = ['-filter_complex', slow];
  const outputs = ['-map', '[main]', '-f', 'null', '-', '-map', '[120p]', '-f', 'framecrc', '-'];
  const args = ['-v', 'error', ...filters, '-fps_mode', 'passthrough', ...outputs];
  const { stdout } = await execa('ffmpeg', args);
  const lines = stdout.split('\n').filter((line) => line.startsWith('0,'));
  return lines.map((line) => Number(line.split(',')[1]) / 25);
}

test('a machine that keeps up leaves nothing out', async () => {
  assert.equal((await scaleAtSpeed(1, 3)).length, 75);
});

test('on one that does not, frames are left out, but no keyframe, and not for ever', async () => {
  const times = await scaleAtSpeed(0.4, 4);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.ok(times.length < 90, `${times.length} of 100 frames`);
  for (const second of [0, 1, 2, 3]) assert.ok(times.includes(second), `at ${second} s`);
  const pause = steps.findIndex((step) => step > 0.3);
  assert.ok(pause > 0, steps.join(' '));
  // Four seconds later it has not helped, so that it is given up for a while.
  assert.ok(
    steps.slice(pause).some((step) => step < 0.05),
    steps.join(' '),
  );
});

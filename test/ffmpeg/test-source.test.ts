import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { execa } from 'execa';
import { renderCommand } from '../../src/ffmpeg/arguments.ts';
import { renderTestPicture } from '../../src/ffmpeg/test-source.ts';
import { readTimeCode, timeCodeToUnixMs } from '../../src/ffmpeg/time-code.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';
import { decodeFrames } from './frames.ts';
import type { Frame } from './frames.ts';

const SIZE = { width: 640, height: 360 };

function lumaAt({ luma, width }: Frame): (x: number, y: number) => number {
  return (x, y) => luma[y * width + x] ?? Number.NaN;
}

function drawnAtMs(frame: Frame, { width, height } = frame): number {
  const code = readTimeCode(lumaAt(frame), width, height);
  assert.ok(code !== null, 'the frame has a time code');
  return timeCodeToUnixMs(code, frame.arrivedAtMs);
}

async function draw(
  frames: number,
  { width, height, fps = 30, utcOffsetMinutes = 0 } = { ...SIZE },
) {
  const graph = renderTestPicture({ width, height, fps, utcOffsetMinutes });
  const args = ['-filter_complex', graph, '-map', '[picture]', '-frames:v', String(frames)];
  return decodeFrames({ args: [...args, '-flush_packets', '1'], width, height });
}

test('each frame tells when it was drawn, and leaves at once', async () => {
  const startMs = Date.now();
  const frames = await draw(45);
  assert.equal(frames.length, 45);
  const times = frames.map((frame) => drawnAtMs(frame));
  const ages = frames.map((frame, index) => frame.arrivedAtMs - (times[index] ?? 0));
  assert.ok((times[0] ?? 0) >= startMs - 1);
  // Raw video leaves the pipe a frame late: its last bytes wait in ffmpeg's buffer for the next.
  // What holds up this machine makes most of them older at worst.
  const quartile = ages.toSorted((a, b) => a - b)[11] ?? 0;
  assert.ok(quartile >= 0 && quartile < 250, `ages: ${ages.join(' ')}`);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const step = steps.toSorted((a, b) => a - b)[22] ?? 0;
  assert.ok(Math.abs(step - 1000 / 30) < 5, `each ${step} ms: ${steps.join(' ')}`);
});

test('times of frames only rise', async () => {
  const times = (await draw(20, { ...SIZE, fps: 60 })).map((frame) => drawnAtMs(frame));
  for (const [index, time] of times.entries()) {
    if (index > 0) assert.ok(time > (times[index - 1] ?? 0), times.join(' '));
  }
});

test('the time code outlives encoding and a change of size', async () => {
  const { args } = renderCommand({
    source: { kind: 'test' },
    options: CAMERA_OPTIONS,
    encoder: 'libx264',
    probe: null,
  });
  const beforeMs = Date.now();
  const { stdout } = await execa('ffmpeg', [...args.slice(0, -1), '-t', '1', 'pipe:1'], {
    encoding: 'buffer',
    stdin: 'ignore',
  });
  const size = { width: 400, height: 225 };
  const frames = await decodeFrames({
    args: ['-i', 'pipe:0', '-vf', 'scale=400:225'],
    input: Buffer.from(stdout),
    ...size,
  });
  assert.equal(frames.length, 30);
  for (const frame of frames) {
    const ageMs = drawnAtMs(frame) - beforeMs;
    assert.ok(ageMs >= -1 && ageMs < 10_000, `${ageMs} ms after the start`);
  }
});

test('sizes that are no multiple of the cells have a time code too', async () => {
  for (const size of [
    { width: 320, height: 240 },
    { width: 854, height: 480 },
    { width: 270, height: 480 },
  ]) {
    const [frame] = await draw(1, { ...size, fps: 5 });
    assert.ok(frame);
    assert.ok(Math.abs(frame.arrivedAtMs - drawnAtMs(frame)) < 2000);
  }
});

/** Segments of a digit, from the top clockwise and the middle last, as bits. */
const DIGITS_BY_SEGMENTS: ReadonlyMap<string, number> = new Map(
  [
    '1111110',
    '0110000',
    '1101101',
    '1111001',
    '0110011',
    '1011011',
    '1011111',
    '1110000',
    '1111111',
    '1111011',
  ].map((segments, digit) => [segments, digit]),
);

/** Reads the clock of a 640x360 picture, whose digits are 27 wide, 9 apart and 5 thick. */
function readClock(frame: Frame): string {
  const at = lumaAt(frame);
  const digit = (x: number): string => {
    const points = [
      [x + 13, 20],
      [x + 24, 31],
      [x + 24, 58],
      [x + 13, 69],
      [x + 2, 58],
      [x + 2, 31],
      [x + 13, 45],
    ] as const;
    const segments = points.map(([px, py]) => (at(px, py) > 180 ? '1' : '0')).join('');
    return String(DIGITS_BY_SEGMENTS.get(segments) ?? `?${segments}`);
  };
  const lefts = [0, 36, 86, 122, 172, 208, 258, 294, 330].map((left) => 18 + left);
  return lefts.map((left) => digit(left)).join('');
}

test('the clock shows the time of its zone to the millisecond', async () => {
  for (const utcOffsetMinutes of [0, 345, -600]) {
    const frames = await draw(6, { ...SIZE, fps: 30, utcOffsetMinutes });
    for (const frame of frames) {
      const local = new Date(drawnAtMs(frame) + utcOffsetMinutes * 60_000).toISOString();
      assert.equal(readClock(frame), local.slice(11, 23).replaceAll(/\D/g, ''));
    }
  }
});

test('the time code is the same function of the time in every period of 4.6 hours', () => {
  const graph = renderTestPicture({ ...SIZE, fps: 30, utcOffsetMinutes: 0 });
  const bits = [...graph.matchAll(/enable='([^']*)'/g)].map(([, bit]) => bit ?? '').slice(-24);
  const isLit = (bit: string, unixMs: number): boolean =>
    runInNewContext(bit, {
      t: unixMs / 1000,
      floor: Math.floor,
      mod: (a: number, b: number) => a % b,
    }) !== 0;
  for (const period of [107_014, 107_015, 107_016, 107_017]) {
    for (const ms of [0, 1, 1000, 0x7fffff, 0x800000, 0xabcdef, 0xffffff]) {
      const unixMs = period * 2 ** 24 + ms;
      const cells = [true, false, ...bits.map((bit) => isLit(bit, unixMs + 0.5))];
      const lumaAt = (x: number): number => (cells[Math.floor((x * 32) / SIZE.width)] ? 255 : 0);
      assert.equal(readTimeCode(lumaAt, SIZE.width, SIZE.height), ms, `${period} ${ms}`);
    }
  }
});

// The test picture, drawn by ffmpeg's filters: something moves, a clock runs, and a strip along the
// bottom tells a program when the frame was drawn (time-code.ts).
//
// The clock is drawn as boxes, not as text, since text needs fonts, which small images do not have.

import type { CameraOptions } from '../config/schema.ts';
import { parseResolution } from './resolution.ts';
import { CELLS_PER_WIDTH, FIRST_BIT_CELL, TIME_CODE_BITS } from './time-code.ts';

export interface TestPicture {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Minutes east of UTC of the clock's time zone. */
  readonly utcOffsetMinutes: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
  /** An ffmpeg expression; the box is there while it is not 0. */
  readonly when?: string;
}

interface Digit {
  /** Milliseconds one step of the digit takes. */
  readonly stepMs: number;
  readonly values: 6 | 10;
  /** What stands after it. */
  readonly mark?: 'colon' | 'point';
}

const HOUR_MS = 3_600_000;

/** While boxes are drawn, the time of the frame is Unix time: so all boxes of a frame agree. */
const UNIX_MS = 'floor(t*1000)';

/** HH:MM:SS.mmm */
const DIGITS: readonly Digit[] = [
  { stepMs: 10 * HOUR_MS, values: 10 },
  { stepMs: HOUR_MS, values: 10, mark: 'colon' },
  { stepMs: 600_000, values: 6 },
  { stepMs: 60_000, values: 10, mark: 'colon' },
  { stepMs: 10_000, values: 6 },
  { stepMs: 1000, values: 10, mark: 'point' },
  { stepMs: 100, values: 10 },
  { stepMs: 10, values: 10 },
  { stepMs: 1, values: 10 },
];

/** A segment of a digit of seven; places in widths of a digit, which is twice as high as wide. */
interface Segment {
  readonly isUpright: boolean;
  readonly x: 0 | 1;
  readonly y: 0 | 1 | 2;
  /** The digits that light it. */
  readonly lit: readonly number[];
}

const SEGMENTS: readonly Segment[] = [
  { isUpright: false, x: 0, y: 0, lit: [0, 2, 3, 5, 6, 7, 8, 9] },
  { isUpright: false, x: 0, y: 1, lit: [2, 3, 4, 5, 6, 8, 9] },
  { isUpright: false, x: 0, y: 2, lit: [0, 2, 3, 5, 6, 8, 9] },
  { isUpright: true, x: 0, y: 0, lit: [0, 4, 5, 6, 8, 9] },
  { isUpright: true, x: 1, y: 0, lit: [0, 1, 2, 3, 4, 7, 8, 9] },
  { isUpright: true, x: 0, y: 1, lit: [0, 2, 6, 8] },
  { isUpright: true, x: 1, y: 1, lit: [0, 1, 3, 4, 5, 6, 7, 8, 9] },
];

/** How large it is asked to be. */
export function testSize(options: CameraOptions): { width: number; height: number } {
  if (options.resolution === undefined) return { width: 640, height: 360 };
  const { width, height } = parseResolution(options.resolution);
  return { width: width ?? 2 * Math.round((height * 16) / 9 / 2), height };
}

/** A filter graph without inputs whose only output, `[picture]`, runs in real time. */
export function renderTestPicture(picture: TestPicture): string {
  const { width, height, fps } = picture;
  const filters = [
    `testsrc2=size=${width}x${height}:rate=${fps}`,
    // Waits until the frame is due, so that it is drawn when it leaves. An input's -re would not:
    // since ffmpeg 6 the frame is drawn first and waits then.
    'realtime',
    'settb=1/1000000',
    'setpts=RTCTIME',
    ...[...clockBoxes(picture), ...timeCodeBoxes(picture)].map(renderBox),
    'settb=1/90000',
    `setpts=N*90000/${fps}`,
    'format=yuv420p',
  ];
  return `${filters.join(',')}[picture]`;
}

function renderBox({ x, y, width, height, color, when }: Box): string {
  const box = `drawbox=${x}:${y}:${width}:${height}:${color}:fill`;
  return when === undefined ? box : `${box}:enable='${when}'`;
}

function timeCodeBoxes({ width, height }: TestPicture): Box[] {
  const cell = (index: number): number => Math.round((index * width) / CELLS_PER_WIDTH);
  const size = cell(1);
  const y = height - size;
  const bits = Array.from({ length: TIME_CODE_BITS }, (_, index): Box => {
    const x = cell(FIRST_BIT_CELL + index);
    const step = 2 ** (TIME_CODE_BITS - 1 - index);
    return {
      x,
      y,
      width: cell(FIRST_BIT_CELL + index + 1) - x,
      height: size,
      color: 'white',
      when: renderGrayBit(index, step),
    };
  });
  const strip = cell(FIRST_BIT_CELL + TIME_CODE_BITS);
  return [
    { x: 0, y, width: strip, height: size, color: 'black' },
    { x: 0, y, width: size, height: size, color: 'white' },
    ...bits,
  ];
}

function renderGrayBit(index: number, step: number): string {
  // The first bit is its own Gray code: the bit before it is no part of the time modulo 2^24.
  if (index === 0) return `mod(floor(${UNIX_MS}/${step}),2)`;
  // Bit n of the Gray code of m is bit n + 1 of m + 2^n.
  return `mod(floor((${UNIX_MS}+${step})/${2 * step}),2)`;
}

function clockBoxes({ width, height, utcOffsetMinutes }: TestPicture): Box[] {
  const size = Math.max(4, Math.round(Math.min(width / 24, height / 8)));
  const gap = Math.max(2, Math.round(size / 3));
  const dayMs = `mod(${UNIX_MS}+${utcOffsetMinutes * 60_000},${24 * HOUR_MS})`;
  const boxes: Box[] = [];
  let x = 2 * gap;
  for (const { stepMs, values, mark } of DIGITS) {
    const value = `mod(floor(${dayMs}/${stepMs}),${values})`;
    boxes.push(...digitBoxes({ x, y: 2 * gap, size }, value));
    x += size + gap;
    if (mark === undefined) continue;
    boxes.push(...markBoxes({ x, y: 2 * gap, size }, mark));
    x += stroke(size) + gap;
  }
  const ground = { x: gap, y: gap, width: x - gap, height: 2 * size + 2 * gap };
  return [{ ...ground, color: 'black@0.7' }, ...boxes];
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Width of a digit; it is twice as high. */
  readonly size: number;
}

function digitBoxes({ x, y, size }: Place, value: string): Box[] {
  const thick = stroke(size);
  return SEGMENTS.map((segment) => {
    const bits = segment.lit.reduce((sum, digit) => sum + 2 ** digit, 0);
    return {
      x: x + segment.x * (size - thick),
      y: y + segment.y * size - (segment.isUpright ? 0 : Math.floor((segment.y * thick) / 2)),
      width: segment.isUpright ? thick : size,
      height: segment.isUpright ? size : thick,
      color: 'white',
      when: `mod(floor(${bits}/pow(2,${value})),2)`,
    };
  });
}

function markBoxes({ x, y, size }: Place, mark: 'colon' | 'point'): Box[] {
  const thick = stroke(size);
  const dot = { x, width: thick, height: thick, color: 'white' };
  if (mark === 'point') return [{ ...dot, y: y + 2 * size - thick }];
  return [
    { ...dot, y: y + Math.round(size / 2) },
    { ...dot, y: y + Math.round((3 * size) / 2) },
  ];
}

function stroke(size: number): number {
  return Math.max(2, Math.round(size / 6));
}

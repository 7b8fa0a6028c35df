// The plots of docs/benchmarks.md.

import { DELAY_WAYS, isOwnWay } from './delay-ways.ts';
import type { DelayRow } from './delay.ts';
import type { LoadRow } from './load.ts';
import type { NetworkRow } from './network.ts';

import { dot, line, linearScale, logScale, path, picture, rectangle, text } from './svg.ts';
import type { Scale, Span, Tone } from './svg.ts';
import { LOAD_WAY_LABELS } from './tables.ts';

const WIDTH = 760;
const TOP = 44;
const LABELS = 270;
const NUMBERS = 190;
const ROW = 30;
const LEFT = 64;
const RIGHT = 130;
const HEIGHT = 340;
const BOTTOM = 52;

/** A line for each way, from p50 to p95; those of Oriel's player in colour. */
export function plotDelays(rows: readonly DelayRow[]): string {
  const shown = rows.filter(({ p50, p95 }) => Number.isFinite(p50) && Number.isFinite(p95));
  const most = Math.max(1000, ...shown.map(({ p95 }) => p95));
  const x = logScale([50, most * 1.1], [LABELS, WIDTH - NUMBERS]);
  const bottom = TOP + shown.length * ROW;
  const parts = shown.flatMap((row, index) => {
    const y = TOP + (index + 0.5) * ROW;
    const tone = toneOf(row.way);
    const stalls = row.stalls === 1 ? '1 stall' : `${row.stalls} stalls`;
    const words = `${row.p50} / ${row.p95} ms, ${stalls}`;
    return [
      text([LABELS - 14, y + 4], row.label, { className: 'name', anchor: 'end' }),
      line([x.at(row.p50), y], [x.at(row.p95), y], `line ${tone}`),
      dot([x.at(row.p50), y], `dot ${tone}`),
      text([WIDTH - NUMBERS + 14, y + 4], words),
    ];
  });
  return picture([WIDTH, bottom + BOTTOM], 'Delay by way of delivery', [
    text([16, 24], 'From the drawing of a frame to its presentation', { className: 'title' }),
    ...x.ticks.flatMap((tick) => [
      line([x.at(tick), TOP], [x.at(tick), bottom], 'grid'),
      text([x.at(tick), bottom + 18], String(tick), { anchor: 'middle' }),
    ]),
    text([(LABELS + WIDTH - NUMBERS) / 2, bottom + 40], 'delay in ms (p50 • to p95, logarithmic)', {
      anchor: 'middle',
    }),
    ...parts,
  ]);
}

/** The delay over time of each way, for one network. */
export function plotNetwork(rows: readonly NetworkRow[]): string {
  const [first] = rows;
  if (!first) throw new Error('no network was measured');
  const points = rows.flatMap(({ overTime }) => overTime);
  const seconds = Math.max(...points.map(([at]) => at));
  const most = Math.max(200, ...points.map(([, ms]) => ms));
  const x = linearScale([0, seconds], [LEFT, WIDTH - RIGHT], niceStep(seconds));
  const y = linearScale([0, most * 1.05], [HEIGHT - BOTTOM, TOP], niceStep(most));
  const shade = first.cut
    ? [
        rectangle(
          [x.at(first.cut[0]), TOP],
          [x.at(first.cut[1]) - x.at(first.cut[0]), HEIGHT - BOTTOM - TOP],
          'shade',
        ),
      ]
    : [];
  const lines = rows.flatMap((row) => {
    const className = `line ${toneOf(row.way)}`;
    return splitAtGaps(row.overTime).map((piece) =>
      path(
        piece.map(([at, ms]) => [x.at(at), y.at(ms)] as const),
        className,
      ),
    );
  });
  return picture([WIDTH, HEIGHT], `Delay over time: ${first.networkLabel}`, [
    text([16, 24], `Delay over time: ${first.networkLabel}`, { className: 'title' }),
    ...axes({ x, y, xName: 'seconds since the first frame', yName: 'delay in ms' }),
    ...shade,
    ...lines,
    ...legend(rows.map(({ label, way }) => ({ label, tone: toneOf(way) }))),
  ]);
}

/** What is less is not worth telling apart. */
const LEAST_LAG_MS = 1;

/** Lag against viewers: p99 drawn through, p50 dotted. */
export function plotLoad(rows: readonly LoadRow[]): string {
  const viewers = rows.map((row) => row.viewers);
  const lags = rows.flatMap(({ p50, p99 }) => [p50, p99]);
  const x = logScale([1, Math.max(10, ...viewers)], [LEFT, WIDTH - RIGHT]);
  const y = logScale([LEAST_LAG_MS, Math.max(100, ...lags) * 1.1], [HEIGHT - BOTTOM, TOP]);
  const ways = [...new Set(rows.map(({ way }) => way))];
  const lines = ways.flatMap((way) => {
    const own = rows.filter((row) => row.way === way).toSorted((a, b) => a.viewers - b.viewers);
    const trace = (key: 'p50' | 'p99'): Span[] =>
      own.map((row) => [x.at(row.viewers), y.at(row[key])] as const);
    return [
      path(trace('p50'), `line dashed ${way}`),
      path(trace('p99'), `line ${way}`),
      ...trace('p99').map((point) => dot(point, `dot ${way}`)),
    ];
  });
  return picture([WIDTH, HEIGHT], 'Delivery lag against viewers', [
    text([16, 24], 'Delivery lag, one camera of 2 Mbit/s', { className: 'title' }),
    ...axes({ x, y, xName: 'viewers (logarithmic)', yName: 'lag in ms: p99 —, p50 ···' }),
    ...lines,
    ...legend(ways.map((way) => ({ label: LOAD_WAY_LABELS[way], tone: way }))),
  ]);
}

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly xName: string;
  readonly yName: string;
}

function axes({ x, y, xName, yName }: Axes): string[] {
  return [
    ...y.ticks.flatMap((tick) => [
      line([LEFT, y.at(tick)], [WIDTH - RIGHT, y.at(tick)], 'grid'),
      text([LEFT - 8, y.at(tick) + 4], String(tick), { anchor: 'end' }),
    ]),
    ...x.ticks.map((tick) =>
      text([x.at(tick), HEIGHT - BOTTOM + 18], String(tick), { anchor: 'middle' }),
    ),
    text([(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12], xName, { anchor: 'middle' }),
    text([WIDTH - RIGHT, 24], yName, { anchor: 'end' }),
  ];
}

function legend(names: readonly { label: string; tone: Tone }[]): string[] {
  return names.flatMap(({ label, tone }, index) => {
    const y = TOP + 12 + index * 24;
    const x = WIDTH - RIGHT + 16;
    return [
      line([x, y - 4], [x + 18, y - 4], `line ${tone}`),
      text([x + 26, y], label, { className: 'name' }),
    ];
  });
}

function toneOf(id: string): Tone {
  const way = DELAY_WAYS.find((each) => each.id === id);
  return way && isOwnWay(way) && way.by.kind === 'oriel' ? way.by.protocol : 'other';
}

const LONGEST_STEP_SECONDS = 2.5;

/** While no frame came there was no delay. */
function splitAtGaps(points: NetworkRow['overTime']): (readonly Span[])[] {
  const pieces: Span[][] = [];
  let before = -Infinity;
  for (const point of points) {
    if (point[0] - before > LONGEST_STEP_SECONDS) pieces.push([]);
    pieces.at(-1)?.push(point);
    [before] = point;
  }
  return pieces;
}

/** Gives five to ten ticks. */
function niceStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const share = most / power;
  return share < 2 ? power / 5 : share < 5 ? power / 2 : power;
}

// What a run has found, and where it is kept.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CostRow } from './cost.ts';
import { DELAY_WAYS } from './delay-ways.ts';
import type { DelayRow } from './delay.ts';
import type { FirstFrameRow } from './first-frame.ts';
import { LOAD_WAYS } from './load-ways.ts';
import type { LoadReport } from './load-report.ts';
import type { MuxerRow } from './muxer.ts';
import { NETWORK_CASES } from './network-cases.ts';
import type { NetworkRow } from './network.ts';

export interface Findings {
  delay: readonly DelayRow[];
  'first-frame': readonly FirstFrameRow[];
  network: readonly NetworkRow[];
  load: LoadReport;
  cost: readonly CostRow[];
  muxer: readonly MuxerRow[];
}

export type Concern = keyof Findings;

export const CONCERNS: readonly Concern[] = [
  'delay',
  'first-frame',
  'network',
  'load',
  'cost',
  'muxer',
];

export interface Circumstances {
  /** ISO 8601. */
  readonly at: string;
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly seconds: number;
}

export interface BenchResult extends Circumstances {
  /** Says how the numbers are to be read; older files had others. */
  readonly version: number;
  readonly findings: Partial<Findings>;
}

/** The newest of each row, in the order of the tables. */
export interface NewestFindings {
  readonly found: Findings;
  /** Of the newest run that had something to do with it. */
  readonly at: Partial<Record<Concern, Circumstances>>;
}

const VERSION = 3;

/** Not in the repository: numbers of one machine on one day. */
export const RESULTS = fileURLToPath(new URL('results', import.meta.url));

/** @returns the path of its file */
export async function writeResult(
  circumstances: Circumstances,
  findings: Partial<Findings>,
): Promise<string> {
  await mkdir(RESULTS, { recursive: true });
  const file = join(RESULTS, `${circumstances.at.replaceAll(':', '-')}.json`);
  const result: BenchResult = { version: VERSION, ...circumstances, findings };
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

export async function loadNewestFindings(): Promise<NewestFindings> {
  const results = await loadResults();
  const at: Partial<Record<Concern, Circumstances>> = {};
  for (const result of results) {
    for (const concern of CONCERNS) if (result.findings[concern]) at[concern] = result;
  }
  const all = results.map(({ findings }) => findings);
  const loads = all.flatMap(({ load }) => load ?? []);
  return {
    at,
    found: {
      delay: newest(
        all.flatMap(({ delay = [] }) => delay),
        (row) => [wayRank(row.way)],
      ),
      'first-frame': newest(
        all.flatMap((findings) => findings['first-frame'] ?? []),
        ({ start, way }) => [start === 'warm' ? 0 : 1, wayRank(way)],
      ),
      network: newest(
        all.flatMap(({ network = [] }) => network),
        ({ network, way }) => [NETWORK_CASES.findIndex(({ id }) => id === network), wayRank(way)],
      ),
      load: {
        load: newest(
          loads.flatMap(({ load }) => load),
          ({ way, viewers }) => [LOAD_WAYS.indexOf(way), viewers],
        ),
        throughput: loads.findLast(({ throughput }) => throughput !== null)?.throughput ?? null,
      },
      cost: newest(
        all.flatMap(({ cost = [] }) => cost),
        ({ cameras }) => [cameras],
      ),
      muxer: newest(
        all.flatMap(({ muxer = [] }) => muxer),
        ({ fps, muxer }) => [-fps, muxer === 'nut' ? 0 : 1],
      ),
    },
  };
}

/** From the oldest to the newest. */
async function loadResults(): Promise<BenchResult[]> {
  const names = (await readdir(RESULTS)).filter((name) => name.endsWith('.json')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(RESULTS, name), 'utf8')));
  return texts
    .map((text) => JSON.parse(text) as BenchResult)
    .filter(({ version }) => version === VERSION);
}

/** @param rankOf its place in the table; of rows with the same place, the last is the newest */
function newest<T>(rows: readonly T[], rankOf: (row: T) => readonly number[]): T[] {
  const byRank = new Map(rows.map((row) => [rankOf(row).join(), row]));
  return [...byRank.values()].toSorted((a, b) => {
    const others = rankOf(b);
    const difference = rankOf(a).map((rank, index) => rank - (others[index] ?? 0));
    return difference.find((each) => each !== 0) ?? 0;
  });
}

function wayRank(way: string): number {
  return DELAY_WAYS.findIndex(({ id }) => id === way);
}

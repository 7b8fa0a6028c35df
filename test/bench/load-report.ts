// The load benchmark: its rows as they come, where the server's time goes, and the yardstick.

import { join } from 'node:path';
import { measureLoad } from './load.ts';
import type { LoadOptions, LoadRow } from './load.ts';
import { readProfile } from './profile.ts';
import { loadTable, throughputTable } from './tables.ts';
import { measureThroughput, missingYardsticks } from './throughput.ts';
import type { ThroughputRow } from './throughput.ts';

const PROFILE_ROWS = 25;

export interface LoadReport {
  readonly load: readonly LoadRow[];
  /** Null where the yardstick is not there. */
  readonly throughput: readonly ThroughputRow[] | null;
}

export async function reportLoad(options: LoadOptions): Promise<LoadReport> {
  console.log(
    `\nViewers of one camera: 2 Mbit/s, 30 fps, ${options.seconds} s a row, viewers in a second process on the same cores`,
  );
  const load = await measureLoad(options, (row) => console.table(loadTable([row])));
  console.log('\nAll rows; lag in ms from media time; CPU in per cent of a core');
  console.table(loadTable(load));
  if (options.profileTo !== null) await reportProfiles(load, options.profileTo);
  return { load, throughput: await reportThroughput(options.seconds) };
}

async function reportProfiles(rows: readonly LoadRow[], profiles: string): Promise<void> {
  for (const { way, viewers } of rows) {
    console.log(
      `\nWhere the server's time goes: ${way}, ${viewers} viewers (per cent of busy time)`,
    );
    console.table(await readProfile(join(profiles, `${way}-${viewers}`), PROFILE_ROWS));
  }
}

async function reportThroughput(seconds: number): Promise<readonly ThroughputRow[] | null> {
  const missing = await missingYardsticks();
  if (missing.length > 0) {
    console.log(`\nSkipped: throughput beside nginx, without ${missing.join(' and ')}`);
    return null;
  }
  console.log('\nThe same files from Oriel and from nginx with one worker, 32 connections');
  const rows = await measureThroughput(seconds);
  console.table(throughputTable(rows));
  return rows;
}

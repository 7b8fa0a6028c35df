import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startBenchProgram } from './program.ts';

export interface CostRow {
  readonly at: string;
  /** Of one core, in per cent, since the row before. */
  readonly cpu: number;
  readonly rssMb: number;
}

/** Fills within the measurement, so that flat memory can be seen. */
const WINDOW_SECONDS = 20;
const TICKS_PER_SECOND = 100;
const ROWS = 6;

/** What Node itself costs while cameras run. */
export async function measureCost(cameras: number, seconds: number): Promise<CostRow[]> {
  const options = Array.from({ length: cameras }, (_, index) => ({
    id: `cam${index}`,
    source: 'test:',
    window_seconds: WINDOW_SECONDS,
  }));
  await using oriel = await startBenchProgram({ cameras: options });
  await Promise.all(
    options.map(async ({ id }) => {
      const response = await fetch(`${oriel.url}cameras/${id}/hls/index.m3u8`);
      if (!response.ok) throw new Error(`${id}: ${await response.text()}`);
    }),
  );
  await delay(WINDOW_SECONDS * 1000 + 3_000);
  const rows: CostRow[] = [];
  let before = await readUsage(oriel.pid);
  for (let row = 1; row <= ROWS; row++) {
    await delay((seconds * 1000) / ROWS);
    const now = await readUsage(oriel.pid);
    const cpu = ((now.cpuSeconds - before.cpuSeconds) / (now.atSeconds - before.atSeconds)) * 100;
    rows.push({
      at: `${Math.round((row * seconds) / ROWS)} s`,
      cpu: round(cpu),
      rssMb: round(now.rssMb),
    });
    before = now;
  }
  return rows;
}

interface Usage {
  readonly atSeconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

async function readUsage(pid: number): Promise<Usage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    atSeconds: performance.now() / 1000,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

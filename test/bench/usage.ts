// What a process has used, from /proc.

import { readFile } from 'node:fs/promises';

export interface Usage {
  readonly atSeconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** USER_HZ, the same on all Linux machines. */
const TICKS_PER_SECOND = 100;
const KB_PER_MB = 1024;

export async function readUsage(pid: number): Promise<Usage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    atSeconds: performance.now() / 1000,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / KB_PER_MB,
  };
}

/** All of them as one. */
export async function readTotalUsage(pids: readonly number[]): Promise<Usage> {
  const all = await Promise.all(pids.map(readUsage));
  return {
    atSeconds: performance.now() / 1000,
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    rssMb: all.reduce((sum, { rssMb }) => sum + rssMb, 0),
  };
}

/** Per cent of one core between two readings. */
export function cpuPercent(before: Usage, after: Usage): number {
  const seconds = after.atSeconds - before.atSeconds;
  return ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
}

/** Of the whole machine, in ticks since it started. */
export interface MachineUsage {
  readonly busy: number;
  readonly all: number;
}

const IDLE_FIELDS = [3, 4];

export async function readMachineUsage(): Promise<MachineUsage> {
  const stat = await readFile('/proc/stat', 'utf8');
  const [first = ''] = stat.split('\n', 1);
  const ticks = first.split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, each) => sum + each, 0);
  const idle = IDLE_FIELDS.reduce((sum, field) => sum + (ticks[field] ?? 0), 0);
  return { busy: all - idle, all };
}

/** Per cent of all cores between two readings. */
export function machinePercent(before: MachineUsage, after: MachineUsage): number {
  return ((after.busy - before.busy) / (after.all - before.all)) * 100;
}

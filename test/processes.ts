import { readFile } from 'node:fs/promises';

/** Living processes that a process has started itself, by the name of their program. */
export async function childrenOf(parent: number, name: string): Promise<number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  const pids = text.split(' ').filter(Boolean).map(Number);
  const named = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return stat.includes(`(${name})`) && !/\) [ZX]/.test(stat) ? pid : null;
    }),
  );
  return named.filter((pid) => pid !== null);
}

/** Whether the process is there, and no zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX]/.test(stat);
}

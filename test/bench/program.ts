import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface BenchProgram extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** Oriel as users run it, with the given options. */
export async function startBenchProgram(options: object): Promise<BenchProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-bench-'));
  const file = join(directory, 'cameras.json');
  await writeFile(file, JSON.stringify(options));
  const args = ['src/main.ts', '--port', '0', '--options', file];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const url = await eventually('Oriel is up', () => /open (http:\S+)/.exec(output)?.[1] ?? null);
  return {
    url,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      await stop(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

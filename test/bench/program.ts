import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.ts';
import { cleanUpAtEnd } from './clean-up.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface BenchProgram extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

export interface BenchProgramSettings {
  /** For Node itself, such as `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
  /** The network namespace it runs in; this one by default. */
  readonly namespace?: string;
}

/** Oriel as users run it, with the given options. */
export async function startBenchProgram(
  options: object,
  { nodeArgs = [], namespace }: BenchProgramSettings = {},
): Promise<BenchProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-bench-'));
  const file = join(directory, 'cameras.json');
  await writeFile(file, JSON.stringify(options));
  const args = [...nodeArgs, 'src/main.ts', '--port', '0', '--options', file, '--data', directory];
  const [program, ...rest] =
    namespace === undefined
      ? [process.execPath, ...args]
      : ['ip', 'netns', 'exec', namespace, process.execPath, ...args];
  const child = spawn(program, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const atEnd = cleanUpAtEnd(() => {
    child.kill('SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  });
  const dispose = async (): Promise<void> => {
    atEnd[Symbol.dispose]();
    await stop(child);
    await rm(directory, { recursive: true, force: true });
  };
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  try {
    const url = await eventually('Oriel is up', () => findUrl(child, output));
    return { url, pid: child.pid ?? 0, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw new Error(`Oriel does not start: ${output}`, { cause: error });
  }
}

function findUrl({ exitCode }: ChildProcess, output: string): string | null {
  if (exitCode !== null) throw new Error(`Oriel ended with ${exitCode}`);
  return /open (http:\S+)/.exec(output)?.[1] ?? null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

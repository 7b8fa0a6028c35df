// How many viewers one camera bears: delivery lag and the server's CPU, with the viewers in a process of their own.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cameraFile } from './camera-file.ts';
import { cleanUpAtEnd } from './clean-up.ts';
import type { LoadFindings, LoadMessage, LoadOrder } from './load-client.ts';
import type { LoadWay } from './load-ways.ts';
import { startBenchProgram } from './program.ts';
import { cpuPercent, machinePercent, readMachineUsage, readUsage } from './usage.ts';

export interface LoadRow extends LoadFindings {
  readonly way: LoadWay;
  readonly viewers: number;
  /** Of one core, in per cent: the server without its ffmpeg, and the process with the viewers. */
  readonly serverCpu: number;
  readonly clientCpu: number;
  /** Of all cores together, in per cent: at 100 everybody waited for everybody. */
  readonly machineCpu: number;
  readonly rssMb: number;
}

export interface LoadOptions {
  readonly ways: readonly LoadWay[];
  readonly viewers: readonly number[];
  readonly seconds: number;
  /** Folder for CPU profiles of the server. */
  readonly profileTo: string | null;
}

/** More than the options allow by themselves. */
const MOST_VIEWERS = 5000;
const CLIENT = fileURLToPath(new URL('load-client.ts', import.meta.url));

/** @param onRow called as soon as there is another row */
export async function measureLoad(
  { ways, viewers, seconds, profileTo }: LoadOptions,
  onRow: (row: LoadRow) => void,
): Promise<LoadRow[]> {
  const source = `file:${await cameraFile()}`;
  const rows: LoadRow[] = [];
  for (const way of ways) {
    for (const count of viewers) {
      try {
        const row = await measureRow(source, way, { viewers: count, seconds, profileTo });
        rows.push(row);
        onRow(row);
      } catch (error) {
        // What one machine does not bear must not cost the other rows.
        console.error(`${way}, ${count} viewers:`, error);
      }
    }
  }
  return rows;
}

async function measureRow(
  source: string,
  way: LoadWay,
  order: Omit<LoadOptions, 'ways' | 'viewers'> & { readonly viewers: number },
): Promise<LoadRow> {
  const { viewers, seconds, profileTo } = order;
  const profile = ['--cpu-prof', `--cpu-prof-dir=${profileTo}/${way}-${viewers}`];
  // A program of its own for each row: memory and compiled code of one must not help the next.
  await using oriel = await startBenchProgram(
    {
      cameras: [{ id: 'cam', source, video: 'copy', max_viewers: MOST_VIEWERS }],
      http: { max_viewers: MOST_VIEWERS },
    },
    profileTo === null ? {} : { nodeArgs: profile },
  );
  using client = startClient();
  const clientOrder: LoadOrder = { way, cameraUrl: `${oriel.url}cameras/cam/`, viewers, seconds };
  client.process.send(clientOrder);
  await nextMessage(client.process, 'measuring');
  const machineBefore = await readMachineUsage();
  const before = await readUsage(oriel.pid);
  const clientBefore = await readUsage(client.process.pid ?? 0);
  const done = await nextMessage(client.process, 'done');
  const after = await readUsage(oriel.pid);
  const clientAfter = await readUsage(client.process.pid ?? 0);
  return {
    way,
    viewers,
    serverCpu: cpuPercent(before, after),
    clientCpu: cpuPercent(clientBefore, clientAfter),
    machineCpu: machinePercent(machineBefore, await readMachineUsage()),
    rssMb: after.rssMb,
    ...done.findings,
  };
}

interface Client extends Disposable {
  readonly process: ReturnType<typeof fork>;
}

function startClient(): Client {
  const client = fork(CLIENT);
  const atEnd = cleanUpAtEnd(() => client.kill('SIGKILL'));
  return {
    process: client,
    [Symbol.dispose]: () => {
      atEnd[Symbol.dispose]();
      client.kill('SIGKILL');
    },
  };
}

async function nextMessage<T extends LoadMessage['type']>(
  client: ReturnType<typeof fork>,
  type: T,
): Promise<Extract<LoadMessage, { type: T }>> {
  const ended = once(client, 'exit').then(([code]) => {
    throw new Error(`the viewers' process ended with ${String(code)} before it was ${type}`);
  });
  const [message] = (await Promise.race([once(client, 'message'), ended])) as [LoadMessage];
  if (message.type !== type) throw new Error(`the viewers are ${message.type}, not ${type}`);
  return message as Extract<LoadMessage, { type: T }>;
}

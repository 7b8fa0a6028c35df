// Two network namespaces and a cable between them, for what only the kernel can do: a line with a bit rate, one that
// loses packets, one that is cut. What is in a namespace is gone with it, the rules as well.

import { execFileSync } from 'node:child_process';
import { execa } from 'execa';
import { cleanUpAtEnd } from './clean-up.ts';

export interface NetworkLink extends AsyncDisposable {
  readonly serverNamespace: string;
  readonly serverAddress: string;
  readonly browserNamespace: string;
  /** Nothing arrives any more, in neither direction. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export interface LinkOptions {
  /** From the server to the browser; as much as there is when it is not given. */
  readonly mbit?: number;
  /** Of all packets, each way. */
  readonly lossPercent?: number;
}

const SERVER_ADDRESS = '10.213.77.1';
const BROWSER_ADDRESS = '10.213.77.2';
const TABLE = 'oriel_bench';
/** What home routers have. */
const QUEUE_MS = 100;
const BURST = '16kb';

/** What is missing for a link, in words; null when there can be one. */
export async function whyNoLink(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const [program, args] of PROGRAMS) {
    const { exitCode } = await execa(program, args, { reject: false });
    if (exitCode === undefined) return `${program} is not there`;
  }
  const name = `oriel-bench-${process.pid}-try`;
  const added = await execa('ip', ['netns', 'add', name], { reject: false });
  if (added.exitCode !== 0) return `no network namespace: ${added.stderr}`;
  await execa('ip', ['netns', 'del', name]);
  return null;
}

const PROGRAMS = [
  ['ip', ['-V']],
  ['tc', ['-V']],
  ['nft', ['-v']],
] as const;

export async function createNetworkLink({ mbit, lossPercent }: LinkOptions): Promise<NetworkLink> {
  const server = `oriel-bench-${process.pid}-server`;
  const browser = `oriel-bench-${process.pid}-browser`;
  const atEnd = cleanUpAtEnd(() => {
    for (const name of [server, browser]) deleteAtOnce(name);
  });
  const remove = async (): Promise<void> => {
    for (const name of [server, browser]) {
      await execa('ip', ['netns', 'del', name], { reject: false });
    }
    atEnd[Symbol.dispose]();
  };
  const rule = (verb: 'add' | 'flush', statement: readonly string[]): Promise<unknown> =>
    Promise.all([nft(server, verb, statement), nft(browser, verb, statement)]);
  const loss = lossPercent === undefined ? null : renderLoss(lossPercent);
  try {
    await connect(server, browser);
    if (mbit !== undefined) await limit(server, mbit);
    if (loss) await rule('add', loss);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    serverNamespace: server,
    serverAddress: SERVER_ADDRESS,
    browserNamespace: browser,
    cut: async () => void (await rule('add', ['drop'])),
    mend: async () => {
      await rule('flush', []);
      if (loss) await rule('add', loss);
    },
    [Symbol.asyncDispose]: remove,
  };
}

async function connect(server: string, browser: string): Promise<void> {
  for (const name of [server, browser]) await execa('ip', ['netns', 'add', name]);
  await ip(`link add cable netns ${server} type veth peer name cable netns ${browser}`);
  for (const [name, address] of [
    [server, SERVER_ADDRESS],
    [browser, BROWSER_ADDRESS],
  ] as const) {
    await ip(`-n ${name} addr add ${address}/30 dev cable`);
    await ip(`-n ${name} link set lo up`);
    // Pieces of 64 KB would get lost as a whole, and never pass where the line is slow.
    await ip(`-n ${name} link set cable gso_max_segs 1`);
    await ip(`-n ${name} link set cable up`);
    const hook = '{ type filter hook input priority 0 ; }';
    await execa('ip', ['netns', 'exec', name, 'nft', `add table inet ${TABLE}`]);
    await execa('ip', ['netns', 'exec', name, 'nft', `add chain inet ${TABLE} input ${hook}`]);
  }
}

async function limit(namespace: string, mbit: number): Promise<void> {
  const shape = `rate ${mbit}mbit burst ${BURST} latency ${QUEUE_MS}ms`;
  await execa('tc', `-n ${namespace} qdisc add dev cable root tbf ${shape}`.split(' '));
}

function renderLoss(percent: number): string[] {
  const perMyriad = Math.round(percent * 100);
  return ['iifname', 'cable', 'numgen', 'random', 'mod', '10000', '<', String(perMyriad), 'drop'];
}

async function nft(
  namespace: string,
  verb: 'add' | 'flush',
  statement: readonly string[],
): Promise<void> {
  const what = verb === 'add' ? 'add rule' : 'flush chain';
  const command = `${what} inet ${TABLE} input ${statement.join(' ')}`;
  await execa('ip', ['netns', 'exec', namespace, 'nft', command]);
}

async function ip(command: string): Promise<void> {
  await execa('ip', command.split(' '));
}

function deleteAtOnce(namespace: string): void {
  try {
    execFileSync('ip', ['netns', 'del', namespace], { stdio: 'ignore' });
  } catch {
    // There is none: then there is nothing to do.
  }
}

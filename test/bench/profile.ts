// Where a program's time went, out of a profile that `node --cpu-prof` wrote.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
  };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileRow {
  readonly where: string;
  /** Per cent of the time in which the program did something. */
  readonly self: number;
  /** The same, with what it called. */
  readonly total: number;
}

/** Until then it loads and compiles. */
const START_UP_MICROS = 4e6;
const IDLE = new Set(['(idle)', '(root)']);

/** The newest profile in the folder. @param most how many rows */
export async function readProfile(directory: string, most: number): Promise<ProfileRow[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.cpuprofile'));
  const newest = files.toSorted().at(-1);
  if (newest === undefined) throw new Error(`no profile in ${directory}`);
  return summarize(JSON.parse(await readFile(join(directory, newest), 'utf8')) as Profile, most);
}

function summarize({ nodes, samples, timeDeltas }: Profile, most: number): ProfileRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])));
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  let busy = 0;
  let elapsed = 0;
  for (const [index, id] of samples.entries()) {
    const micros = Math.max(0, timeDeltas[index] ?? 0);
    const node = byId.get(id);
    elapsed += micros;
    if (elapsed < START_UP_MICROS) continue;
    if (!node || IDLE.has(node.callFrame.functionName)) continue;
    busy += micros;
    add(self, describe(node), micros);
    const seen = new Set<string>();
    for (let at: ProfileNode | undefined = node; at; at = byId.get(parents.get(at.id) ?? -1)) {
      const where = describe(at);
      if (!seen.has(where)) add(total, where, micros);
      seen.add(where);
    }
  }
  const percent = (value: number | undefined): number =>
    Math.round(((value ?? 0) / busy) * 1000) / 10;
  return [...total.keys()]
    .map((where) => ({ where, self: percent(self.get(where)), total: percent(total.get(where)) }))
    .filter(({ where }) => !where.startsWith('(root)'))
    .toSorted((a, b) => b.self - a.self)
    .slice(0, most);
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function describe({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const file = url.replace(/^file:\/\/.*?\/(src|node_modules)\//, '$1/');
  return `${functionName || 'anonymous'} ${file}${url ? `:${lineNumber + 1}` : ''}`.trim();
}

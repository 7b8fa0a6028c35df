// docs/benchmarks.md: the words are written by hand, what stands between its marks comes from the newest results.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { plotDelays, plotLoad, plotNetwork } from './plots.ts';
import type { Circumstances, Concern, Findings, NewestFindings } from './result.ts';
import {
  costTable,
  delayTable,
  firstFrameTable,
  loadTable,
  muxerTable,
  networkTable,
  renderMarkdown,
  throughputTable,
} from './tables.ts';
import type { TableRow } from './tables.ts';

const DOCS = new URL('../../docs/', import.meta.url);
/** The case that shows most. */
const PLOTTED_NETWORK = 'cut';

export async function writeDocuments({ found, at }: NewestFindings): Promise<void> {
  const document = new URL('benchmarks.md', DOCS);
  let words = await readFile(document, 'utf8');
  for (const { name, concern, rows } of renderSections(found)) {
    const circumstances = at[concern];
    if (circumstances && rows.length > 0) {
      words = replaceSection(words, name, renderSection(rows, circumstances));
    }
  }
  await writeFile(document, words);
  for (const [name, svg] of drawPlots(found)) await writeFile(new URL(name, DOCS), svg);
  console.log(`written to ${fileURLToPath(document)}`);
}

interface Section {
  readonly name: string;
  readonly concern: Concern;
  readonly rows: readonly TableRow[];
}

function renderSections(found: Findings): Section[] {
  return [
    { name: 'delay', concern: 'delay', rows: delayTable(found.delay) },
    { name: 'first-frame', concern: 'first-frame', rows: firstFrameTable(found['first-frame']) },
    { name: 'network', concern: 'network', rows: networkTable(found.network) },
    { name: 'load', concern: 'load', rows: loadTable(found.load.load) },
    { name: 'throughput', concern: 'load', rows: throughputTable(found.load.throughput ?? []) },
    { name: 'cost', concern: 'cost', rows: costTable(found.cost) },
    { name: 'muxer', concern: 'muxer', rows: muxerTable(found.muxer) },
  ];
}

function renderSection(rows: readonly TableRow[], at: Circumstances): string {
  const { cpu, cores, node } = at;
  const note = `*${at.at.slice(0, 10)}, ${cpu}, ${cores} cores, Node ${node.slice(1)}*`;
  return `${renderMarkdown(rows)}\n\n${note}`;
}

function replaceSection(words: string, name: string, section: string): string {
  const open = `<!-- bench:${name} -->`;
  const close = `<!-- /bench:${name} -->`;
  const [before, rest] = words.split(open);
  const after = rest?.split(close)[1];
  if (before === undefined || after === undefined) throw new Error(`no marks for ${name}`);
  return `${before}${open}\n${section}\n${close}${after}`;
}

/** By the names of their files; those that something was found for. */
function drawPlots({ delay, network, load }: Findings): Map<string, string> {
  const plots = new Map<string, string>();
  if (delay.length > 0) plots.set('bench-delay.svg', plotDelays(delay));
  if (load.load.length > 0) plots.set('bench-load.svg', plotLoad(load.load));
  const plotted = network.filter((row) => row.network === PLOTTED_NETWORK);
  const shown = plotted.length > 0 ? plotted : sameNetwork(network);
  if (shown.length > 0) plots.set('bench-network.svg', plotNetwork(shown));
  return plots;
}

/** Without the right to make networks there is another case. */
function sameNetwork<T extends { readonly network: string }>(rows: readonly T[]): T[] {
  return rows.filter(({ network }) => network === rows[0]?.network);
}

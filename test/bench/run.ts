// npm run bench: delay in a real browser, networks, load, cost. Prints tables, writes JSON.
//   --only delay,first-frame,network,load,cost,muxer,none   --seconds N (a row; 60)
//   --docs (writes what was found last into docs/benchmarks.md and draws its plots)
//   --ways live,ll-dash,ll-hls,dash,hls,ffmpeg-hls,… (delay), live,dash,hls (load)
//   --networks rtt60,jitter,5mbit,loss,cut   --viewers 1,10,100 --profile (load)   --cameras 1,10,30 (cost)

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { MEASURE } from './concerns.ts';
import type { BenchSettings } from './concerns.ts';
import { writeDocuments } from './documents.ts';
import { CONCERNS, loadNewestFindings, writeResult } from './result.ts';
import type { Circumstances, Concern, Findings } from './result.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    ways: { type: 'string' },
    networks: { type: 'string' },
    viewers: { type: 'string', default: '1,10,100,500,1000' },
    cameras: { type: 'string', default: '1,10,30' },
    profile: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});

const circumstances: Circumstances = {
  at: new Date().toISOString(),
  cpu: cpus()[0]?.model ?? 'unknown processor',
  cores: cpus().length,
  node: process.version,
  seconds: Number(values.seconds),
};
const settings: BenchSettings = {
  at: circumstances.at,
  seconds: circumstances.seconds,
  ways: values.ways?.split(',') ?? null,
  networks: values.networks?.split(',') ?? null,
  viewers: values.viewers.split(',').map(Number),
  cameras: values.cameras.split(',').map(Number),
  hasProfile: values.profile,
};

const concerns = chooseConcerns(values.only);
if (concerns.length > 0) {
  const { cpu, cores, node } = circumstances;
  console.log(`${cpu}, ${cores} cores, Node ${node}`);
}
const findings: Partial<Findings> = {};
for (const concern of concerns) {
  Object.assign(findings, { [concern]: await MEASURE[concern](settings) });
  // After each: what was found stays, whatever becomes of the rest.
  console.log(`written to ${await writeResult(circumstances, findings)}`);
}
if (values.docs) await writeDocuments(await loadNewestFindings());

function chooseConcerns(only: string | undefined): readonly Concern[] {
  if (only === undefined) return CONCERNS;
  if (only === 'none') return [];
  const asked = only.split(',');
  const unknown = asked.find((name) => !CONCERNS.some((concern) => concern === name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${CONCERNS.join(', ')}`);
  return CONCERNS.filter((concern) => asked.includes(concern));
}

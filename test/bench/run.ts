// npm run bench: delay in a real browser, cost of the server. Prints tables, writes JSON.

import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureCost } from './cost.ts';
import { measureDelays } from './delay.ts';

const RESULTS = fileURLToPath(new URL('results', import.meta.url));

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    cameras: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const cameras = Number(values.cameras);

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`,
);
const result: Record<string, unknown> = { at: new Date().toISOString(), cpu: cpus()[0]?.model };

if (values.only !== 'cost') {
  console.log(
    `\nGlass to glass, ${seconds} s each: test camera 640x360 at 30 fps, GOP 1 s, loopback, Chromium`,
  );
  const delays = await measureDelays(seconds);
  console.table(delays);
  result['delays'] = delays;
}
if (values.only !== 'delay') {
  console.log(`\nCost of the server: ${cameras} cameras, ffmpeg's own work aside`);
  const cost = await measureCost(cameras, seconds);
  console.table(cost);
  result['cost'] = cost;
}
await mkdir(RESULTS, { recursive: true });
const file = join(RESULTS, `${new Date().toISOString().replaceAll(':', '-')}.json`);
await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
console.log(`\nwritten to ${file}`);

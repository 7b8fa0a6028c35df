// Segments and parts a second, beside nginx with one worker serving the same bytes.

import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { cameraFile } from './camera-file.ts';
import { startNginx } from './nginx.ts';
import { startBenchProgram } from './program.ts';
import { findNewestMedia } from './viewers/newest-media.ts';

export interface ThroughputRow {
  readonly what: 'segment' | 'part';
  readonly bytes: number;
  readonly oriel: Throughput;
  readonly nginx: Throughput;
  /** Requests of Oriel for one of nginx. */
  readonly ratio: number;
}

interface Throughput {
  readonly requestsPerSecond: number;
  readonly megabytesPerSecond: number;
}

const CONNECTIONS = 32;
/** Until there are whole segments with parts. */
const FILL_MS = 6_000;
const MEGABYTE = 1e6;

/** The programs it needs that are not there. */
export async function missingYardsticks(): Promise<string[]> {
  const programs = [
    ['nginx', '-v'],
    ['wrk', '-v'],
  ] as const;
  const found = await Promise.all(
    programs.map(([name, arg]) => execa(name, [arg], { reject: false })),
  );
  return programs.filter((_, index) => found[index]?.exitCode === undefined).map(([name]) => name);
}

export async function measureThroughput(seconds: number): Promise<ThroughputRow[]> {
  await using oriel = await startBenchProgram({
    cameras: [{ id: 'cam', source: `file:${await cameraFile()}`, video: 'copy' }],
  });
  const cameraUrl = new URL('cameras/cam/', oriel.url);
  await findNewestMedia(cameraUrl);
  await delay(FILL_MS);
  const { folder, segment } = await findNewestMedia(cameraUrl);
  const urls = {
    segment: new URL(`${folder}${segment - 2}.m4s`, oriel.url).href,
    part: new URL(`${folder}${segment - 2}.2.m4s`, oriel.url).href,
  };
  const files = { segment: await download(urls.segment), part: await download(urls.part) };
  await using nginx = await startNginx(files);
  const rows: ThroughputRow[] = [];
  for (const what of ['segment', 'part'] as const) {
    const bytes = files[what].length;
    const own = await hammer(urls[what], bytes, seconds);
    const yardstick = await hammer(`${nginx.url}${what}`, bytes, seconds);
    const ratio = own.requestsPerSecond / yardstick.requestsPerSecond;
    rows.push({ what, bytes, oriel: own, nginx: yardstick, ratio });
  }
  return rows;
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function hammer(url: string, bytes: number, seconds: number): Promise<Throughput> {
  const connections = String(CONNECTIONS);
  const { stdout } = await execa('wrk', ['-t1', '-c', connections, '-d', `${seconds}s`, url]);
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  if (/Non-2xx/.test(stdout) || !(requestsPerSecond > 0)) throw new Error(`${url}: ${stdout}`);
  return { requestsPerSecond, megabytesPerSecond: (requestsPerSecond * bytes) / MEGABYTE };
}

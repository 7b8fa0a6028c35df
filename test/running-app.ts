// Oriel for tests: in this process, or as the program that users start.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startApp } from '../src/app.ts';
import { openKeptChanges } from '../src/config/kept-changes.ts';
import { SCHEMA_FACTS } from '../src/config/schema-facts.ts';
import { validateOptions } from '../src/config/validate.ts';
import { LogFeed } from '../src/log-feed.ts';
import { createLog } from '../src/log.ts';
import type { Log } from '../src/log.ts';
import { eventually } from './eventually.ts';

const PROGRAMS = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' };
const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const PAGES = join(ROOT, 'www/dist');

export interface TestApp {
  /** With a slash at the end. */
  readonly url: string;
  /** Where the app writes; nobody reads it but `api/log`. */
  readonly log: Log;
  get(path: string, init?: RequestInit): Promise<Response>;
}

/** The whole app in this process, with the given options; gone when the test ends. */
export async function startTestApp(
  t: TestContext,
  options: object,
  programs: Partial<typeof PROGRAMS> = {},
): Promise<TestApp> {
  const valid = validateOptions(options);
  const directory = await temporaryDirectory(t);
  const logFeed = new LogFeed();
  const destination = { write: () => {} };
  const log = createLog({ level: 'info', format: 'json', destination, feed: logFeed });
  const app = await startApp({
    options: valid,
    changes: await openKeptChanges(valid, { directory, supervised: false, onProblem: () => {} }),
    schema: SCHEMA_FACTS,
    version: '0.0.0-test',
    instance: '7f3a91c2',
    dataDirectory: directory,
    port: 0,
    supervisor: null,
    programs: { ...PROGRAMS, ...programs },
    pages: PAGES,
    log,
    logFeed,
  });
  t.after(() => app[Symbol.asyncDispose]());
  return {
    url: app.url,
    log,
    get: (path, init) => fetch(new URL(path, app.url), init),
  };
}

export interface Program {
  readonly child: ChildProcess;
  /** Where its page is. */
  readonly url: string;
  /** All it has written so far. */
  readonly output: () => string;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
}

/** Gone when the test ends. */
export async function temporaryDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-test-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A file with options, gone when the test ends. */
export async function writeOptions(t: TestContext, text: string): Promise<string> {
  const directory = await temporaryDirectory(t);
  const file = join(directory, 'cameras.yaml');
  await writeFile(file, text);
  return file;
}

/** Starts the program as users do; it may or may not come up. */
export function spawnProgram(
  t: TestContext,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Omit<Program, 'url'> {
  // A folder of its own for what it keeps, unless the test names one.
  const data = mkdtempSync(join(tmpdir(), 'oriel-test-'));
  t.after(() => rm(data, { recursive: true, force: true }));
  const child = spawn(process.execPath, ['src/main.ts', ...withData(args, data)], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, output: () => output };
}

/** The program as users start it; resolves when it says where its page is. */
export async function startProgram(
  t: TestContext,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const program = spawnProgram(t, args, env);
  const url = await Promise.race([
    eventually('Oriel says where its page is', () => findUrl(program.output())),
    program.ended.then((code) => {
      throw new Error(`Oriel ended with ${code}: ${program.output()}`);
    }),
  ]);
  return { ...program, url };
}

function withData(args: readonly string[], data: string): readonly string[] {
  return args.includes('--data') ? args : [...args, '--data', data];
}

function findUrl(output: string): string | null {
  return /Oriel runs: .*?(http:[^\s)]+)/.exec(output)?.[1] ?? null;
}

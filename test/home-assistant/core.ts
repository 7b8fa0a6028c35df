// Home Assistant Core in a process of its own, with a configuration of its own.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { coreCommand, findCore, isSince } from '../../scripts/setup/home-assistant/core.mjs';
import type { Core } from '../../scripts/setup/home-assistant/core.mjs';
import { eventually } from '../eventually.ts';
import { findFreePort } from '../mosquitto.ts';
import { parseLog } from './core-log.ts';
import type { LogEntry } from './core-log.ts';
import { ONBOARDING_BEGUN } from './onboarding.ts';

export interface CoreOptions {
  /** By their paths in the configuration folder, there before Core starts: `www/card.js`. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Sections for configuration.yaml. */
  readonly sections?: string;
  /** For Core, as in `SUPERVISOR`. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningCore {
  readonly version: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** Its configuration folder. */
  readonly config: string;
  /** Of all its runs. */
  readonly log: () => readonly LogEntry[];
  start(): Promise<void>;
  /** Lets it save what it keeps. */
  stop(): Promise<void>;
}

const START_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 60_000;

/** Why there is none here, in words; false where there is one: made for the option `skip` of a test. */
export const coreIsMissing: string | false =
  findCore() === undefined && 'no Home Assistant Core here: npm run test:home-assistant brings it';

/** Ends with the test. */
export async function startCore(t: TestContext, options: CoreOptions = {}): Promise<RunningCore> {
  const place = findCore();
  if (!place) throw new Error(String(coreIsMissing));
  const config = await mkdtemp(join(tmpdir(), 'oriel-core-'));
  const core = new CoreProcess({ place, config, port: await findFreePort(), env: options.env });
  t.after(async () => {
    await core.kill();
    await rm(config, { recursive: true, force: true });
  });
  const http = { server_host: ['127.0.0.1'], server_port: core.port };
  const files = {
    'configuration.yaml': renderConfiguration(options, isSince('2026.8') ? {} : { http }),
    // As Core keeps it: the newer ones change their address only when it is confirmed by hand.
    '.storage/http': JSON.stringify({ version: 1, key: 'http', data: http }),
    '.storage/onboarding': ONBOARDING_BEGUN,
    ...options.files,
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(config, path)), { recursive: true });
    await writeFile(join(config, path), content);
  }
  await core.start();
  return core;
}

interface CoreProcessOptions {
  readonly place: Core;
  readonly config: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>> | undefined;
}

class CoreProcess implements RunningCore {
  readonly port: number;
  readonly config: string;
  readonly #place: Core;
  readonly #env: Readonly<Record<string, string>>;
  readonly #container = `oriel-core-${randomBytes(4).toString('hex')}`;
  #child: ChildProcess | null = null;
  #output = '';

  constructor({ place, config, port, env = {} }: CoreProcessOptions) {
    this.#place = place;
    this.config = config;
    this.port = port;
    this.#env = env;
  }

  get version(): string {
    return this.#place.version;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  log = (): readonly LogEntry[] => parseLog(this.#output);

  async start(): Promise<void> {
    const run = { config: this.config, name: this.#container, env: this.#env };
    const { command, env } = coreCommand(this.#place, run);
    const [file = '', ...args] = command;
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    // Where the tests are cut off, nothing below is run any more.
    process.once('exit', () => child.kill('SIGKILL'));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    await eventually('Core answers', () => this.#ask(child), START_WITHIN_MS);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(late);
    if (child.signalCode !== null) throw new Error(`Core had to be killed: ${this.#output}`);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    if (this.#place.kind === 'container') await execa('docker', ['rm', '--force', this.#container]);
  }

  /** null until it answers requests. */
  async #ask(child: ChildProcess): Promise<true | null> {
    const end = child.exitCode ?? child.signalCode;
    if (end !== null) throw new Error(`Home Assistant Core ended with ${end}: ${this.#output}`);
    try {
      const { ok } = await fetch(`${this.url}/manifest.json`);
      return ok || null;
    } catch {
      return null;
    }
  }
}

/** What `default_config` would bring is left out, but for what these tests look at. */
function renderConfiguration({ sections = '' }: CoreOptions, more: object): string {
  return `
homeassistant:
  name: Home
  country: NL
  language: en
  latitude: 52.4
  longitude: 4.9
  elevation: 0
  unit_system: metric
  time_zone: UTC
frontend:
config:
history:
logbook:
${sections}
${Object.keys(more).length > 0 ? stringify(more) : ''}`;
}

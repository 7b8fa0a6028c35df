// Oriel as an app of Home Assistant, with the stand-ins of the Supervisor and of Core.

import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startApp } from '../../src/app.ts';
import { openKeptChanges } from '../../src/config/kept-changes.ts';
import { SCHEMA_FACTS } from '../../src/config/schema-facts.ts';
import { validateOptions } from '../../src/config/validate.ts';
import type { HomeAssistantStatus } from '../../src/home-assistant/status.ts';
import { LogFeed } from '../../src/log-feed.ts';
import { createLog } from '../../src/log.ts';
import { eventually } from '../eventually.ts';
import { startStandIn, startSupervisor } from '../ingress/home-assistant.ts';
import type { Supervisor } from '../ingress/home-assistant.ts';
import { findFreePort } from '../mosquitto.ts';
import { temporaryDirectory } from '../running-app.ts';
import type { CoreState, Instruction, Report } from './core-state.ts';

export interface House {
  /** Home Assistant's configuration. */
  readonly config: string;
  readonly supervisor: Supervisor;
  /** Core's address, for the Supervisor. */
  readonly coreUrl: string;
  /** Makes Core otherwise, and tells what it is like now. */
  readonly core: (instruction?: Instruction) => Promise<Report>;
  /** What Oriel keeps over restarts. */
  readonly data: string;
  /** Where its card is built to. */
  readonly built: string;
  readonly lanPort: number;
}

/** Home Assistant without Oriel, in a folder of its own; gone when the test ends. */
export async function buildHouse(
  t: TestContext,
  { hasWww = true, ...state }: Partial<CoreState> & { readonly hasWww?: boolean } = {},
): Promise<House> {
  const config = await temporaryDirectory(t);
  if (hasWww) await mkdir(join(config, 'www'));
  const file = fileURLToPath(new URL('core-api-program.ts', import.meta.url));
  const all = JSON.stringify({ configDirectory: config, ...state });
  const { child, port } = await startStandIn(t, file, [all]);
  const coreUrl = `http://127.0.0.1:${port}`;
  const supervisor = await startSupervisor(t, { core: coreUrl, hostname: '127.0.0.1' });
  const built = await temporaryDirectory(t);
  await writeFile(join(built, 'index.html'), '<!doctype html>');
  await buildCard(built, 'first');
  return {
    config,
    supervisor,
    coreUrl,
    core: async (instruction = {}) => {
      const answered = once(child, 'message');
      child.send(instruction);
      const [report] = (await answered) as [Report];
      return report;
    },
    data: await temporaryDirectory(t),
    built,
    lanPort: await findFreePort(),
  };
}

/** A card that imports one chunk, whose name changes with the version. */
export async function buildCard(directory: string, version: string): Promise<void> {
  await rm(join(directory, 'card'), { recursive: true, force: true });
  await mkdir(join(directory, 'card'));
  await writeFile(join(directory, 'card', `player-${version}.js`), `// ${version}`);
  await writeFile(join(directory, 'oriel-card.js'), `import './card/player-${version}.js';`);
}

export interface LivingOriel extends AsyncDisposable {
  readonly status: () => Promise<HomeAssistantStatus>;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** All lines of its log. */
  readonly lines: readonly string[];
}

export async function moveIn(
  house: House,
  options: object,
  {
    isWwwNew = false,
    webServers = [house.coreUrl],
  }: { isWwwNew?: boolean; webServers?: string[] } = {},
): Promise<LivingOriel> {
  const { supervisor, lanPort, data, built, config } = house;
  const valid = validateOptions({ http: { lan_port: lanPort }, ...options });
  const lines: string[] = [];
  const app = await startApp({
    options: valid,
    changes: await openKeptChanges(valid, {
      directory: data,
      supervised: true,
      onProblem: () => {},
    }),
    schema: SCHEMA_FACTS,
    version: '0.0.0-test',
    instance: '7f3a91c2',
    dataDirectory: data,
    port: 0,
    supervisor: {
      url: supervisor.url,
      token: supervisor.token,
      homeAssistant: { configDirectory: config, webServers, isWwwNew },
    },
    programs: { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
    pages: built,
    logFeed: new LogFeed(),
    log: createLog({
      level: 'debug',
      format: 'json',
      destination: { write: (line: string) => void lines.push(line) },
    }),
  });
  const url = app.url.replace('0.0.0.0', '127.0.0.1');
  const ask: LivingOriel['ask'] = (path, init) => fetch(new URL(path, url), init);
  return {
    ask,
    lines,
    status: async () => (await (await ask('api/home-assistant')).json()) as HomeAssistantStatus,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** Waits until the card is in that state. */
export async function cardIs(
  oriel: LivingOriel,
  state: HomeAssistantStatus['card']['state'],
): Promise<HomeAssistantStatus['card']> {
  return eventually(`the card is ${state}`, async () => {
    const { card } = await oriel.status();
    return card.state === state ? card : null;
  });
}

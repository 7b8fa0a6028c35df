// Home Assistant with its frontend, a dashboard, and Oriel as its app: all of them can fail and come back.

import { once } from 'node:events';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { isComplaint, launchBrowser } from '../browser.ts';
import {
  CORE_TOKEN,
  INGRESS_PEER,
  standInFile,
  startStandIn,
  startSupervisor,
} from '../ingress/home-assistant.ts';
import type { Supervisor } from '../ingress/home-assistant.ts';
import type { SupervisorState } from '../ingress/supervisor-program.ts';
import { findFreePort } from '../mosquitto.ts';
import { PAGES, startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';
import type { Program } from '../running-app.ts';

export interface HomeOptions {
  /** As in /data/options.json. */
  readonly options: object;
  readonly supervisor?: Partial<SupervisorState>;
  readonly hasSupervisor?: boolean;
}

export interface Home {
  readonly supervisor: Supervisor;
  /** Of Home Assistant, with a slash at the end. */
  readonly url: string;
  readonly oriel: () => Program;
  readonly stopOriel: () => Promise<void>;
  readonly startOriel: () => Promise<void>;
  readonly stopCore: () => Promise<void>;
  readonly startCore: () => Promise<void>;
  /** How many connections browsers hold for ingress, now and at most so far. */
  readonly connections: () => Promise<{ readonly held: number; readonly mostHeld: number }>;
}

/** Everything, up and running; gone when the test ends. */
export async function startHome(
  t: TestContext,
  { options, supervisor: state = {}, hasSupervisor = true }: HomeOptions,
): Promise<Home> {
  const supervisor = await startSupervisor(t, state);
  const frontend = {
    supervisor: supervisor.url,
    coreToken: CORE_TOKEN,
    hasSupervisor,
    card: PAGES,
  };
  let corePort = 0;
  const startCore = async (): Promise<void> => {
    const args = [supervisor.url, JSON.stringify({ port: corePort, frontend })];
    core = await startStandIn(t, standInFile('core-program.ts'), args);
    corePort = core.port;
  };
  let core: Awaited<ReturnType<typeof startStandIn>>;
  await startCore();
  // Not the one that every other Oriel of this machine has.
  const http = {
    lan_port: await findFreePort(),
    ...('http' in options ? (options.http as object) : {}),
  };
  const file = await writeOptions(t, JSON.stringify({ ...options, http }));
  const data = await temporaryDirectory(t);
  let oriel: Program;
  const startOriel = async (): Promise<void> => {
    oriel = await startProgram(t, ['--options', file, '--data', data, '--port', '0'], {
      SUPERVISOR_TOKEN: supervisor.token,
      ORIEL_SUPERVISOR: supervisor.url,
      ORIEL_INGRESS_PEER: INGRESS_PEER,
    });
    await supervisor.change({ app: oriel.url.replace('0.0.0.0', '127.0.0.1') });
  };
  await startOriel();
  return {
    supervisor,
    url: `http://127.0.0.1:${corePort}/`,
    oriel: () => oriel,
    startOriel,
    stopOriel: async () => {
      oriel.child.kill('SIGTERM');
      await oriel.ended;
    },
    startCore,
    connections: async () => {
      const answered = once(core.child, 'message');
      core.child.send('connections');
      const [counts] = (await answered) as [{ held: number; mostHeld: number }];
      return counts;
    },
    stopCore: async () => {
      const exited = once(core.child, 'exit');
      core.child.kill('SIGKILL');
      await exited;
    },
  };
}

export interface DashboardView {
  readonly type?: 'sections' | 'masonry' | 'panel';
  readonly wide?: boolean;
  readonly cards: readonly object[];
}

export interface Visit {
  /** In the page's address. */
  readonly query?: Readonly<Record<string, string>>;
  readonly views?: readonly DashboardView[];
  readonly width?: number;
  readonly height?: number;
  readonly hasTouch?: boolean;
  /** Pixels of the screen for one of CSS. */
  readonly scale?: number;
  /** Runs in the page before anything else. */
  readonly initScript?: string;
}

export interface Dashboard {
  readonly page: Page;
  /** What the page complained of on its console, and exceptions nobody caught. */
  readonly complaints: string[];
  /** Runs in the page, with `dashboard` at hand. */
  readonly run: <T>(script: string) => Promise<T>;
}

/** Until tiles listen to gestures: that code is loaded only after they were drawn. */
export async function awaitGestures({ page, run }: Dashboard): Promise<void> {
  const find = `performance.getEntriesByType('resource').find(({ name }) => /gesture-listeners/.test(name))?.name`;
  await page.waitForFunction(`${find} !== undefined`);
  // What waited for it before goes on before.
  await run(`import(${find})`);
}

export function oriel(config: object): object {
  return { type: 'custom:oriel-card', ...config };
}

/** A browser on the dashboard; closed when the test ends. */
export async function openDashboard(
  t: TestContext,
  home: Pick<Home, 'url'>,
  {
    query = {},
    views,
    width = 1000,
    height = 800,
    hasTouch = false,
    scale = 1,
    initScript = '',
  }: Visit = {},
): Promise<Dashboard> {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    hasTouch,
  });
  const page = await context.newPage();
  await page.addInitScript(initScript);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (isComplaint(message)) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${home.url}lovelace/0?${new URLSearchParams(query).toString()}`);
  await page.waitForFunction('globalThis.dashboard !== undefined');
  const run = async <T>(script: string): Promise<T> => await page.evaluate(script);
  if (views !== undefined) await run(`dashboard.open(${JSON.stringify(views)})`);
  return { page, complaints, run };
}

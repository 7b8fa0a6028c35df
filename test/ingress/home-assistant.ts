// Starts the programs that stand for Home Assistant, and Oriel as their app.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../mosquitto.ts';
import { startProgram, writeOptions } from '../running-app.ts';
import type { Program } from '../running-app.ts';
import type { SupervisorState } from './supervisor-program.ts';

export interface Supervisor {
  readonly url: string;
  /** What Oriel is given. */
  readonly token: string;
  /** Makes it answer otherwise; resolves with all paths it has been asked so far. */
  readonly change: (
    state: Partial<SupervisorState> & { endSessions?: boolean },
  ) => Promise<readonly string[]>;
}

export const APP_TOKEN = 'c4n4ry-supervisor-token';
export const CORE_TOKEN = 'core-token';
export const INGRESS_TOKEN = 'Uq2yTkQKUvOt9x6yHk2Yc1Xx';
/** Stands for 172.30.32.2: an address of this machine that nobody else calls from. */
export const INGRESS_PEER = '127.30.32.2';

/** Ends with the test. */
export async function startSupervisor(
  t: TestContext,
  state: Partial<SupervisorState> = {},
): Promise<Supervisor> {
  const all = {
    token: APP_TOKEN,
    coreToken: CORE_TOKEN,
    ingressToken: INGRESS_TOKEN,
    peer: INGRESS_PEER,
    ...state,
  };
  const { child, port } = await startStandIn(t, standInFile('supervisor-program.ts'), [
    JSON.stringify(all),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    token: APP_TOKEN,
    change: async (change) => {
      const answered = once(child, 'message');
      child.send(change);
      const [{ asked }] = (await answered) as [{ asked: string[] }];
      return asked;
    },
  };
}

/** Of a program beside this file. */
export function standInFile(program: string): string {
  return fileURLToPath(new URL(program, import.meta.url));
}

/** Ends with the test; resolves with the port that it says it listens on. */
export async function startStandIn(
  t: TestContext,
  file: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

export interface AppOptions {
  /** As in /data/options.json. */
  readonly options: object;
  readonly supervisor?: Partial<SupervisorState>;
}

export interface HomeAssistant {
  readonly supervisor: Supervisor;
  readonly oriel: Program;
  /** Where browsers find Oriel's pages, with a slash at the end. */
  readonly ingressUrl: string;
  /** Without Home Assistant in between; for comparison. */
  readonly directUrl: string;
  /** Of the LAN listener: `http://127.0.0.1:1234/`. */
  readonly lanUrl: string;
  /** The cookie of a user who has logged in. */
  readonly login: (
    user: { id: string; username?: string; displayname?: string } | null,
  ) => Promise<string>;
}

/** Oriel behind both proxies, as an app of Home Assistant. */
export async function startHomeAssistant(
  t: TestContext,
  { options, supervisor: state = {} }: AppOptions,
): Promise<HomeAssistant> {
  const supervisor = await startSupervisor(t, state);
  const { port } = await startStandIn(t, standInFile('core-program.ts'), [supervisor.url]);
  const lanPort = await findFreePort();
  const http = { lan_port: lanPort, ...('http' in options ? (options.http as object) : {}) };
  const file = await writeOptions(t, JSON.stringify({ ...options, http }));
  const oriel = await startProgram(t, ['--options', file, '--port', '0'], {
    SUPERVISOR_TOKEN: supervisor.token,
    ORIEL_SUPERVISOR: supervisor.url,
    ORIEL_INGRESS_PEER: INGRESS_PEER,
  });
  const directUrl = oriel.url.replace('0.0.0.0', '127.0.0.1');
  await supervisor.change({ app: directUrl });
  return {
    supervisor,
    oriel,
    directUrl,
    ingressUrl: `http://127.0.0.1:${port}/api/hassio_ingress/${INGRESS_TOKEN}/`,
    lanUrl: `http://127.0.0.1:${lanPort}/`,
    login: async (user) => {
      const response = await fetch(`${supervisor.url}/ingress/session`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${CORE_TOKEN}` },
        body: JSON.stringify(user),
      });
      const { data } = (await response.json()) as { data: { session: string } };
      return `ingress_session=${data.session}`;
    },
  };
}

// A home where Oriel is an app: Home Assistant Core with its `hassio` integration, the Supervisor's stand-in behind it.

import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { HomeAssistantStatus } from '../../src/home-assistant/status.ts';
import { eventually } from '../eventually.ts';
import { CORE_TOKEN, INGRESS_PEER, startSupervisor } from '../ingress/home-assistant.ts';
import type { Supervisor } from '../ingress/home-assistant.ts';
import { findFreePort, startMosquitto } from '../mosquitto.ts';
import { startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';
import type { Program } from '../running-app.ts';
import { HomeAssistantClient } from './client.ts';
import { addIntegration } from './config-flow.ts';
import { startCore } from './core.ts';
import type { CoreOptions, RunningCore } from './core.ts';
import { addUser, onboard } from './onboarding.ts';
import type { Login } from './onboarding.ts';

export interface AppHomeOptions extends CoreOptions {
  /** Of Oriel. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether Home Assistant's folder has one when it starts. */
  readonly hasWww?: boolean;
}

interface CoreUser {
  readonly id: string;
  readonly username: string | null;
  readonly name: string;
}

export class AppHome {
  readonly core: RunningCore;
  readonly supervisor: Supervisor;
  readonly owner: Login;
  /** Who may look and use, but not change settings. */
  readonly guest: Login;
  readonly #t: TestContext;
  readonly #data: string;
  readonly #lanPort: number;
  #ha: HomeAssistantClient;
  #oriel: Program | null = null;

  private constructor(t: TestContext, parts: Parts) {
    this.#t = t;
    this.core = parts.core;
    this.supervisor = parts.supervisor;
    this.owner = parts.owner;
    this.guest = parts.guest;
    this.#ha = parts.ha;
    this.#data = parts.data;
    this.#lanPort = parts.lanPort;
  }

  /** Ends with the test. */
  static async start(
    t: TestContext,
    { options, hasWww = true, files, env, ...rest }: AppHomeOptions,
  ): Promise<AppHome> {
    const broker = await startMosquitto(t);
    const { host, port } = broker;
    const lanPort = await findFreePort();
    const supervisor = await startSupervisor(t, {
      hostname: '127.0.0.1',
      mqtt: { addon: 'core_mosquitto', host, port, ssl: false, protocol: '3.1.1' },
      lanListenerPort: lanPort,
    });
    const core = await startCore(t, {
      ...rest,
      files: { ...(hasWww ? { 'www/own.txt': '' } : {}), ...files },
      env: { SUPERVISOR: new URL(supervisor.url).host, SUPERVISOR_TOKEN: CORE_TOKEN, ...env },
    });
    const owner = await onboard(core.url);
    const ha = await HomeAssistantClient.connect(core.url, owner.tokens.access_token);
    const guest = await addUser(ha, 'gus');
    const users = await ha.call<CoreUser[]>('config/auth/list');
    await supervisor.change({
      core: core.url,
      coreAdminToken: owner.tokens.access_token,
      users: users.map(({ id, username, name }) => ({
        id,
        displayname: name,
        ...(username === null ? {} : { username }),
      })),
    });
    // Not `addon`, by which Home Assistant would want to start it itself.
    const way = { next_step_id: 'broker' };
    const login = { broker: host, port, set_ca_cert: 'off', set_client_cert: false };
    await addIntegration(ha, 'mqtt', { ...way, ...login });
    const data = join(await temporaryDirectory(t), 'oriel');
    const home = new AppHome(t, { core, supervisor, owner, guest, ha, data, lanPort });
    t.after(() => home.#ha[Symbol.asyncDispose]());
    await home.startOriel(options);
    return home;
  }

  /** As the owner. */
  get ha(): HomeAssistantClient {
    return this.#ha;
  }

  get oriel(): Program {
    if (!this.#oriel) throw new Error('Oriel does not run');
    return this.#oriel;
  }

  async startOriel(options: AppHomeOptions['options']): Promise<void> {
    const http = { lan_port: this.#lanPort, ...(options['http'] as object | undefined) };
    const file = await writeOptions(this.#t, JSON.stringify({ ...options, http }));
    const args = ['--options', file, '--port', '0', '--data', this.#data];
    this.#oriel = await startProgram(this.#t, args, {
      SUPERVISOR_TOKEN: this.supervisor.token,
      ORIEL_SUPERVISOR: this.supervisor.url,
      ORIEL_INGRESS_PEER: INGRESS_PEER,
      ORIEL_HOME_ASSISTANT_CONFIG: this.core.config,
      ORIEL_HOME_ASSISTANT_URL: this.core.url,
    });
    await this.supervisor.change({ app: this.orielUrl });
  }

  async restartOriel(options: AppHomeOptions['options']): Promise<void> {
    const { child, ended } = this.oriel;
    this.#oriel = null;
    child.kill('SIGTERM');
    await ended;
    await this.startOriel(options);
  }

  async restartCore(): Promise<void> {
    await this.#ha[Symbol.asyncDispose]();
    await this.core.stop();
    await this.core.start();
    this.#ha = await HomeAssistantClient.connect(this.core.url, this.owner.tokens.access_token);
  }

  /** Without Home Assistant in between. */
  get orielUrl(): string {
    return this.oriel.url.replace('0.0.0.0', '127.0.0.1');
  }

  /** What Oriel says of itself in Home Assistant, once it is as wanted. */
  async untilStatus(
    what: string,
    isIt: (status: HomeAssistantStatus) => boolean,
    withinMs = 30_000,
  ): Promise<HomeAssistantStatus> {
    let last: HomeAssistantStatus | null = null;
    try {
      return await eventually(
        what,
        async () => {
          const response = await fetch(new URL('api/home-assistant', this.orielUrl));
          last = (await response.json()) as HomeAssistantStatus;
          return isIt(last) ? last : null;
        },
        withinMs,
      );
    } catch (error) {
      throw new Error(`${String(error)}; it is ${JSON.stringify(last)}`, { cause: error });
    }
  }
}

interface Parts {
  readonly core: RunningCore;
  readonly supervisor: Supervisor;
  readonly owner: Login;
  readonly guest: Login;
  readonly ha: HomeAssistantClient;
  readonly data: string;
  readonly lanPort: number;
}

// The app as the Supervisor runs it: options in /data, a token in the environment, ports closed.

import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from './engine.ts';

/** Of a device that a camera's driver might have made. */
export const DEVICE_GROUP = 4242;
const TOKEN = 'secret-of-the-supervisor';

export interface ContainerOptions {
  readonly engine: Engine;
  readonly image: string;
  /** What the Supervisor writes to options.json. */
  readonly options: unknown;
}

export interface Process {
  readonly command: string;
  readonly user: number;
  readonly groups: readonly number[];
}

export class Container implements AsyncDisposable {
  readonly #engine: Engine;
  readonly #id: string;
  readonly #folder: string;

  private constructor(engine: Engine, id: string, folder: string) {
    this.#engine = engine;
    this.#id = id;
    this.#folder = folder;
  }

  static async start({ engine, image, options }: ContainerOptions): Promise<Container> {
    const folder = await mkdtemp(join(tmpdir(), 'oriel-container-'));
    await prepareMounts(folder, options);
    const id = await engine.podman(
      'run',
      '--detach',
      '--network=none',
      '--ulimit=nofile=1024:1024',
      '--ulimit=nproc=4096:4096',
      `--env=SUPERVISOR_TOKEN=${TOKEN}`,
      `--volume=${join(folder, 'data')}:/data`,
      `--volume=${join(folder, 'media')}:/media`,
      `--volume=${join(folder, 'config')}:/config`,
      `--volume=${join(folder, 'homeassistant')}:/homeassistant`,
      `--volume=${join(folder, 'video7')}:/dev/video7`,
      image,
    );
    return new Container(engine, id, folder);
  }

  /** @returns what the command prints */
  exec(...command: readonly string[]): Promise<string> {
    return this.#engine.podman('exec', this.#id, ...command);
  }

  execAs(user: number, ...command: readonly string[]): Promise<string> {
    return this.#engine.podman('exec', `--user=${user}`, this.#id, ...command);
  }

  /** Runs the image's HEALTHCHECK until it succeeds. */
  async becomeHealthy(): Promise<void> {
    for (;;) {
      try {
        await this.#engine.podman('healthcheck', 'run', this.#id);
        return;
      } catch (error) {
        const state = await this.#inspect('{{.State.Status}}');
        if (state !== 'running') throw new Error(await this.log(), { cause: error });
        await delay(200);
      }
    }
  }

  /** GET on the port that is for ingress, from inside. */
  get(path: string): Promise<string> {
    return this.exec('curl', '--fail', '--silent', '--show-error', `http://127.0.0.1:8099/${path}`);
  }

  async listProcesses(): Promise<Process[]> {
    const script =
      'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline; grep -E "^(Uid|Groups):" $p/status; echo; done';
    const text = await this.exec('sh', '-c', `{ ${script}; } 2>/dev/null`);
    return text.split('\n\n').filter(Boolean).map(parseProcess);
  }

  /** @param signal a name such as TERM */
  async kill(signal: string): Promise<void> {
    await this.#engine.podman('kill', `--signal=${signal}`, this.#id);
  }

  /** @returns the exit code, once it has ended */
  async ended(): Promise<number> {
    return Number(await this.#engine.podman('wait', this.#id));
  }

  /** stdout and stderr so far. */
  async log(): Promise<string> {
    return this.#engine.podman('logs', this.#id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine.podman('rm', '--force', '--time=0', this.#id);
    await rm(this.#folder, { recursive: true });
  }

  #inspect(format: string): Promise<string> {
    return this.#engine.podman('inspect', `--format=${format}`, this.#id);
  }
}

/** As the Supervisor leaves them: root's, the options readable for root alone. */
async function prepareMounts(folder: string, options: unknown): Promise<void> {
  for (const name of ['data', 'media', 'config', 'homeassistant']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'data/options.json'), JSON.stringify(options), { mode: 0o600 });
  const device = join(folder, 'video7');
  await writeFile(device, '');
  await chown(device, 0, DEVICE_GROUP);
  await chmod(device, 0o660);
}

function parseProcess(text: string): Process {
  const [, command = '', user] = /^(.*?)Uid:\s+(\d+)/s.exec(text) ?? [];
  const [, groups = ''] = /Groups:([^\n]*)/.exec(text) ?? [];
  return {
    command: command.trim(),
    user: Number(user),
    groups: groups.trim().split(/\s+/).filter(Boolean).map(Number),
  };
}

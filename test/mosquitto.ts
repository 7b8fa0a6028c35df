// A real broker for tests, in a process of its own.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { execa } from 'execa';

export interface MosquittoOptions {
  /** Who may come in; without it, everybody. */
  readonly login?: { readonly username: string; readonly password: string };
  /** With certificates from `createCertificates`. */
  readonly tls?: { readonly certificates: Certificates; readonly hasClientCertificates?: boolean };
  /** Whether retained messages outlive the process. */
  readonly hasPersistence?: boolean;
  /** Lines for its configuration file. */
  readonly settings?: readonly string[];
}

export interface Mosquitto {
  readonly host: string;
  readonly port: number;
  readonly directory: string;
  /** Everything it has logged, of all its runs. */
  readonly log: () => string;
  /** As after `kill` or `stop`, on the same port. */
  start(): Promise<void>;
  /** Lets it save what it keeps. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** A broker that hangs. */
  pause(): void;
  resume(): void;
  setPassword(username: string, password: string): Promise<void>;
}

const HOST = '127.0.0.1';
// /usr/sbin is not in the PATH of every user.
const PATH = `${process.env['PATH']}:/usr/local/sbin:/usr/sbin`;

/** Ends with the test. */
export async function startMosquitto(
  t: TestContext,
  options: MosquittoOptions = {},
): Promise<Mosquitto> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-mosquitto-'));
  const port = await findFreePort();
  const broker = new MosquittoProcess(directory, port);
  t.after(async () => {
    await broker.kill();
    await rm(directory, { recursive: true, force: true });
  });
  if (options.login) await broker.setPassword(options.login.username, options.login.password);
  await writeFile(broker.configFile, renderConfig(options, { directory, port }));
  await broker.start();
  return broker;
}

class MosquittoProcess implements Mosquitto {
  readonly host = HOST;
  readonly port: number;
  readonly directory: string;
  #child: ChildProcess | null = null;
  #log = '';

  constructor(directory: string, port: number) {
    this.directory = directory;
    this.port = port;
  }

  get configFile(): string {
    return join(this.directory, 'mosquitto.conf');
  }

  log = (): string => this.#log;

  async start(): Promise<void> {
    const child = spawn('mosquitto', ['-c', this.configFile], {
      env: { ...process.env, PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    const before = this.#log.length;
    child.stderr.setEncoding('utf8');
    const running = Promise.withResolvers<void>();
    child.stderr.on('data', (text: string) => {
      this.#log += text;
      if (this.#log.slice(before).includes(' running')) running.resolve();
    });
    const exited = once(child, 'exit').then(() => {
      throw new Error(`mosquitto ended: ${this.#log}`);
    });
    exited.catch(() => {});
    await Promise.race([running.promise, exited]);
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** A running broker is told to read the file again. */
  async setPassword(username: string, password: string): Promise<void> {
    const file = join(this.directory, 'passwords');
    await writeFile(file, `${username}:${password}\n`);
    await execa('mosquitto_passwd', ['-U', file], { env: { PATH } });
    this.#child?.kill('SIGHUP');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

function renderConfig(
  { login, tls, hasPersistence, settings = [] }: MosquittoOptions,
  { directory, port }: { directory: string; port: number },
): string {
  const lines = [
    `listener ${port} ${HOST}`,
    `allow_anonymous ${login === undefined}`,
    'log_dest stderr',
    'log_type all',
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    ...(login ? [`password_file ${directory}/passwords`] : []),
    ...(hasPersistence ? ['persistence true', `persistence_location ${directory}/`] : []),
    ...settings,
  ];
  if (tls) {
    const { ca, server } = tls.certificates;
    lines.push(`cafile ${ca}`, `certfile ${server.cert}`, `keyfile ${server.key}`);
    if (tls.hasClientCertificates) lines.push('require_certificate true');
  }
  return `${lines.join('\n')}\n`;
}

/** Free a moment ago, and none that the system gives to a connection before it is used. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const listening = once(server, 'listening');
    const port = randomInt(10_000, 32_768);
    server.listen(port, HOST);
    const isFree = await listening.then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** Paths of PEM files. */
export interface Certificates {
  readonly ca: string;
  readonly server: KeyPair;
  readonly client: KeyPair;
}

/** An authority of our own, a server at 127.0.0.1 and a client, signed by it. */
export async function createCertificates(t: TestContext): Promise<Certificates> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-certificates-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const openssl = (...args: string[]) => execa('openssl', args, { cwd: directory });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ca = join(directory, 'ca.pem');
  const caKey = join(directory, 'ca.key');
  await openssl('req', '-x509', ...newKey, '-keyout', caKey, '-out', ca, '-subj', '/CN=test CA');
  const sign = async (name: string): Promise<KeyPair> => {
    const pair = { cert: join(directory, `${name}.pem`), key: join(directory, `${name}.key`) };
    const request = join(directory, `${name}.csr`);
    const extensions = join(directory, `${name}.ext`);
    await writeFile(extensions, 'subjectAltName=IP:127.0.0.1\n');
    await openssl('req', ...newKey, '-keyout', pair.key, '-out', request, '-subj', `/CN=${name}`);
    const by = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-extfile', extensions];
    await openssl('x509', '-req', '-in', request, '-out', pair.cert, ...by);
    return pair;
  };
  return { ca, server: await sign('server'), client: await sign('client') };
}

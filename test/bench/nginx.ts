// nginx with one worker in front of a folder: what a web server can do that does nothing else.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';

export interface Nginx extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
}

/** @param files what it serves, by name */
export async function startNginx(files: Readonly<Record<string, Buffer>>): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-bench-nginx-'));
  const root = join(directory, 'files');
  await mkdir(root);
  for (const [name, data] of Object.entries(files)) await writeFile(join(root, name), data);
  const port = await freePort();
  const config = join(directory, 'nginx.conf');
  await writeFile(config, renderConfig(directory, port));
  const child = spawn('nginx', ['-e', join(directory, 'error.log'), '-c', config], {
    stdio: 'inherit',
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}/`;
  await eventually('nginx is up', () =>
    fetch(url).then(
      () => true,
      () => null,
    ),
  );
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function renderConfig(directory: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${directory};`,
  );
  // Who starts it as root must not lose the right to read its files.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `daemon off; ${user} worker_processes 1; pid ${directory}/pid;
events { worker_connections 4096; }
http {
  ${temporary.join(' ')}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  open_file_cache max=100; default_type video/mp4;
  server { listen 127.0.0.1:${port}; root ${directory}/files; }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

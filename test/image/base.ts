// The images that ours is built from, made of Debian's packages: Home Assistant's own come from a registry
// that not every machine reaches. What s6-overlay would do there, rootfs/ does here.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Engine } from './engine.ts';

const SUITE = 'bookworm';
const MIRROR = 'http://deb.debian.org/debian';
/** As in Home Assistant's base. */
const PATH = '/command:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const ROOTFS = fileURLToPath(new URL('rootfs', import.meta.url));

/** Makes it when it is not there yet, which takes a minute. @returns its name */
export async function provideBase(engine: Engine): Promise<string> {
  const name = `localhost/oriel-test-base:${recipeHash()}`;
  const isThere = await engine.buildah('inspect', '--type', 'image', name).then(
    () => true,
    () => false,
  );
  if (isThere) return name;
  const root = await mkdtemp(join(tmpdir(), 'oriel-base-'));
  try {
    await fillRoot(root);
    await commit({ engine, root, name });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return name;
}

function recipeHash(): string {
  const hash = createHash('sha256').update(SUITE + process.version);
  const files = readdirSync(ROOTFS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [fileURLToPath(import.meta.url), ...files.toSorted()]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

async function fillRoot(root: string): Promise<void> {
  const packages = '--include=ca-certificates,execline,s6';
  await execa('debootstrap', ['--variant=minbase', packages, SUITE, root, MIRROR]);
  await rm(join(root, 'var/cache/apt/archives'), { recursive: true });
  await mkdir(join(root, 'var/cache/apt/archives/partial'), { recursive: true });
  await cp(ROOTFS, root, { recursive: true });
  await cp(process.execPath, join(root, 'usr/local/bin/node'));
  const npm = 'usr/local/lib/node_modules/npm';
  await cp(await findNpm(), join(root, npm), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
}

async function findNpm(): Promise<string> {
  const { stdout } = await execa('npm', ['root', '--global']);
  const folder = join(stdout, 'npm');
  if (existsSync(folder)) return realpathSync(folder);
  throw new Error(`npm is not in ${folder}`);
}

interface Commit {
  readonly engine: Engine;
  readonly root: string;
  readonly name: string;
}

async function commit({ engine: { buildah, policyFile }, root, name }: Commit): Promise<void> {
  const container = await buildah('from', 'scratch');
  try {
    await buildah('add', '--quiet', container, root, '/');
    await buildah('config', '--env', `PATH=${PATH}`, '--entrypoint', '["/init"]', container);
    await buildah('commit', '--quiet', '--signature-policy', policyFile, container, name);
  } finally {
    await buildah('rm', container);
  }
}

import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { provideBase } from './base.ts';
import type { Engine } from './engine.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const VERSION = '1.2.3';

/** Builds the Dockerfile on a base of Debian. @returns the image's name */
export async function buildImage(engine: Engine): Promise<string> {
  const base = await provideBase(engine);
  const name = 'localhost/oriel-test';
  const npm = await writeNpmSettings();
  const buildArgs = {
    BUILD_FROM: base,
    BUILD_NODE: base,
    BUILD_ARCH: process.arch === 'arm64' ? 'aarch64' : 'amd64',
    BUILD_VERSION: VERSION,
  };
  try {
    await engine.buildah(
      'build',
      '--quiet',
      '--format=docker',
      '--pull-never',
      `--signature-policy=${engine.policyFile}`,
      ...Object.entries(buildArgs).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
      `--volume=${npm.settings}:/usr/local/etc:ro`,
      `--volume=${npm.cache}:/npm-cache`,
      `--tag=${name}`,
      ROOT,
    );
    // What the name stood for before.
    await engine.buildah('rmi', '--prune');
  } finally {
    await rm(npm.settings, { recursive: true });
  }
  return name;
}

/** @returns paths of files and folders in /opt/oriel, two levels deep */
export async function listProgramFiles(engine: Engine, image: string): Promise<Set<string>> {
  const container = await engine.buildah('from', '--pull-never', image);
  try {
    const find = ['find', '/opt/oriel', '-mindepth', '1', '-maxdepth', '2', '-printf', '%P\\n'];
    const files = await engine.buildah('run', container, '--', ...find);
    return new Set(files.split('\n'));
  } finally {
    await engine.buildah('rm', container);
  }
}

interface NpmSettings {
  /** A folder that npm in the build finds at /usr/local/etc. */
  readonly settings: string;
  readonly cache: string;
}

/** npm in the build uses this machine's registry, certificates and cache. */
async function writeNpmSettings(): Promise<NpmSettings> {
  const [registry, cache] = await Promise.all([npmConfig('registry'), npmConfig('cache')]);
  const settings = await mkdtemp(join(tmpdir(), 'oriel-npm-'));
  const lines = [`registry=${registry}`, 'cache=/npm-cache', 'update-notifier=false'];
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  if (certificates) {
    await copyFile(certificates, join(settings, 'ca.pem'));
    lines.push('cafile=/usr/local/etc/ca.pem');
  }
  await writeFile(join(settings, 'npmrc'), `${lines.join('\n')}\n`);
  await mkdir(cache, { recursive: true });
  return { settings, cache };
}

async function npmConfig(key: string): Promise<string> {
  const { stdout } = await execa('npm', ['config', 'get', key], { cwd: tmpdir() });
  return stdout;
}

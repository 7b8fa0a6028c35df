// Builds and runs images without a Docker daemon: buildah in a chroot, podman with runc, storage of our own.

import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { execa } from 'execa';

const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'oriel-image-test');
const PROGRAMS = ['buildah', 'podman', 'runc', 'debootstrap'] as const;
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'];

/** Why no image can be built here, in words; undefined where one can. */
export async function findObstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'images are built on Linux only';
  const missing = PROGRAMS.filter((program) => !hasProgram(program));
  if (missing.length > 0) return `missing here: ${missing.join(', ')}; npm run test:image installs`;
  if (process.getuid?.() !== 0) return 'images are built by root only';
  const { failed } = await execa('unshare', ['--mount', 'true'], { reject: false });
  return failed ? 'root may not mount here, as in a container that is not privileged' : undefined;
}

export interface Engine {
  /** @returns what the command prints */
  readonly buildah: (...args: readonly string[]) => Promise<string>;
  readonly podman: (...args: readonly string[]) => Promise<string>;
  /** Where buildah finds out which images it may use. */
  readonly policyFile: string;
}

export async function openEngine(): Promise<Engine> {
  await mkdir(CACHE, { recursive: true });
  const driver = (await canOverlay()) ? 'overlay' : 'vfs';
  const storage = join(CACHE, driver);
  const storageFile = join(CACHE, `${driver}.conf`);
  const policyFile = join(CACHE, 'policy.json');
  await writeFile(storageFile, renderStorage(driver, storage));
  await writeFile(policyFile, JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  const env = {
    CONTAINERS_STORAGE_CONF: storageFile,
    BUILDAH_ISOLATION: 'chroot',
    PATH: FOLDERS.join(delimiter),
  };
  const run = async (file: string, args: readonly string[]): Promise<string> => {
    const { stdout } = await execa(file, args, { env, stdin: 'ignore' });
    return stdout;
  };
  const podmanArgs = [
    '--storage-driver',
    driver,
    '--runtime',
    'runc',
    '--cgroup-manager',
    'cgroupfs',
  ];
  return {
    buildah: (...args) => run('buildah', args),
    podman: (...args) => run('podman', [...podmanArgs, ...args]),
    policyFile,
  };
}

function hasProgram(name: string): boolean {
  return FOLDERS.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function renderStorage(driver: string, storage: string): string {
  const text = (value: string): string => JSON.stringify(value);
  return [
    '[storage]',
    `driver = ${text(driver)}`,
    `graphroot = ${text(join(storage, 'graph'))}`,
    `runroot = ${text(join(storage, 'run'))}`,
    '',
  ].join('\n');
}

/** Some sandboxes forbid it; without it every layer is a copy. */
async function canOverlay(): Promise<boolean> {
  const probe = join(CACHE, 'probe');
  const folders = ['lower', 'upper', 'work', 'merged'].map((name) => join(probe, name));
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  const [lower, upper, work, merged = ''] = folders;
  const layers = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  const mount = await execa('mount', ['-t', 'overlay', 'overlay', '-o', layers, merged], {
    reject: false,
  });
  if (mount.failed) return false;
  await execa('umount', [merged]);
  return true;
}

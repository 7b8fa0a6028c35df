// @ts-check
// A Debian of its own in a folder, for a Python that this machine does not have.

import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { outcome, run } from '../command.mjs';

/** Where debootstrap finds out how to lay out a suite that it has not heard of. */
const SCRIPTS = '/usr/share/debootstrap/scripts';
const MIRROR = 'http://deb.debian.org/debian';

/** Files by which this machine finds and trusts others. */
const NETWORK_FILES = ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt'];

/**
 * @param {string} folder
 * @param {{ suite: string, python: string }} options
 */
export async function makeDebianRoot(folder, { suite, python }) {
  const compiler = ['g++', `${python}-dev`]; // for packages that come as source
  const packages = ['ca-certificates', 'libturbojpeg0', python, `${python}-venv`, ...compiler];
  mkdirSync(folder, { recursive: true });
  const script = existsSync(join(SCRIPTS, suite)) ? [] : [join(SCRIPTS, 'sid')];
  await run(`unpacking Debian ${suite} for Home Assistant Core`, [
    'debootstrap',
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    suite,
    folder,
    await findMirror(),
    ...script,
  ]);
  for (const file of NETWORK_FILES) if (existsSync(file)) copyFileSync(file, join(folder, file));
  mkdirSync(join(folder, 'config'), { recursive: true });
  rmSync(join(folder, 'var/cache/apt'), { recursive: true, force: true });
}

/** The one this machine's own Debian comes from. */
async function findMirror() {
  const format = '$(ORIGIN) $(REPO_URI)';
  const command = ['apt-get', 'indextargets', '--format', format, 'Created-By: Packages'];
  const { failure, output } = await outcome(command);
  const lines = failure === undefined ? output.split('\n') : [];
  const known = lines.find((line) => /^Debian \S+\/debian\/?$/.test(line));
  return known?.split(' ')[1] ?? MIRROR;
}

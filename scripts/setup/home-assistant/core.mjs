// @ts-check
// Where Home Assistant Core is once it has been set up, and how it is run there.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DEBIAN_PATH, inDebianRoot } from './enter.mjs';

/**
 * @typedef {object} Core
 * @property {'container' | 'debian' | 'python'} kind
 * @property {string} version
 * @property {string} folder
 */

/**
 * @typedef {object} CoreRun
 * @property {string} config the folder with configuration.yaml
 * @property {string} name for a container
 * @property {Readonly<Record<string, string>>} [env] for Core itself
 */

/** Another one than ours is asked for to find out which versions do. */
export const VERSION = process.env['ORIEL_HA_VERSION'] ?? '2026.11.0';
export const IMAGE = `ghcr.io/home-assistant/home-assistant:${VERSION}`;

/** Which Python it wants, and the Debian that has it. */
export const { python: PYTHON, suite: SUITE } = isSince('2026.3')
  ? { python: 'python3.14', suite: 'forky' }
  : { python: 'python3.13', suite: 'trixie' };

/** What is in the folder depends on these. */
const RECIPE = ['debian-root.mjs', 'install_requirements.py', 'packages.mjs'];
const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'oriel');
export const RECORD = 'core.json';

export const CORE_FOLDER = join(CACHE, `home-assistant-${VERSION}-${recipeHash()}`);

/** @returns {Core | undefined} undefined until the set-up has brought it */
export function findCore() {
  try {
    return JSON.parse(readFileSync(join(CORE_FOLDER, RECORD), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * What runs Core until it is told SIGTERM. It listens as its configuration says, in the network of this machine.
 *
 * @param {Core} core
 * @param {CoreRun} run
 * @returns {{ command: string[], env: Record<string, string> }}
 */
export function coreCommand({ kind, folder }, { config, name, env = {} }) {
  const own = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', TZ: 'UTC', ...env };
  const run = ['-m', 'homeassistant', '--config'];
  if (kind === 'container') return { command: containerCommand({ config, name, env }), env: own };
  if (kind === 'python') {
    const python = join(folder, 'venv/bin/python');
    return { command: [python, ...run, config, '--skip-pip'], env: { ...own, HOME: config } };
  }
  const python = '/venv/bin/python';
  return {
    command: inDebianRoot(folder, [python, ...run, '/config', '--skip-pip'], config),
    env: { ...own, PATH: DEBIAN_PATH, HOME: '/config' },
  };
}

/** @param {Required<CoreRun>} run */
function containerCommand({ config, name, env }) {
  // So that what it writes can be removed by who runs the tests.
  const user = `--user=${process.getuid?.()}:${process.getgid?.()}`;
  const variables = Object.entries({ HOME: '/config', ...env });
  return [
    'docker',
    'run',
    '--rm',
    '--network=host',
    `--name=${name}`,
    user,
    ...variables.map(([key, value]) => `--env=${key}=${value}`),
    `--volume=${config}:/config`,
    '--entrypoint=python3',
    IMAGE,
    '-m',
    'homeassistant',
    '--config',
    '/config',
    '--skip-pip',
  ];
}

/** @param {string} month whether our version is of it, or later: "2026.3" */
export function isSince(month) {
  const [year = 0, of = 0] = VERSION.split('.').map(Number);
  const [sinceYear = 0, since = 0] = month.split('.').map(Number);
  return year > sinceYear || (year === sinceYear && of >= since);
}

function recipeHash() {
  const hash = createHash('sha256');
  for (const file of RECIPE) hash.update(readFileSync(new URL(file, import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}

// @ts-check
// Core and what its integrations need, from PyPI or whatever pip uses instead of it here.

import { outcome, run } from '../command.mjs';

/** What the tests use; others Core sets up by itself. */
const INTEGRATIONS = [
  'camera',
  'config',
  'generic',
  'hassio',
  'history',
  'image',
  'logbook',
  'lovelace',
  'media_source',
  'mqtt',
  'stream',
  'template',
];

/** Of pip's settings, those that say where packages come from. */
const PIP_SETTINGS = ['index-url', 'extra-index-url', 'trusted-host', 'proxy', 'timeout'];
const PROXIES = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/**
 * @typedef {object} Place all paths as the commands see them
 * @property {string} python to begin with
 * @property {string} environment a folder that is to hold Core
 * @property {string} script install_requirements.py
 * @property {Readonly<NodeJS.ProcessEnv>} variables
 * @property {(command: readonly string[]) => string[]} enter takes a command there
 */

/**
 * @param {string} version
 * @param {Place} place
 */
export async function installCore(version, { python, environment, script, variables, enter }) {
  const env = { ...variables, ...(await findPipVariables()) };
  const own = `${environment}/bin/python`;
  const pip = [own, '-m', 'pip', 'install', '--quiet', '--no-cache-dir', '--no-compile'];
  await run('making a Python environment', enter([python, '-m', 'venv', environment]), { env });
  const core = enter([...pip, `homeassistant==${version}`]);
  await run(`installing Home Assistant Core ${version}`, core, { env });
  const rest = enter([own, script, ...INTEGRATIONS]);
  await run('installing what its integrations need', rest, { env });
}

/**
 * As environment variables, which pip reads anywhere; this machine's files are not everywhere.
 *
 * @returns {Promise<Record<string, string>>}
 */
async function findPipVariables() {
  const { failure, output } = await outcome(['python3', '-m', 'pip', 'config', 'list']);
  const lines = failure === undefined ? output.split('\n') : [];
  const settings = lines.flatMap((line) => {
    // As in: global.index-url='https://…', or :env:.index-url='https://…'
    const [, key = '', value = ''] = /^[\w:]+\.([\w-]+)='(.*)'$/.exec(line) ?? [];
    return PIP_SETTINGS.includes(key) ? [[pipVariable(key), value]] : [];
  });
  const names = [...PIP_SETTINGS.map(pipVariable), ...PROXIES];
  const given = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return Object.fromEntries([...settings, ...given]);
}

/** @param {string} setting */
function pipVariable(setting) {
  return `PIP_${setting.replaceAll('-', '_').toUpperCase()}`;
}

// @ts-check
// node_modules as package-lock.json has it, with the Node that Oriel runs on among it.

import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { outcome, run, SetupError } from './command.mjs';

const NODE_MAJOR = 24;

/**
 * The part of an entry in package-lock.json that says what is installed, and where it can be.
 *
 * @typedef {object} LockedPackage
 * @property {string} version
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 */

/**
 * @param {string} root
 * @returns {import('../setup.mjs').Step}
 */
export function nodeModules(root) {
  return {
    isNeeded: async () => isStale(root) || !(await hasNode(root)),
    run: () => install(root),
  };
}

/** @param {string} root */
function isStale(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  if (!wanted) throw new SetupError(`package-lock.json is missing in ${root}: restore it from git`);
  const installed = lockedPackages(installedRecord(root));
  if (!installed) return true;
  for (const [path, entry] of wanted) {
    const found = installed.get(path);
    if (found ? !isSame(entry, found) : !entry.optional) return true;
  }
  return [...installed].some(([path, entry]) => !wanted.has(path) || !fitsMachine(entry));
}

/**
 * @param {string} file
 * @returns {Map<string, LockedPackage> | undefined}
 */
function lockedPackages(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    delete packages['']; // the project itself
    return new Map(Object.entries(packages));
  } catch {
    return undefined; // missing, or cut off in the middle of an installation
  }
}

/**
 * @param {LockedPackage} a
 * @param {LockedPackage} b
 */
function isSame(a, b) {
  return a.version === b.version && a.integrity === b.integrity;
}

/**
 * False for a node_modules that was copied from another kind of machine.
 *
 * @param {LockedPackage} entry
 */
function fitsMachine({ os, cpu }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

/** @param {string} root */
async function hasNode(root) {
  const node = binNode(root);
  if (!existsSync(node)) return false;
  if (realpathSync(node) === process.execPath) return isRecent(process.version);
  const { failure, output } = await outcome([node, '-v']);
  return failure === undefined && isRecent(output);
}

/**
 * What npm has put into node_modules, written down at the end of an installation.
 *
 * @param {string} root
 */
const installedRecord = (root) => join(root, 'node_modules', '.package-lock.json');

/** @param {string} root */
const binNode = (root) => join(root, 'node_modules', '.bin', 'node');

/** @param {string} version as in "v24.21.0" */
function isRecent(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1]) >= NODE_MAJOR;
}

/** @param {string} root */
async function install(root) {
  // Node is published for glibc only. Its package would leave a program behind that cannot run.
  const isMusl = existsSync('/etc/alpine-release');
  if (isMusl && !isRecent(process.version)) {
    throw new SetupError(
      `Oriel needs Node ${NODE_MAJOR} or later here, this is ${process.version}: apk add nodejs npm`,
    );
  }
  // Interrupted from here on, node_modules are incomplete: without their record they count as missing.
  rmSync(installedRecord(root), { force: true });
  await npmCi(root, isMusl ? ['--ignore-scripts'] : []);
  if (isMusl) {
    rmSync(binNode(root), { force: true });
    symlinkSync(process.execPath, binNode(root));
  }
  if (!(await hasNode(root))) {
    throw new SetupError(
      `node_modules/.bin/node is not Node ${NODE_MAJOR}: npm did not run the install script of the package "node". ` +
        'Run: npm rebuild node --ignore-scripts=false',
    );
  }
}

/**
 * @param {string} root
 * @param {readonly string[]} extra
 */
function npmCi(root, extra) {
  // Development packages are part of it even under NODE_ENV=production or `npm start --omit=dev`.
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', ...extra];
  return run('installing the Node packages', ['npm', 'ci', ...flags], {
    cwd: root,
    env: { ...process.env, PATH: pathWithoutNodeModules() },
  });
}

/** npm puts node_modules/.bin first in PATH; what is found there is about to be deleted. */
function pathWithoutNodeModules() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => !folder.includes('node_modules')).join(delimiter);
}

// @ts-check
// One set-up at a time in a checkout: two `npm ci` at once would tear node_modules apart.

import { readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { interruption, report, SETUP_MARK, SetupError } from './command.mjs';

const POLL_MS = 200;

/** @param {string} root */
const lockPath = (root) => join(root, '.setup-lock');

/**
 * @param {string} root
 * @returns {string | undefined} the process id of the set-up that runs in this checkout
 */
function lockOwner(root) {
  try {
    return readlinkSync(lockPath(root));
  } catch {
    return undefined; // nobody
  }
}

/** @param {string} root */
export function isLocked(root) {
  return lockOwner(root) !== undefined;
}

/**
 * @param {string} root
 * @param {() => Promise<void>} work
 */
export async function withLock(root, work) {
  await acquire(root);
  try {
    await work();
  } finally {
    rmSync(lockPath(root), { force: true });
  }
}

/** @param {string} root */
async function acquire(root) {
  let announced = false;
  while (!tryLock(root)) {
    const owner = lockOwner(root);
    if (owner !== undefined && !isSetUp(owner) && !hasLeftovers(owner)) {
      rmSync(lockPath(root), { force: true });
      continue;
    }
    if (!announced) report(`waiting for another set-up in this folder (process ${owner})`);
    announced = true;
    await delay(POLL_MS);
    if (interruption.aborted) throw new SetupError('interrupted');
  }
}

/**
 * A symbolic link is created together with its content in one step, so a lock always has an owner.
 *
 * @param {string} root
 */
function tryLock(root) {
  try {
    symlinkSync(String(process.pid), lockPath(root));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new SetupError(`cannot write to ${root} (${String(codeOf(error))})`);
  }
}

/**
 * Whether the process is still there and still a set-up: ids are given anew after a restart.
 *
 * @param {string} pid
 */
function isSetUp(pid) {
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    if (codeOf(error) !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('setup.mjs');
  } catch {
    return true; // no /proc here
  }
}

/**
 * Whether something that the set-up started is still there: npm goes on when the set-up is killed.
 *
 * @param {string} pid
 */
function hasLeftovers(pid) {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .some((process) => readProc(process, 'environ').includes(`${SETUP_MARK}=${pid}\0`));
  } catch {
    return false; // no /proc here
  }
}

/**
 * @param {string} pid
 * @param {string} file
 */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // gone, or another user's
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

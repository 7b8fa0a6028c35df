// @ts-check
// Programs that come from the system's package manager: found, else installed when that is allowed.

import { outcome, report, run, SetupError } from './command.mjs';
import {
  APPARMOR,
  BUILDAH,
  CHROMIUM,
  DEBOOTSTRAP,
  FFMPEG,
  FONT,
  hasProgram,
  MOSQUITTO,
  PODMAN,
  PYTHON_BRINGER,
  RTSP_SERVER,
} from './programs.mjs';

/** @typedef {import('./programs.mjs').Program} Program */

/** Oriel starts without what is only wanted, and does less. */
const NEEDS = {
  start: { required: [FFMPEG], wanted: [FONT] },
  test: { required: [FFMPEG, FONT, MOSQUITTO, CHROMIUM, RTSP_SERVER], wanted: [] },
  'home-assistant': { required: [FFMPEG, FONT, MOSQUITTO, CHROMIUM], wanted: [PYTHON_BRINGER] },
  image: { required: [], wanted: [APPARMOR, BUILDAH, DEBOOTSTRAP, PODMAN] },
};

/**
 * @param {keyof typeof NEEDS} mode
 * @returns {import('../setup.mjs').Step}
 */
export function systemPrograms(mode) {
  const { required, wanted } = NEEDS[mode];
  const all = [...required, ...wanted];
  return {
    isNeeded: async () => (await missing(all)).length > 0,
    run: async () => {
      const install = await installer();
      const isVital = (await missing(required)).length > 0;
      await install?.(await missing(all)).catch((error) => {
        if (isVital) throw error;
        reportAndGoOn(error);
      });
      const [lacking, unwanted] = [await missing(required), await missing(wanted)];
      if (lacking.length > 0) throw new SetupError(advice(lacking));
      if (unwanted.length > 0) report(advice(unwanted));
    },
  };
}

/** @param {readonly Program[]} programs */
async function missing(programs) {
  const there = await Promise.all(programs.map((program) => program.isThere()));
  return programs.filter((_, index) => !there[index]);
}

/**
 * What installs programs here without asking anybody, if anything does.
 *
 * @returns {Promise<((programs: readonly Program[]) => Promise<void>) | undefined>}
 */
async function installer() {
  const asRoot = await rootPrefix();
  if (!asRoot) return undefined;
  if (hasProgram('apt-get')) return (programs) => aptInstall(asRoot, programs);
  if (hasProgram('apk')) return (programs) => apkInstall(asRoot, programs);
  return undefined;
}

/** @returns {Promise<string[] | undefined>} what to put before a command that needs root */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const { failure } = await outcome(['sudo', '-n', 'true']);
  return failure === undefined ? ['sudo', '-n'] : undefined;
}

/**
 * @param {readonly string[]} asRoot
 * @param {readonly Program[]} programs
 */
async function aptInstall(asRoot, programs) {
  // sudo drops the environment, hence `env`.
  const aptGet = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  const waiting = ['-o', 'DPkg::Lock::Timeout=300'];
  // One broken third-party source fails the update and may not matter for the installation.
  await run('updating the package lists', [...aptGet, 'update']).catch(reportAndGoOn);
  const packages = programs.flatMap(({ apt }) => apt);
  const install = [...aptGet, ...waiting, 'install', '-y', '--no-install-recommends', ...packages];
  await run(`installing ${names(programs)}`, install);
}

/** @param {unknown} error */
function reportAndGoOn(error) {
  if (!(error instanceof SetupError) || error.message === 'interrupted') throw error;
  report(error.message);
}

/**
 * @param {readonly string[]} asRoot
 * @param {readonly Program[]} programs
 */
async function apkInstall(asRoot, programs) {
  const packages = programs.flatMap(({ apk }) => apk);
  await run(`installing ${names(programs)}`, [...asRoot, 'apk', 'add', '--no-cache', ...packages]);
}

/** @param {readonly Program[]} programs */
function advice(programs) {
  const command = hasProgram('apk')
    ? `apk add ${programs.flatMap(({ apk }) => apk).join(' ')}`
    : `apt-get install ${programs.flatMap(({ apt }) => apt).join(' ')}`;
  return `missing here: ${names(programs)}. Install it and try again (as root: ${command})`;
}

/** @param {readonly Program[]} programs */
function names(programs) {
  return programs.map(({ name }) => name).join(', ');
}

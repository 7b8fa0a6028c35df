// @ts-check
// Sets up what a command needs and is missing: system programs, node_modules, the built web pages.
// Runs on whatever Node the machine has (20 or later) and before any package is there, so: plain
// JavaScript, no dependencies. Prints nothing when there is nothing to do.

import { fileURLToPath } from 'node:url';
import { interruption, SetupError } from './setup/command.mjs';
import { homeAssistant } from './setup/home-assistant.mjs';
import { isLocked, withLock } from './setup/lock.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { systemPrograms } from './setup/system-programs.mjs';
import { webPages } from './setup/web-pages.mjs';

/**
 * @typedef {object} Step
 * @property {() => Promise<boolean>} isNeeded cheap: it runs before every command
 * @property {() => Promise<void>} run
 */

const EXIT_CODE = 2;
const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Record<string, () => Step[]>} */
const STEPS = {
  // Programs first: when they cannot be installed, that is known at once.
  start: () => [systemPrograms('start'), nodeModules(root), webPages(root)],
  test: () => [systemPrograms('test'), nodeModules(root), webPages(root)],
  check: () => [nodeModules(root)],
  'home-assistant': () => [
    systemPrograms('home-assistant'),
    nodeModules(root),
    webPages(root),
    homeAssistant(),
  ],
  image: () => [systemPrograms('image'), nodeModules(root)],
};

/** @param {readonly Step[]} steps */
async function isAnyNeeded(steps) {
  const needed = await Promise.all(steps.map((step) => step.isNeeded()));
  return needed.includes(true);
}

/** @param {readonly Step[]} steps */
async function runNeeded(steps) {
  // One after the other, each asked again: another set-up may have done it while this one waited.
  for (const step of steps) if (await step.isNeeded()) await step.run();
}

/** @param {string | undefined} mode */
async function setUp(mode) {
  const steps = STEPS[mode ?? '']?.();
  if (!steps) {
    throw new SetupError(`usage: node scripts/setup.mjs ${Object.keys(STEPS).join('|')}`);
  }
  if (!isLocked(root) && !(await isAnyNeeded(steps))) return;
  await withLock(root, () => runNeeded(steps));
}

try {
  await setUp(process.argv[2]);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  if (error.output) console.error(error.output);
  console.error(`Set-up: ${error.message}`);
  process.exitCode = interruption.aborted ? interruption.reason : EXIT_CODE;
}

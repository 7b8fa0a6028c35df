// @ts-check
// Where Core can come from on this machine.

import { outcome } from '../command.mjs';
import { PYTHON } from './core.mjs';

/** A Docker client alone is not enough. */
export function hasDockerEngine() {
  return succeeds(['docker', 'info']);
}

/** With all of it: a part is a package of its own on Debian. */
export function hasPython() {
  return succeeds([PYTHON, '-c', 'import ensurepip, venv']);
}

/** @param {readonly string[]} command */
async function succeeds(command) {
  return (await outcome(command)).failure === undefined;
}

// @ts-check
// Commands in a Debian that is unpacked in a folder.

import { fileURLToPath } from 'node:url';
import { outcome } from '../command.mjs';

/** Of programs inside. */
export const DEBIAN_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const ENTER = fileURLToPath(new URL('enter.sh', import.meta.url));

/**
 * @param {string} root
 * @param {readonly string[]} command as seen from inside
 * @param {string} [config] a folder of this machine
 * @returns {string[]} the command that runs it; its process is the command's own
 */
export function inDebianRoot(root, command, config = '') {
  // It ends with whoever has started it, even if that was killed.
  const tied = ['setpriv', '--pdeathsig', 'KILL'];
  return [...tied, 'unshare', '--mount', 'sh', ENTER, root, config, ...command];
}

/** Whether this process may mount and change its root. */
export async function mayEnterRoots() {
  if (process.getuid?.() !== 0) return false;
  const { failure } = await outcome(['unshare', '--mount', 'true']);
  return failure === undefined;
}

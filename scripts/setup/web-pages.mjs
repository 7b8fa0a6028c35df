// @ts-check
// www/dist, built from www/.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';

/**
 * @param {string} root
 * @returns {import('../setup.mjs').Step}
 */
export function webPages(root) {
  const source = join(root, 'www');
  return {
    isNeeded: async () => {
      if (!existsSync(join(source, 'build.ts'))) return false;
      const builtMs = newestFileMs(join(source, 'dist'));
      const lockfileMs = statSync(join(root, 'package-lock.json')).mtimeMs;
      // The pages show the names of options in all languages.
      const textsMs = newestFileMs(join(root, 'translations'));
      return builtMs < Math.max(lockfileMs, textsMs, newestFileMs(source, isBuilt));
    },
    run: () => {
      const command = [join('node_modules', '.bin', 'node'), join('www', 'build.ts')];
      return run('building the web pages', command, { cwd: root });
    },
  };
}

/**
 * dist, and what an interrupted build has left beside it.
 *
 * @param {string} name
 */
function isBuilt(name) {
  return name.startsWith('dist');
}

/**
 * @param {string} folder
 * @param {(name: string) => boolean} [isExcluded]
 * @returns {number} when the newest file below was written, 0 when there is none
 */
function newestFileMs(folder, isExcluded = () => false) {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { withFileTypes: true });
  const times = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (isExcluded(entry.name)) return 0;
    if (entry.isDirectory()) return newestFileMs(path);
    // An editor's lock file is a link to nothing.
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  });
  return Math.max(0, ...times);
}

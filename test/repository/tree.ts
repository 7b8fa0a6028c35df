import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = new URL('../../', import.meta.url);

export function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** Every file that belongs to the repository, by its path from the root; also those not yet added to git. */
export function listFiles(folder = ''): string[] {
  const entries = readdirSync(fileURLToPath(new URL(folder, ROOT)), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return isForeign(`${path}/`) ? [] : listFiles(`${path}/`);
    return [path];
  });
}

/** Git's own folder, and what .gitignore names: there all patterns are plain folder names. */
const FOREIGN = ['.git/', ...readText('.gitignore').split('\n').filter(Boolean)];

function isForeign(folder: string): boolean {
  return FOREIGN.some((pattern) =>
    pattern.startsWith('/') ? `/${folder}` === pattern : `/${folder}`.endsWith(`/${pattern}`),
  );
}

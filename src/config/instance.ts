import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../errors.ts';

const FILE = 'instance';
const INSTANCE = /^[0-9a-f]{8}$/;

/**
 * Eight hexadecimal digits that tell this Oriel from every other one: made once, kept in `directory`.
 * Derived from nothing, so that neither a new host name nor a new base topic makes another Oriel of it.
 * @throws StartupError when nothing can be kept there
 */
export async function loadInstance(directory: string): Promise<string> {
  const file = join(directory, FILE);
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (INSTANCE.test(kept.trim())) return kept.trim();
  const instance = randomBytes(4).toString('hex');
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(file, `${instance}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `cannot write to the data folder ${directory} (${reason}): make room, give permission, or choose another with --data`,
      { cause: error },
    );
  }
  return instance;
}

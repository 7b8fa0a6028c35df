import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { writeWhole } from '../whole-file.ts';

/**
 * Keeps what is in a file that is about to be written anew, under a name that is free. Readable by its
 * owner alone.
 * @returns where it is; null when there was no file
 */
export async function setAside(file: string): Promise<string | null> {
  const target = findFreeName(`${file}.rejected`);
  const data = await readFile(file).catch(() => null);
  if (data === null && !existsSync(file)) return null;
  // The file itself stays until the new one takes its place, so that a power cut loses neither.
  if (data !== null) await writeWhole(target, data, 0o600);
  // It cannot be read, be it that it is a folder.
  else await rename(file, target);
  return target;
}

function findFreeName(name: string): string {
  if (!existsSync(name)) return name;
  let number = 2;
  while (existsSync(`${name}.${number}`)) number++;
  return `${name}.${number}`;
}

// The card's files: as they were built, and as they lie in Home Assistant's folder.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../whole-file.ts';

export const ENTRY = 'oriel-card.js';
/** What the entry imports; the names change with the content. */
const CHUNKS = 'card';

export interface BuiltCard {
  /** Chunks first, the entry last: what it imports is there before it. Names are relative paths. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Of all of it. */
  readonly hash: string;
}

/** When each file in Home Assistant's folder was last part of the card, to the day; ISO 8601. */
export type FileDates = Readonly<Record<string, string>>;

const DATED_EVERY_MS = 86_400_000;
/** Browsers keep what Home Assistant serves from `/local` for 31 days, and an old entry imports old chunks. */
const KEPT_MS = 32 * DATED_EVERY_MS;

/** @returns null where none was built */
export async function readBuiltCard(directory: string): Promise<BuiltCard | null> {
  const entry = await readIfThere(join(directory, ENTRY));
  if (!entry) return null;
  const names = await readdir(join(directory, CHUNKS)).catch(ifMissing([]));
  const files = new Map<string, Buffer>();
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    files.set(`${CHUNKS}/${name}`, await readFile(join(directory, CHUNKS, name)));
  }
  files.set(ENTRY, entry);
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  return { files, hash: hash.digest('hex').slice(0, 12) };
}

/** Puts into the folder what is missing or different there. */
export async function installCardFiles(folder: string, { files }: BuiltCard): Promise<void> {
  await mkdir(join(folder, CHUNKS), { recursive: true });
  for (const [name, bytes] of files) {
    const file = join(folder, name);
    const there = await readIfThere(file);
    // Home Assistant reads them as another user.
    if (!there?.equals(bytes)) await writeWhole(file, bytes, 0o644);
  }
}

/** Removes chunks of older versions that no browser can want any more. @returns what is there now */
export async function pruneCardFiles(
  folder: string,
  { current, dates, now }: { current: Iterable<string>; dates: FileDates; now: Date },
): Promise<FileDates> {
  const kept = new Map(Object.entries(dates));
  for (const name of current) {
    const ageMs = now.getTime() - Date.parse(kept.get(name) ?? '');
    // Not at every check: what changes is written, and memory cards wear out.
    if (!(ageMs >= 0 && ageMs < DATED_EVERY_MS)) kept.set(name, now.toISOString());
  }
  for (const [name, date] of kept) {
    if (now.getTime() - Date.parse(date) < KEPT_MS) continue;
    await removeFile(folder, name);
    kept.delete(name);
  }
  return Object.fromEntries(kept);
}

/** Removes these files, and the folders if nothing else is in them. */
export async function removeCardFiles(folder: string, names: Iterable<string>): Promise<void> {
  for (const name of names) await removeFile(folder, name);
  for (const directory of [join(folder, CHUNKS), folder]) {
    // Somebody else's files are in it, or it is not ours to remove.
    await rmdir(directory).catch(() => {});
  }
}

/** What is kept in a file must not lead out of the folder. */
async function removeFile(folder: string, name: string): Promise<void> {
  const isOurs = name === ENTRY || (dirname(name) === CHUNKS && !name.includes('..'));
  if (isOurs) await rm(join(folder, name), { force: true });
}

async function readIfThere(file: string): Promise<Buffer | null> {
  return readFile(file).catch(ifMissing(null));
}

function ifMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}

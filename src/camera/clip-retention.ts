import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIP_NAME, UNFINISHED_NAME, hasCode } from './clip-file.ts';

export interface Retention {
  /** Null keeps them for ever. */
  readonly maxAgeDays: number | null;
  /** Of all clips together; null knows no limit. */
  readonly maxTotalMegabytes: number | null;
}

export interface PruneRequest extends Retention {
  readonly directory: string;
  /** Name of a clip that stays whatever its size: somebody is about to be told of it. */
  readonly keep: string;
  readonly nowMs?: number;
}

interface StoredFile {
  readonly name: string;
  readonly byteLength: number;
  readonly modifiedAtMs: number;
}

const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;
/** Left behind by a program that was killed: nobody writes a clip for that long. */
const UNFINISHED_FOR_MS = 3_600_000;

/**
 * Deletes old clips, the oldest first. Files that are not named like clips are not touched.
 * @returns the names of the clips that are gone
 */
export async function pruneClips(request: PruneRequest): Promise<string[]> {
  const { directory, keep, maxAgeDays, maxTotalMegabytes, nowMs = Date.now() } = request;
  const files = await listFiles(directory);
  for (const { name, modifiedAtMs } of files) {
    const isAbandoned = UNFINISHED_NAME.test(name) && modifiedAtMs < nowMs - UNFINISHED_FOR_MS;
    if (isAbandoned) await rm(join(directory, name), { force: true });
  }
  const clips = files
    .filter(({ name }) => CLIP_NAME.test(name))
    .toSorted((one, other) => one.modifiedAtMs - other.modifiedAtMs);
  const oldestMs = maxAgeDays === null ? -Infinity : nowMs - maxAgeDays * DAY_MS;
  const maxBytes = maxTotalMegabytes === null ? Infinity : maxTotalMegabytes * MEGABYTE;
  let bytes = clips.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const pruned: string[] = [];
  for (const { name, byteLength, modifiedAtMs } of clips) {
    if (modifiedAtMs >= oldestMs && bytes <= maxBytes) break;
    if (name === keep) continue;
    await rm(join(directory, name), { force: true });
    bytes -= byteLength;
    pruned.push(name);
  }
  return pruned;
}

/** Plain files only: what a link points to is not ours. */
async function listFiles(directory: string): Promise<StoredFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const ours = names.filter((name) => CLIP_NAME.test(name) || UNFINISHED_NAME.test(name));
  const files = await Promise.all(ours.map((name) => readFileFacts(directory, name)));
  return files.filter((file) => file !== null);
}

async function readFileFacts(directory: string, name: string): Promise<StoredFile | null> {
  try {
    const { size, mtimeMs } = await stat(join(directory, name));
    return { name, byteLength: size, modifiedAtMs: mtimeMs };
  } catch (error) {
    // Somebody deleted it meanwhile.
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

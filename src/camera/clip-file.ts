// Clips as files: safe names, and never half a file under one of them.

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors.ts';
import type { Clip } from './clip.ts';

/** The folder for clips does not take them: whoever runs Oriel must make room or give permission. */
export class ClipError extends AppError {}

/** What {@link renderClipName} makes, and what comes of it where the name is taken. */
export const CLIP_NAME =
  /^[a-z0-9_]{1,32}-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-[a-z0-9-]{1,48})?\.mp4$/;
/** A file that is being written. */
export const UNFINISHED_NAME = /^\.oriel-[0-9a-f-]{36}\.part$/;

const MAX_LABEL_LENGTH = 40;

export interface ClipNaming {
  readonly cameraId: string;
  /** Any text. */
  readonly label?: string | undefined;
}

/** `porch-2026-11-23T01-02-03-doorbell.mp4`, in local time: the name of a file and nothing else. */
export function renderClipName({ cameraId, label = '' }: ClipNaming, startedAt: Date): string {
  const slug = label
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LABEL_LENGTH)
    .replaceAll(/^-|-$/g, '');
  return `${[cameraId, renderLocalTime(startedAt), slug].filter(Boolean).join('-')}.mp4`;
}

/** `2026-11-23T01-02-03`: no file system minds it, and the alphabet sorts it. */
function renderLocalTime(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${day.map(twoDigits).join('-')}T${time.map(twoDigits).join('-')}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

export interface ClipTarget extends ClipNaming {
  /** Made when it is not there. */
  readonly directory: string;
}

/**
 * Writes the clip; it has its name only when all of it is on the disk.
 * @returns the name
 * @throws ClipError when the folder does not take it; the signal's reason when that came first
 */
export async function saveClip(
  clip: Clip,
  target: ClipTarget,
  signal: AbortSignal,
): Promise<string> {
  const { directory } = target;
  const unfinished = join(directory, `.oriel-${randomUUID()}.part`);
  try {
    await mkdir(directory, { recursive: true });
    const file = createWriteStream(unfinished, { flags: 'wx', flush: true });
    await pipeline(Readable.from(clip.pieces), file, { signal });
    const name = await moveToFreeName(
      unfinished,
      directory,
      renderClipName(target, clip.startedAt),
    );
    await syncDirectory(directory);
    return name;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {
      // What could not be written may not be removable either; the cause is told below.
    });
    signal.throwIfAborted();
    throw explainWriteError(error, directory);
  }
}

/** @returns the name, with a number where there is such a file already */
async function moveToFreeName(from: string, directory: string, wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : wanted.replace(/\.mp4$/, `-${number}.mp4`);
    const path = join(directory, name);
    // An empty file holds the name: moving would overwrite, and not every file system has links.
    if (!(await createEmpty(path))) continue;
    try {
      await rename(from, path);
      return name;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }
}

/** @returns false when there is such a file */
async function createEmpty(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** A new name is on the disk when its folder is. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } catch {
    // Network shares know no such thing; the file itself is safe.
  } finally {
    await handle.close();
  }
}

function explainWriteError(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const reason = hasCode(error, 'ENOSPC', 'EDQUOT') ? 'there is no room left' : error.message;
  return new ClipError(`cannot save a clip in ${directory}: ${reason}`, { cause: error });
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ConfigError } from '../errors.ts';
import { parseOptionsText } from './options-text.ts';
import type { Options } from './schema.ts';
import { validateOptions } from './validate.ts';
import type { OptionsContext } from './validate.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Reads and checks an options file, YAML or JSON. An empty file means all defaults: no cameras.
 * @throws {ConfigError} with every problem
 */
export async function loadOptions(file: string, context?: OptionsContext): Promise<Options> {
  return validateOptions(parseOptionsText(await readText(file), file), context);
}

async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  if (bytes.length > MAX_BYTES) {
    throw fileError(file, 'it is larger than 1 MiB; expected an options file');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw fileError(file, 'it is not UTF-8 text; expected YAML or JSON', error);
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file);
    return await readUpTo(handle, MAX_BYTES + 1);
  } catch (error) {
    throw fileError(file, describeReadError(error), error);
  }
}

/** Not `readFile`: the size of a pipe or a device is not known beforehand. */
async function readUpTo(handle: FileHandle, limit: number): Promise<Buffer> {
  const buffer = Buffer.alloc(limit);
  let length = 0;
  while (length < limit) {
    const { bytesRead } = await handle.read(buffer, length, limit - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'it may not be read (permission denied)',
    EISDIR: 'it is a folder; expected a file',
    ENOENT: 'no such file',
    ENOTDIR: 'no such file (a part of its path is not a folder)',
  };
  return reasons[code] ?? `it cannot be read (${code})`;
}

function fileError(file: string, message: string, cause?: unknown): ConfigError {
  return new ConfigError([{ path: file, message }], { cause });
}

// Where the tokens are kept over restarts: a file for its owner's eyes alone.

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../errors.ts';
import { writeWhole } from '../whole-file.ts';

/** Whoever shows it may watch; nobody changes anything by it. */
export interface Token {
  /** Names it where the secret must not be shown. */
  readonly id: string;
  readonly secret: string;
  /** The one camera it opens; null: all, those to come too. */
  readonly camera: string | null;
  /** What its owner calls it. */
  readonly name: string | null;
  /** ISO 8601. */
  readonly created_at: string;
}

export interface KeptTokens {
  readonly tokens: readonly Token[];
  /** Cameras that have been given a token: one that was revoked is not made again. */
  readonly cameras: readonly string[];
}

const FILE = 'tokens.json';

/**
 * @returns null where there are none yet, or none that can be understood
 * @throws StartupError when the file is there and may not be read: it must not be overwritten
 */
export async function loadTokens(directory: string): Promise<KeptTokens | null> {
  const file = join(directory, FILE);
  try {
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isKept(kept) ? kept : null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (error instanceof SyntaxError || code === 'ENOENT') return null;
    throw new StartupError(
      `cannot read ${file} (${String(code)}): it holds the access tokens; let Oriel's user read it`,
      { cause: error },
    );
  }
}

export async function saveTokens(directory: string, kept: KeptTokens): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeWhole(join(directory, FILE), `${JSON.stringify(kept, null, 2)}\n`, 0o600);
}

function isKept(value: unknown): value is KeptTokens {
  if (!isObject(value)) return false;
  const { tokens, cameras } = value;
  return Array.isArray(tokens) && tokens.every(isToken) && Array.isArray(cameras);
}

/** 32 random bytes in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

function isToken(value: unknown): value is Token {
  if (!isObject(value)) return false;
  const { id, secret, camera, name, created_at: createdAt } = value;
  const hasSecret = typeof secret === 'string' && SECRET.test(secret);
  const isNamed = typeof id === 'string' && typeof createdAt === 'string';
  return hasSecret && isNamed && isTextOrNull(camera) && isTextOrNull(name);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

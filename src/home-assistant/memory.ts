// What must be known over a restart to keep Home Assistant as it should be: a file for its owner's eyes alone.

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../supervisor/read-fields.ts';
import { writeWhole } from '../whole-file.ts';
import type { FileDates } from './card-files.ts';
import { CoreError } from './core-error.ts';

export interface KeptCard {
  readonly files: FileDates;
  /** Home Assistant had no folder `www` when it started, as far as is known. */
  readonly is_www_new: boolean;
}

export interface KeptEntry {
  /** In Home Assistant; null: a user has deleted it, and it stays so. */
  readonly entry_id: string | null;
  /** As we have set it: another one is the user's. */
  readonly title: string;
  /** Of the links in it: tells whether they are still right, and nothing else. */
  readonly links_hash: string;
  /** Whether the entity has been given its name; that is done once. */
  readonly has_entity_id: boolean;
}

export interface Kept {
  /** null: nothing of the card is in Home Assistant. */
  readonly card: KeptCard | null;
  /** By camera. */
  readonly entries: ReadonlyMap<string, KeptEntry>;
}

const FILE = 'home-assistant.json';
const NOTHING: Kept = { card: null, entries: new Map() };

export class Memory {
  readonly #directory: string;
  #kept: Kept;
  #written: string;

  private constructor(directory: string, kept: Kept) {
    this.#directory = directory;
    this.#kept = kept;
    this.#written = render(kept);
  }

  /** A file that is not understood counts as none: what it knew is found again, or left to the user. */
  static async load(directory: string): Promise<Memory> {
    const text = await readFile(join(directory, FILE), 'utf8').catch(() => '');
    return new Memory(directory, parse(text));
  }

  get kept(): Kept {
    return this.#kept;
  }

  async keepCard(card: KeptCard | null): Promise<void> {
    await this.#save({ ...this.#kept, card });
  }

  async keepEntry(camera: string, entry: KeptEntry): Promise<void> {
    await this.#save({
      ...this.#kept,
      entries: new Map([...this.#kept.entries, [camera, entry]]),
    });
  }

  async forgetEntry(camera: string): Promise<void> {
    const others = [...this.#kept.entries].filter(([id]) => id !== camera);
    await this.#save({ ...this.#kept, entries: new Map(others) });
  }

  /** In effect even if it cannot be kept. @throws CoreError `not_kept` */
  async #save(kept: Kept): Promise<void> {
    this.#kept = kept;
    const text = render(kept);
    if (text === this.#written) return;
    try {
      await mkdir(this.#directory, { recursive: true });
      await writeWhole(join(this.#directory, FILE), text, 0o600);
      this.#written = text;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      const message = `what was set up in Home Assistant cannot be kept in the data folder${code}`;
      throw new CoreError('not_kept', message, { cause: error });
    }
  }
}

function render({ card, entries }: Kept): string {
  return `${JSON.stringify({ card, entries: Object.fromEntries(entries) }, null, 2)}\n`;
}

function parse(text: string): Kept {
  try {
    const kept: unknown = JSON.parse(text);
    if (!isRecord(kept)) return NOTHING;
    const { card, entries } = kept;
    const pairs = isRecord(entries) ? Object.entries(entries) : [];
    return {
      card: isKeptCard(card) ? card : null,
      entries: new Map(pairs.filter((pair): pair is [string, KeptEntry] => isKeptEntry(pair[1]))),
    };
  } catch {
    return NOTHING;
  }
}

function isKeptCard(value: unknown): value is KeptCard {
  if (!isRecord(value) || !isRecord(value['files'])) return false;
  const areDates = Object.values(value['files']).every((date) => typeof date === 'string');
  return areDates && typeof value['is_www_new'] === 'boolean';
}

function isKeptEntry(value: unknown): value is KeptEntry {
  if (!isRecord(value)) return false;
  const { entry_id: id, title, links_hash: hash, has_entity_id: hasEntityId } = value;
  const isId = id === null || typeof id === 'string';
  return (
    isId &&
    typeof title === 'string' &&
    typeof hash === 'string' &&
    typeof hasEntityId === 'boolean'
  );
}

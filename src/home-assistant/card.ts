import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../supervisor/read-fields.ts';
import { installCardFiles, pruneCardFiles, readBuiltCard, removeCardFiles } from './card-files.ts';
import type { BuiltCard } from './card-files.ts';
import {
  findCardResources,
  planRemoval,
  planResource,
  renderResourceUrl,
} from './card-resource.ts';
import type { CardResource } from './card-resource.ts';
import type { Core } from './core.ts';
import { CoreError } from './core-error.ts';
import { findLocalFolder } from './local-folder.ts';
import type { Memory } from './memory.ts';
import { CARD_OFF } from './status.ts';
import type { CardState, CardStatus } from './status.ts';

export interface CardDeps {
  readonly isWanted: boolean;
  /** Where the card was built to. */
  readonly builtDirectory: string;
  /** Home Assistant's configuration, as it is seen from here. */
  readonly configDirectory: string;
  /** Where Home Assistant's web server may listen. */
  readonly webServers: readonly string[];
  /** The folder `www` was made for us: Home Assistant has not seen it yet. */
  readonly isWwwNew: boolean;
  readonly memory: Memory;
}

const NEEDS_RESTART =
  'restart Home Assistant once: it had no folder “www” when it started, and until then it does not show what is in it';
/** Commands that Core does not have where dashboard resources are kept in YAML. */
const UNKNOWN_COMMAND = 'unknown_command';

/** Keeps the card in Home Assistant, or out of it. */
export class Card {
  readonly #deps: CardDeps;
  readonly #folder: string;
  #isWwwNew: boolean;
  #hasTakenOver = false;

  constructor(deps: CardDeps) {
    this.#deps = deps;
    this.#folder = join(deps.configDirectory, 'www/oriel');
    this.#isWwwNew = deps.isWwwNew || (deps.memory.kept.card?.is_www_new ?? false);
  }

  /** Whether there is anything to do in Home Assistant. */
  get isOpen(): boolean {
    return this.#deps.isWanted || this.#deps.memory.kept.card !== null;
  }

  /** Home Assistant may have started again meanwhile, and seen the folder. */
  onConnectionLost(): void {
    this.#isWwwNew = false;
  }

  /** @throws CoreError when the connection is lost */
  async check(core: Core, app: string, signal: AbortSignal): Promise<CardStatus> {
    if (!this.isOpen) return CARD_OFF;
    try {
      return this.#deps.isWanted
        ? await this.#install(core, app, signal)
        : await this.#remove(core, app);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof CoreError && !error.isLost) return failed(error.message);
      const code = error instanceof Error && 'code' in error ? String(error.code) : null;
      if (error instanceof CoreError || code === null) throw error;
      return failed(explainFileError(code, this.#folder));
    }
  }

  async #install(core: Core, app: string, signal: AbortSignal): Promise<CardStatus> {
    const built = await readBuiltCard(this.#deps.builtDirectory);
    if (!built) return failed('the card was not built: run `npm run build`');
    await this.#makeWww();
    await installCardFiles(this.#folder, built);
    await this.#keep(built);
    const url = renderResourceUrl(built.hash, app);
    const trouble = await this.#register({ core, app, url });
    if (trouble) return trouble;
    const state = (await this.#isShown(url, signal)) ? 'installed' : 'needs_restart';
    await this.#keep(built);
    return {
      state,
      message: state === 'needs_restart' ? NEEDS_RESTART : null,
      resource_url: url,
    };
  }

  /** The run script has done it already, where there is one. */
  async #makeWww(): Promise<void> {
    try {
      await mkdir(join(this.#deps.configDirectory, 'www'));
      this.#isWwwNew = true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }

  async #keep({ files }: BuiltCard): Promise<void> {
    const { memory } = this.#deps;
    const dates = memory.kept.card?.files ?? {};
    await memory.keepCard({
      files: await pruneCardFiles(this.#folder, { current: files.keys(), dates, now: new Date() }),
      is_www_new: this.#isWwwNew,
    });
  }

  /** @returns null when the resource is there */
  async #register(wanted: {
    readonly core: Core;
    readonly app: string;
    readonly url: string;
  }): Promise<CardStatus | null> {
    const { core, app, url } = wanted;
    const isYaml = await keepsResourcesInYaml(core);
    const ours = findCardResources(await core.askList({ type: 'lovelace/resources' }));
    if (isYaml) return explainYaml(ours, url);
    const rival = ours.find((resource) => resource.app !== null && resource.app !== app);
    if (rival && this.#hasTakenOver) {
      return failed(
        `another Oriel (${rival.app}) has installed its card in place of this one; set home_assistant.card to false in one of the two`,
      );
    }
    try {
      for (const command of planResource(ours, url)) await core.ask(command);
    } catch (error) {
      const isUnknown = error instanceof CoreError && error.code === UNKNOWN_COMMAND;
      if (isUnknown) return explainYaml(ours, url);
      throw error;
    }
    this.#hasTakenOver = true;
    return null;
  }

  async #isShown(url: string, signal: AbortSignal): Promise<boolean> {
    const found = await findLocalFolder(this.#deps.webServers, url, signal);
    if (found !== 'unknown') this.#isWwwNew = found === 'not_shown';
    return !this.#isWwwNew;
  }

  async #remove(core: Core, app: string): Promise<CardStatus> {
    const { memory } = this.#deps;
    const all = findCardResources(await core.askList({ type: 'lovelace/resources' }));
    const others = all.filter((resource) => resource.app !== null && resource.app !== app);
    const ours = all.filter((resource) => !others.includes(resource));
    // Those in configuration.yaml have no id.
    if (ours.some(({ id }) => id === '')) return { ...CARD_OFF, message: REMOVE_BY_HAND };
    for (const command of planRemoval(ours)) await core.ask(command);
    // Another Oriel's card may lie in the same folder.
    if (others.length === 0) {
      await removeCardFiles(this.#folder, Object.keys(memory.kept.card?.files ?? {}));
    }
    await memory.keepCard(null);
    return CARD_OFF;
  }
}

const REMOVE_BY_HAND =
  'take the line with /local/oriel/oriel-card.js out of your lovelace resources in configuration.yaml; then the files go too';

/** Before 2026, Core does not say; it then lacks the commands that change them. */
async function keepsResourcesInYaml(core: Core): Promise<boolean> {
  try {
    const info = await core.ask({ type: 'lovelace/info' });
    return isRecord(info) && info['resource_mode'] === 'yaml';
  } catch (error) {
    if (error instanceof CoreError && error.code === UNKNOWN_COMMAND) return false;
    throw error;
  }
}

/** @returns null when the line is there, as it must be */
function explainYaml(listed: readonly CardResource[], url: string): CardStatus | null {
  if (listed.some((resource) => resource.url === url && resource.isModule)) return null;
  const line = `- {url: "${url}", type: module}`;
  const message =
    listed.length === 0
      ? `dashboard resources are kept in YAML here: add the line ${line} to “resources:” of “lovelace:” in configuration.yaml, and restart Home Assistant`
      : `the card has changed: make its line in configuration.yaml ${line}, and restart Home Assistant`;
  return { state: 'by_hand', message, resource_url: url };
}

function failed(message: string): CardStatus {
  return status('failed', message);
}

function status(state: CardState, message: string): CardStatus {
  return { state, message, resource_url: null };
}

function explainFileError(code: string, folder: string): string {
  if (code === 'EACCES' || code === 'EPERM' || code === 'ENOENT') {
    return `the card cannot be put into ${folder} (${code}): restart the app, which prepares that folder when it starts`;
  }
  if (code === 'ENOSPC') return `the card cannot be put into ${folder}: there is no room left`;
  return `the card cannot be put into ${folder} (${code})`;
}

// Commands of Core's WebSocket, as far as Oriel may use them; all others are refused as unknown.

import { randomUUID } from 'node:crypto';
import type { CoreState } from './core-state.ts';

type Message = Readonly<Record<string, unknown>>;
type Command = (state: CoreState, message: Message) => unknown;

export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const COMMANDS: Readonly<Record<string, Command>> = {
  get_config: (state) => ({
    state: state.isStarting ? 'STARTING' : 'RUNNING',
    safe_mode: state.isSafeMode,
    recovery_mode: false,
    version: '2026.11.0',
  }),
  'lovelace/info': (state) => {
    if (!state.knowsInfo) throw unknownCommand();
    return { resource_mode: state.resourceMode };
  },
  'lovelace/resources': (state) => (state.isSafeMode ? [] : state.resources),
  'lovelace/resources/create': (state, { res_type: type, url }) => {
    requireStorage(state);
    const resource = { id: randomUUID().replaceAll('-', ''), type: String(type), url: String(url) };
    state.resources = [...state.resources, resource];
    return resource;
  },
  'lovelace/resources/update': (state, { resource_id: id, res_type: type, url }) => {
    requireStorage(state);
    requireOne(state.resources.find((resource) => resource.id === id));
    const updated = { id: String(id), type: String(type), url: String(url) };
    state.resources = state.resources.map((each) => (each.id === id ? updated : each));
    return updated;
  },
  'lovelace/resources/delete': (state, { resource_id: id }) => {
    requireStorage(state);
    requireOne(state.resources.find((resource) => resource.id === id));
    state.resources = state.resources.filter((resource) => resource.id !== id);
    return null;
  },
  'config_entries/get': (state, { domain }) =>
    state.entries
      .filter((entry) => entry.domain === domain)
      .map(({ options: _options, ...shown }) => ({ ...shown, source: 'user', state: 'loaded' })),
  'config_entries/update': (state, { entry_id: id, title }) => {
    const entry = requireOne(state.entries.find((each) => each.entry_id === id));
    entry.title = String(title);
    // The integration is set up anew and calls its entity after the title.
    for (const entity of state.entities) {
      if (entity.config_entry_id === id) entity.original_name = entry.title;
    }
    const { options: _options, ...shown } = entry;
    return { config_entry: shown, require_restart: false };
  },
  'search/related': (state, { item_type: type, item_id: id }) => {
    if (type !== 'config_entry') throw new Refusal('invalid_format', 'not in this stand-in');
    const entities = state.entities.filter(
      (entity) => entity.config_entry_id === id && !entity.disabled_by,
    );
    if (entities.length === 0) return {};
    return { entity: ['group.all_cameras', ...entities.map((entity) => entity.entity_id)] };
  },
  'config/entity_registry/get': (state, { entity_id: id }) =>
    requireOne(state.entities.find((entity) => entity.entity_id === id)),
  'config/entity_registry/update': (state, message) => {
    const { entity_id: id, new_entity_id: wanted } = message;
    const entity = requireOne(state.entities.find((each) => each.entity_id === id));
    if (state.entities.some((each) => each.entity_id === wanted)) {
      throw new Refusal('invalid_info', 'Entity with this ID is already registered');
    }
    if (!VALID_ENTITY_ID.test(String(wanted)))
      throw new Refusal('invalid_info', 'Invalid entity ID');
    entity.entity_id = String(wanted);
    return { entity_entry: entity };
  },
  'config/device_registry/list': (state) => state.devices,
  'config/device_registry/update': (state, { device_id: id, name_by_user: name }) => {
    const device = requireOne(state.devices.find((each) => each.id === id));
    device.name_by_user = String(name);
    return device;
  },
};

const VALID_ENTITY_ID = /^(?!.+__)(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)$/;

/** @throws Refusal */
export function runCommand(state: CoreState, message: Message): unknown {
  const command = COMMANDS[String(message['type'])];
  if (!command) throw unknownCommand();
  return command(state, message);
}

function unknownCommand(): Refusal {
  return new Refusal('unknown_command', 'Unknown command.');
}

/** In YAML mode these commands do not exist. */
function requireStorage(state: CoreState): void {
  if (state.resourceMode === 'yaml') throw unknownCommand();
}

function requireOne<T>(found: T | undefined): T {
  if (!found) throw new Refusal('not_found', 'Unable to find it');
  return found;
}

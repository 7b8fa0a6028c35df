// What a message asks for. Nothing here knows whether it can be done.

import { CommandError } from '../errors.ts';
import { SOURCE_RESOLUTION } from './camera-controls.ts';
import type { InboundMessage } from './publication.ts';
import type { IncomingTopic } from './topics.ts';

export type Values = Readonly<Record<string, unknown>>;

/** How the text of `set/<key>` is to be read. */
export type ScalarKind = 'number' | 'boolean' | 'string' | 'list';

export interface Command {
  /** Names the answer's topic: `camera/options`. */
  readonly what: string;
  /** Echoed in the answer; also tells a repeated command. */
  readonly transaction: string | number | null;
  /** The camera it is for; null for the bridge. */
  readonly camera: string | null;
  readonly values: Values;
}

const MAX_TRANSACTION_LENGTH = 128;
const MAX_DEPTH = 8;

/** Names and aliases of what a message to `camera/<id>/command` may ask. */
const CAMERA_COMMANDS: readonly string[] = ['start', 'stop', 'restart', 'snapshot', 'clip'];

/** What a message is about, known even when its payload makes no sense. */
export function nameCommand(topic: IncomingTopic): string | null {
  switch (topic.kind) {
    case 'camera_set':
    case 'camera_set_key':
      return 'camera/options';
    case 'camera_command':
      return 'camera/command';
    case 'bridge_request':
      return topic.what;
    case 'device_config':
    case 'former_device_config':
    case 'home_assistant_status':
    case 'foreign':
      return null;
    default:
      return topic satisfies never;
  }
}

/**
 * @param kinds how to read each option's text
 * @throws CommandError `invalid_json`, `invalid_payload` or `unknown_request`
 */
export function parseCommand(
  topic: IncomingTopic,
  message: InboundMessage,
  kinds: Readonly<Record<string, ScalarKind>>,
): Command {
  const text = readText(message);
  switch (topic.kind) {
    case 'camera_set':
      return fromObject('camera/options', topic.camera, parseObject(text));
    case 'camera_set_key':
      return {
        what: 'camera/options',
        camera: topic.camera,
        transaction: null,
        values: { [topic.key]: parseScalar(text, kindOf(topic.key, kinds)) },
      };
    case 'camera_command':
      return parseCameraCommand(topic.camera, text);
    case 'bridge_request':
      return parseRequest(topic.what, text);
    case 'device_config':
    case 'former_device_config':
    case 'home_assistant_status':
    case 'foreign':
      throw new CommandError('unknown_request', 'this topic takes no commands');
    default:
      return topic satisfies never;
  }
}

function kindOf(key: string, kinds: Readonly<Record<string, ScalarKind>>): ScalarKind {
  return (Object.hasOwn(kinds, key) ? kinds[key] : undefined) ?? 'string';
}

function parseCameraCommand(camera: string, text: string): Command {
  const values = text.trimStart().startsWith('{') ? parseObject(text) : { command: text.trim() };
  const { command, ...rest } = values;
  if (typeof command !== 'string' || !CAMERA_COMMANDS.includes(command)) {
    const expected = CAMERA_COMMANDS.join(', ');
    throw new CommandError('unknown_request', `the command must be one of ${expected}`);
  }
  return fromObject(`camera/${command}`, camera, rest);
}

/** A request to the bridge names its camera inside; an empty payload asks with no values. */
function parseRequest(what: string, text: string): Command {
  const values = text.trim() === '' ? {} : parseObject(text);
  if (!what.startsWith('camera/') || what === 'camera/add') return fromObject(what, null, values);
  const { id, ...rest } = values;
  if (typeof id !== 'string')
    throw new CommandError('invalid_payload', 'id: expected the id of a camera');
  return fromObject(what, id, rest);
}

function fromObject(what: string, camera: string | null, values: Values): Command {
  const { transaction = null, ...rest } = values;
  const isText = typeof transaction === 'string' && transaction.length <= MAX_TRANSACTION_LENGTH;
  if (transaction !== null && !isText && typeof transaction !== 'number') {
    throw new CommandError(
      'invalid_payload',
      'transaction: expected a number, or a text of up to 128 characters',
    );
  }
  return { what, camera, transaction, values: rest };
}

function readText({ payload }: InboundMessage): string {
  if (payload === null)
    throw new CommandError('invalid_payload', 'the payload is larger than 64 KiB');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    throw new CommandError('invalid_payload', 'the payload is not UTF-8');
  }
}

function parseObject(text: string): Values {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CommandError('invalid_payload', 'expected a JSON object');
  }
  if (depthOf(value) > MAX_DEPTH) throw new CommandError('invalid_payload', 'nested too deeply');
  return Object.fromEntries(Object.entries(value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no JSON';
    throw new CommandError('invalid_json', `the payload is no JSON: ${reason}`);
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** The transaction of a message that cannot be understood otherwise, so that its answer finds home. */
export function findTransaction({ payload }: InboundMessage): string | number | null {
  const found = /"transaction"\s*:\s*("[^"\\]{0,128}"|-?\d{1,15})/.exec(payload?.toString() ?? '');
  const value: unknown = found?.[1] ? JSON.parse(found[1]) : null;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

const EMPTY_TEXTS: readonly string[] = ['', 'null', 'None', SOURCE_RESOLUTION];
const TRUE_TEXTS: readonly string[] = ['ON', 'on', 'true', '1'];
const FALSE_TEXTS: readonly string[] = ['OFF', 'off', 'false', '0'];

/** A text that does not fit stays a text: validation then says what was expected. */
function parseScalar(text: string, kind: ScalarKind): unknown {
  const trimmed = text.trim();
  if (EMPTY_TEXTS.includes(trimmed)) return null;
  switch (kind) {
    case 'boolean':
      return TRUE_TEXTS.includes(trimmed) || (FALSE_TEXTS.includes(trimmed) ? false : trimmed);
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
    case 'list':
      return trimmed.split(',').map((item) => item.trim());
    case 'string':
      return trimmed;
    default:
      return kind satisfies never;
  }
}

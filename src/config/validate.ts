// Schema and rules together, so that the user sees every problem at once.

import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { ConfigError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { redactText } from '../source.ts';
import { findNearestKey } from './nearest-key.ts';
import { findRuleProblems } from './rules.ts';
import type { SoundOptions } from './rules.ts';
import { describeNode } from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';
import { optionsSchema } from './schema.ts';
import type { Options } from './schema.ts';

export interface OptionsContext {
  /** Home Assistant's Supervisor started Oriel and can be asked for an MQTT broker. */
  readonly supervised: boolean;
}

const STANDALONE: OptionsContext = { supervised: false };

/** A file of nonsense has as many problems as lines. */
const MAX_PROBLEMS = 100;

const SHOWN_LENGTH = 40;

const SECRET_KEYS: ReadonlySet<string> = new Set(['source', 'password']);

const isValid = new Ajv({
  allErrors: true,
  formats: { password: true, uri: (text: string) => URL.canParse(text) },
  useDefaults: true,
  verbose: true,
}).compile<Options>(optionsSchema);

/**
 * The value with all defaults filled in; null is an empty file. The value itself is not changed.
 * @throws {ConfigError} with every problem of schema and rules, none showing a secret
 */
export function validateOptions(value: unknown, context: OptionsContext = STANDALONE): Options {
  const options = value === null ? {} : copyOf(value);
  const isSchemaValid = isValid(options);
  const faults = isSchemaValid ? [] : (isValid.errors ?? []).map(describeFault);
  const ruleProblems = findRuleProblems(soundPart(options, faults), context);
  const problems = [...faults.map(toProblem), ...ruleProblems];
  if (isSchemaValid && problems.length === 0) return options;
  throw new ConfigError(limit(sortByPath(withoutRepeats(problems))));
}

function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const problem: Problem = { path: 'options', message: 'they are nested too deeply' };
    throw new ConfigError([problem], { cause: error });
  }
}

interface SchemaFault {
  readonly segments: readonly string[];
  readonly message: string;
}

function describeFault(error: ErrorObject): SchemaFault {
  const segments = error.instancePath.split('/').slice(1);
  const node = findNode(segments);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty']);
    return { segments: [...segments, showKey(key)], message: describeUnknownKey(key, node) };
  }
  if (error.keyword === 'required') {
    const key = String(error.params['missingProperty']);
    const missing = node.properties?.[key];
    const expected = missing === undefined ? '' : `; expected ${describeNode(missing)}`;
    return { segments: [...segments, key], message: `is missing${expected}` };
  }
  const isSecret = SECRET_KEYS.has(segments.at(-1) ?? '');
  const got = describeValue(error.data, node, isSecret);
  return { segments, message: `expected ${describeNode(node)}; got ${got}` };
}

function describeUnknownKey(key: string, node: SchemaNode): string {
  const known = Object.keys(node.properties ?? {});
  const nearest = findNearestKey(key, known);
  const advice =
    nearest === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `unknown key "${showKey(key)}"; ${advice}`;
}

function describeValue(value: unknown, node: SchemaNode, isSecret: boolean): string {
  if (value === null) return 'nothing (null); leave the key out, or give it a value';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  // A list of source URLs in place of a list of cameras is a likely mistake.
  const isHidden = isSecret || node.type === 'object' || node.type === 'array';
  if (typeof value === 'string') {
    return isHidden ? 'a text (not shown)' : `the text ${quote(value)}`;
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') return 'an object';
  if (isHidden) return `a ${typeof value} (not shown)`;
  return `the ${typeof value} ${value}${node.type === 'string' ? ' without quotes' : ''}`;
}

/** The piece of the schema that an ajv `instancePath` leads to. */
function findNode(segments: readonly string[]): SchemaNode {
  return segments.reduce<SchemaNode>(
    (node, segment) => node.items ?? node.properties?.[segment] ?? node,
    optionsSchema,
  );
}

function showKey(key: string): string {
  return shorten(redactText(key)).replaceAll(/[\p{Cc}"]/gu, '?');
}

function quote(text: string): string {
  return JSON.stringify(shorten(redactText(text)));
}

function shorten(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function toProblem({ segments, message }: SchemaFault): Problem {
  return { path: renderPath(segments), message };
}

/** `cameras[0].part_ms`; the options as a whole are "options". */
function renderPath(segments: readonly string[]): string {
  const path = segments.map((segment) => (/^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`));
  return path.join('').replace(/^\./, '') || 'options';
}

/** What the schema finds no fault with, for the rules to look at all the same. */
function soundPart(options: unknown, faults: readonly SchemaFault[]): SoundOptions {
  const faultyKeys = Map.groupBy(faults, ({ segments }) => segments.slice(0, -1).join('/'));
  const soundKeys = (value: unknown, parent: string): Record<string, unknown> => {
    if (!isObject(value)) return {};
    const faulty = new Set(faultyKeys.get(parent)?.map(({ segments }) => segments.at(-1)));
    return Object.fromEntries(Object.entries(value).filter(([key]) => !faulty.has(key)));
  };
  const root = soundKeys(options, '');
  const cameras: unknown[] = Array.isArray(root['cameras']) ? root['cameras'] : [];
  // The compiler takes unknown values for optional keys; the schema has validated those left.
  return {
    cameras: cameras.map((camera, index) => soundKeys(camera, `cameras/${index}`)),
    mqtt: isObject(root['mqtt']) ? soundKeys(root['mqtt'], 'mqtt') : undefined,
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of the wrong type also fails its `enum` or `pattern`, in the same words. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function sortByPath(problems: readonly Problem[]): Problem[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return problems.toSorted((a, b) => compare(a.path, b.path));
}

function limit(problems: readonly Problem[]): Problem[] {
  if (problems.length <= MAX_PROBLEMS) return [...problems];
  const more = problems.length - MAX_PROBLEMS;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { path: 'options', message: `${more} more problems` },
  ];
}

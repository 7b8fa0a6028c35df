// Options as people type them, and what the server is told of it.

import type { CameraSchema, OptionSchema, OptionValues } from '../../server/admin-api.ts';

/** Text as typed, empty for what is not set; switches are true or false. */
export type Draft = string | boolean;
export type Drafts = Readonly<Record<string, Draft>>;

export type DraftFault =
  | { readonly kind: 'missing' | 'not_a_number' | 'not_whole' | 'no_choice' }
  | { readonly kind: 'range'; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'too_long'; readonly max: number }
  | { readonly kind: 'form'; readonly example: string }
  | { readonly kind: 'too_many'; readonly max: number };

type Reading = { readonly value: unknown } | { readonly fault: DraftFault };

/** What the form shows of a camera's options; what is as it is by default is left empty, but for choices. */
export function draftsOf({ properties }: CameraSchema, options: OptionValues): Drafts {
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, draftOf(schema, options[key])]),
  );
}

function draftOf(schema: OptionSchema, value: unknown): Draft {
  const known = value ?? schema.default;
  if (schema.type === 'boolean') return known === true;
  if (schema.enum !== undefined) return typeof known === 'string' ? known : '';
  if (value === undefined || value === null || isSame(value, schema.default)) return '';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Options that differ from those the form began with; null takes one back to its default. */
export function changesOf(schema: CameraSchema, from: Drafts, to: Drafts): OptionValues {
  const keys = Object.keys(schema.properties).filter((key) => from[key] !== to[key]);
  return Object.fromEntries(keys.map((key) => [key, valueOf(schema.properties[key], to[key])]));
}

function valueOf(schema: OptionSchema | undefined, draft: Draft | undefined): unknown {
  if (schema === undefined || draft === undefined) return null;
  const reading = readDraft(schema, draft);
  // The server says what is wrong with it.
  return 'value' in reading ? reading.value : draft;
}

/** The first thing wrong with each draft. */
export function findFaults(schema: CameraSchema, drafts: Drafts): ReadonlyMap<string, DraftFault> {
  const faults = new Map<string, DraftFault>();
  for (const [key, option] of Object.entries(schema.properties)) {
    const reading = readDraft(option, drafts[key] ?? '');
    if ('fault' in reading) faults.set(key, reading.fault);
    else if (reading.value === null && schema.required.includes(key)) {
      faults.set(key, { kind: 'missing' });
    }
  }
  return faults;
}

export function readDraft(schema: OptionSchema, draft: Draft): Reading {
  if (typeof draft === 'boolean') return { value: draft };
  const text = draft.trim();
  if (text === '') return { value: null };
  switch (schema.type) {
    case 'integer':
    case 'number':
      return readNumber(schema, text);
    case 'array':
      return readList(schema, text);
    case 'boolean':
      return { value: text === 'true' };
    case 'string':
      return readText(schema, text);
    default:
      return schema.type satisfies never;
  }
}

function readNumber(schema: OptionSchema, text: string): Reading {
  // Where people write 1,5 the browser's own number field would take it, but is no friend of screen readers.
  const number = Number(text.replace(',', '.'));
  if (!Number.isFinite(number)) return { fault: { kind: 'not_a_number' } };
  if (schema.type === 'integer' && !Number.isInteger(number))
    return { fault: { kind: 'not_whole' } };
  const { minimum: min = null, maximum: max = null } = schema;
  if ((min !== null && number < min) || (max !== null && number > max)) {
    return { fault: { kind: 'range', min, max } };
  }
  return { value: number };
}

function readText(schema: OptionSchema, text: string): Reading {
  if (schema.enum !== undefined && !schema.enum.includes(text))
    return { fault: { kind: 'no_choice' } };
  if (schema.maxLength !== undefined && text.length > schema.maxLength) {
    return { fault: { kind: 'too_long', max: schema.maxLength } };
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
    return { fault: { kind: 'form', example: exampleOf(schema) } };
  }
  return { value: text };
}

function readList(schema: OptionSchema, text: string): Reading {
  const items = text.split(/[\s,;]+/).filter((item) => item !== '');
  if (schema.maxItems !== undefined && items.length > schema.maxItems) {
    return { fault: { kind: 'too_many', max: schema.maxItems } };
  }
  const pattern = schema.items?.pattern;
  if (pattern !== undefined && !items.every((item) => new RegExp(pattern, 'u').test(item))) {
    return { fault: { kind: 'form', example: exampleOf(schema) } };
  }
  return { value: items };
}

/** How a value may look: `720p@2000, 360p@600`. Empty when the schema has no example. */
export function exampleOf({ examples }: OptionSchema): string {
  const example = examples?.[0];
  if (Array.isArray(example)) return example.join(', ');
  return typeof example === 'string' || typeof example === 'number' ? String(example) : '';
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

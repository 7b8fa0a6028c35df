// What the broker, and so Home Assistant, knows of a device of ours, and what must be said next.

import { ORIGIN, renderRemoval } from './discovery.ts';
import type { Device } from './discovery.ts';

export interface DeviceRecord {
  /** Keys and platforms of the entities Home Assistant may know. */
  readonly components: ReadonlyMap<string, string>;
  /** The retained text; empty when there is none, null when nobody knows. */
  readonly text: string | null;
}

export const UNKNOWN: DeviceRecord = { components: new Map(), text: null };

/** What to publish next, so that the broker knows what is wanted; null when it does already. */
export function nextRecord(wanted: Device | undefined, known: DeviceRecord): DeviceRecord | null {
  if (wanted === undefined) {
    return known.text === '' ? null : { components: new Map(), text: '' };
  }
  const { payload } = wanted;
  const components = readComponents(payload.cmps);
  const gone = new Map([...known.components].filter(([key]) => !components.has(key)));
  const text = JSON.stringify(gone.size > 0 ? renderRemoval(payload, gone) : payload);
  return text === known.text ? null : { components, text };
}

/** What older news, come late, adds to the record. */
export function mergeRecords(known: DeviceRecord, found: DeviceRecord): DeviceRecord {
  return {
    components: new Map([...found.components, ...known.components]),
    text: known.text === '' ? null : known.text,
  };
}

/**
 * A configuration that the broker has in store.
 * @param device the id in its topic
 * @returns null unless it is one of ours, from whatever version
 */
export function readStoredRecord(device: string, payload: Buffer | null): DeviceRecord | null {
  if (payload === null) return null;
  const text = payload.toString();
  const config = parseObject(text);
  const ids = asObject(config?.['dev'])?.['ids'];
  const first: unknown = Array.isArray(ids) ? ids[0] : ids;
  if (first !== device || asObject(config?.['o'])?.['name'] !== ORIGIN) return null;
  return { components: readComponents(asObject(config?.['cmps']) ?? {}), text };
}

function readComponents(components: Readonly<Record<string, unknown>>): Map<string, string> {
  const platforms = Object.entries(components).flatMap(([key, component]): [string, string][] => {
    const platform = asObject(component)?.['p'];
    return typeof platform === 'string' ? [[key, platform]] : [];
  });
  return new Map(platforms);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

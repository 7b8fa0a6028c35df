// A card's configuration, as people write it in YAML or click it together. Home Assistant shows what this throws.

import type { ProtocolChoice } from '../media/delivery.ts';
import { CONTROLS, FITS, GESTURES, LAYOUTS, MODES, PROTOCOLS } from './card-choices.ts';
import type { Gesture } from './card-choices.ts';

/** As Home Assistant's own cards take them; what they mean is its business. */
export interface ActionConfig {
  readonly action: string;
  readonly [key: string]: unknown;
}

export interface CameraConfig {
  readonly camera: string;
  /** Instead of the camera's own. */
  readonly name: string | null;
  /** A switch that turns the stream on and off. */
  readonly entity: string | null;
  /** A button that restarts it. */
  readonly restart: string | null;
  /** Shown while the app cannot be reached. */
  readonly image: string | null;
}

export interface CardConfig {
  /** Empty: all cameras the app has. */
  readonly cameras: readonly CameraConfig[];
  readonly title: string | null;
  readonly layout: (typeof LAYOUTS)[number];
  readonly columns: number | null;
  /** For CSS: `16 / 9`. */
  readonly aspectRatio: string | null;
  readonly fit: (typeof FITS)[number];
  readonly mode: (typeof MODES)[number];
  readonly stillSeconds: number;
  /** 0: until nobody looks. */
  readonly liveSeconds: number;
  readonly controls: (typeof CONTROLS)[number];
  readonly showName: boolean;
  readonly protocol: ProtocolChoice;
  readonly isMuted: boolean;
  readonly actions: Readonly<Partial<Record<Gesture, ActionConfig>>>;
  /** The app's slug, for the case that it is not found by itself. */
  readonly app: string | null;
  /** Of the app's LAN listener, with a slash at the end; may hold a token. */
  readonly url: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws Error that says what is wrong and what would be right */
export function parseCardConfig(raw: unknown): CardConfig {
  if (!isFields(raw)) throw new Error('Expected a card configuration');
  return {
    cameras: parseCameras(raw),
    title: parseText(raw, 'title'),
    layout: parseChoice(raw, 'layout', LAYOUTS),
    columns: parseNumber(raw, 'columns', { min: 1, max: 12, isWhole: true }),
    aspectRatio: parseAspectRatio(raw),
    fit: parseChoice(raw, 'fit', FITS),
    mode: parseChoice(raw, 'mode', MODES),
    stillSeconds: parseNumber(raw, 'still_seconds', { min: 1, max: 3600 }) ?? 10,
    liveSeconds: parseNumber(raw, 'live_seconds', { min: 0, max: 86_400 }) ?? 0,
    controls: parseChoice(raw, 'controls', CONTROLS),
    showName: parseSwitch(raw, 'show_name') ?? true,
    protocol: parseChoice(raw, 'protocol', PROTOCOLS),
    isMuted: parseSwitch(raw, 'mute') ?? true,
    actions: parseActions(raw),
    app: parseApp(raw),
    url: parseUrl(raw),
  };
}

function parseCameras(raw: Fields): readonly CameraConfig[] {
  const { camera, cameras } = raw;
  const first = isUnset(camera)
    ? []
    : [{ ...parseCamera(camera, 'camera'), ...parseOwnEntities(raw) }];
  if (isUnset(cameras)) return first;
  if (!Array.isArray(cameras)) {
    throw new TypeError('"cameras" must be a list, such as [porch, garden]');
  }
  const list = cameras.map((each: unknown, at) => parseCamera(each, `cameras[${at}]`));
  const twice = list.find(({ camera }, at) => list.findIndex((one) => one.camera === camera) < at);
  if (twice !== undefined) throw new Error(`"cameras" names ${twice.camera} twice`);
  // The form offers both, so both may be there.
  return [...first, ...list.filter((each) => each.camera !== first[0]?.camera)];
}

/** A card with one camera may have its entities beside it. */
function parseOwnEntities(raw: Fields): Partial<CameraConfig> {
  const own = parseEntities(raw, '');
  const given = Object.entries(own).filter(([, value]) => value !== null);
  return Object.fromEntries(given);
}

const CAMERA_ID = /^[a-z0-9_]{1,32}$/;

function parseCamera(raw: unknown, path: string): CameraConfig {
  if (typeof raw === 'string') return plainCamera(parseId(raw, path));
  if (!isFields(raw) || isUnset(raw['camera'])) {
    throw new Error(`"${path}" must be a camera's id, such as porch, or have a "camera" with it`);
  }
  return {
    camera: parseId(raw['camera'], `${path}.camera`),
    name: parseText(raw, 'name', path),
    ...parseEntities(raw, path),
  };
}

export function plainCamera(camera: string): CameraConfig {
  return { camera, name: null, entity: null, restart: null, image: null };
}

function parseId(value: unknown, path: string): string {
  const id = typeof value === 'string' ? value.trim() : '';
  if (CAMERA_ID.test(id)) return id;
  if (id.includes('.')) {
    throw new Error(
      `"${path}" is an id of Oriel, such as porch, not an entity of Home Assistant: got ${id}`,
    );
  }
  throw new Error(
    `"${path}" must be a camera's id as in Oriel's options (a to z, 0 to 9, _), got ${show(value)}`,
  );
}

function parseEntities(
  raw: Fields,
  path: string,
): Pick<CameraConfig, 'entity' | 'restart' | 'image'> {
  return {
    entity: parseEntity(raw, 'entity', { path, domains: ['switch', 'input_boolean'] }),
    restart: parseEntity(raw, 'restart', { path, domains: ['button', 'input_button', 'script'] }),
    image: parseEntity(raw, 'image', { path, domains: ['image', 'camera'] }),
  };
}

function parseEntity(
  raw: Fields,
  key: string,
  { path, domains }: { readonly path: string; readonly domains: readonly string[] },
): string | null {
  const value = parseText(raw, key, path);
  if (value === null) return null;
  const domain = /^([a-z_]+)\.[a-z0-9_]+$/.exec(value)?.[1];
  if (domain !== undefined && domains.includes(domain)) return value;
  const wanted = domains.map((each) => `${each}.…`).join(' or ');
  throw new Error(`"${join(path, key)}" must be an entity like ${wanted}, got ${show(value)}`);
}

function parseText(raw: Fields, key: string, path = ''): string | null {
  const value = raw[key];
  if (isUnset(value)) return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
  throw new Error(`"${join(path, key)}" must be a text, got ${show(value)}`);
}

/** The first choice is what holds when nothing is said. */
function parseChoice<T extends string>(raw: Fields, key: string, choices: readonly [T, ...T[]]): T {
  const value = raw[key];
  if (isUnset(value)) return choices[0];
  const found = choices.find((each) => each === value);
  if (found === undefined) {
    throw new Error(`"${key}" must be one of ${choices.join(', ')}, got ${show(value)}`);
  }
  return found;
}

function parseNumber(
  raw: Fields,
  key: string,
  { min, max, isWhole = false }: { min: number; max: number; isWhole?: boolean },
): number | null {
  const value = raw[key];
  if (isUnset(value)) return null;
  const number = typeof value === 'string' ? Number(value) : value;
  const isRight = typeof number === 'number' && number >= min && number <= max;
  if (isRight && (!isWhole || Number.isInteger(number))) return number;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new Error(`"${key}" must be ${kind} from ${min} to ${max}, got ${show(value)}`);
}

function parseSwitch(raw: Fields, key: string): boolean | null {
  const value = raw[key];
  if (isUnset(value)) return null;
  if (typeof value === 'boolean') return value;
  throw new Error(`"${key}" must be true or false, got ${show(value)}`);
}

/** As Home Assistant's cards take it: `16:9`, `16x9`, `16/9`, `1.78` or `50%`. */
function parseAspectRatio(raw: Fields): string | null {
  const value = raw['aspect_ratio'];
  if (isUnset(value)) return null;
  const text = readRatio(value);
  const [, width, height] = /^(\d+(?:\.\d+)?)(?:\s*[:x/]\s*(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  const ratio = percent === undefined ? Number(width) / Number(height ?? 1) : 100 / Number(percent);
  // Beyond, nobody means it.
  if (ratio >= 0.2 && ratio <= 5) {
    return height === undefined ? `${Number(ratio.toFixed(4))}` : `${width} / ${height}`;
  }
  throw new Error(`"aspect_ratio" must be like 16:9, 1.78 or 56%, got ${show(value)}`);
}

/** Dashboards kept as YAML files are read by a parser that takes 16:9 for sixteen minutes and nine seconds. */
function readRatio(value: unknown): string {
  if (typeof value !== 'number' || value < 60) return String(value).trim();
  return `${Math.floor(value / 60)}:${value % 60}`;
}

function parseActions(raw: Fields): CardConfig['actions'] {
  const actions: Partial<Record<Gesture, ActionConfig>> = {};
  for (const gesture of GESTURES) {
    const value = raw[gesture];
    if (isUnset(value)) continue;
    const action = isFields(value) ? value['action'] : null;
    if (!isFields(value) || typeof action !== 'string') {
      throw new Error(`"${gesture}" must have an "action", such as more-info or navigate`);
    }
    actions[gesture] = { ...value, action };
  }
  return actions;
}

function parseApp(raw: Fields): string | null {
  const app = parseText(raw, 'app');
  if (app === null || /^[-_.A-Za-z0-9]+$/.test(app)) return app;
  throw new Error(`"app" must be the app's slug, such as a1b2c3d4_oriel, got ${show(app)}`);
}

function parseUrl(raw: Fields): string | null {
  const text = parseText(raw, 'url');
  if (text === null) return null;
  const url = readUrl(text);
  // What is wrong may hold a token, and error cards get into screenshots.
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error('"url" must be an address of Oriel, such as http://192.168.1.5:8098/t/…/');
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error(
      '"url" must not hold a user name and password: Oriel takes a token in the path',
    );
  }
  // A link to one camera's page is what people have at hand.
  const path = url.pathname.replace(/(?:cameras\/[a-z0-9_]+\/?)?$/, '').replace(/\/*$/, '/');
  return `${url.origin}${path}`;
}

/** `URL.canParse` would do, but wall tablets live longer than browsers without it. */
function readUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

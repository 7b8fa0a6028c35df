// The entities that belong to a camera: those that are configured, else those of the device the app announces by MQTT.

import type { CameraConfig } from './card-config.ts';
import type { DeviceEntry, Hass } from './home-assistant.ts';

export interface CameraEntities {
  readonly stream: string | null;
  readonly restart: string | null;
  readonly image: string | null;
}

type Registries = Pick<Hass, 'entities' | 'devices' | 'states'>;

export function entitiesOf(
  { camera, entity, restart, image }: CameraConfig,
  hass: Registries,
): CameraEntities {
  const found = findEntities(camera, hass);
  return {
    stream: entity ?? found.stream,
    restart: restart ?? found.restart,
    image: image ?? found.image,
  };
}

/** As the app names its devices: `oriel_7f3a91c2_porch`. */
const DEVICE = /^oriel_[0-9a-f]{8}_(.+)$/;

function findEntities(camera: string, hass: Registries): CameraEntities {
  const own = idsOf(hass).get(camera) ?? [];
  const first = (domain: string, isIt: (id: string) => boolean = () => true): string | null =>
    own.find((id) => id.startsWith(`${domain}.`) && isIt(id)) ?? null;
  return {
    stream: first('switch'),
    restart: first('button', (id) => hass.states[id]?.attributes['device_class'] === 'restart'),
    image: first('image'),
  };
}

let newest: Pick<Hass, 'entities' | 'devices'> = {};
/** Of entities, by camera. */
let ids: ReadonlyMap<string, readonly string[]> = new Map();

/** Searched once: Home Assistant has thousands of entities, states of which change all the time, but its registries seldom. */
function idsOf(hass: typeof newest): typeof ids {
  if (hass.entities !== newest.entities || hass.devices !== newest.devices) ids = collectIds(hass);
  newest = hass;
  return ids;
}

function collectIds({ entities = {}, devices = {} }: typeof newest): typeof ids {
  const byCamera = new Map<string, string[]>();
  const byDevice = new Map<string | null | undefined, string[]>();
  for (const device of Object.values(devices)) {
    const camera = cameraOfDevice(device);
    if (camera === null || byCamera.has(camera)) continue;
    const own: string[] = [];
    byCamera.set(camera, own);
    byDevice.set(device.id, own);
  }
  for (const { device_id: of, entity_category: category, entity_id: id } of Object.values(
    entities,
  )) {
    // Its other switches and images are there to configure it.
    if (!category) byDevice.get(of)?.push(id);
  }
  return byCamera;
}

/** The camera an entity belongs to; null when it is none of ours. */
export function cameraOfEntity(
  entityId: string,
  { entities = {}, devices = {} }: Pick<Hass, 'entities' | 'devices'>,
): string | null {
  return cameraOfDevice(devices[entities[entityId]?.device_id ?? '']);
}

function cameraOfDevice({ identifiers = [] }: Partial<DeviceEntry> = {}): string | null {
  const ours = identifiers.find(([domain, id = '']) => domain === 'mqtt' && DEVICE.test(id));
  return DEVICE.exec(ours?.[1] ?? '')?.[1] ?? null;
}

/** The address of an entity's picture, with the token it needs; null while it has none. */
export function pictureOf(image: string | null, { states }: Pick<Hass, 'states'>): string | null {
  const entity = image === null ? undefined : states[image];
  if (entity === undefined || WITHOUT_PICTURE.has(entity.state)) return null;
  const picture = entity.attributes['entity_picture'];
  return typeof picture === 'string' && picture !== '' ? picture : null;
}

/** It has an address all the same, which answers with an error. */
const WITHOUT_PICTURE: ReadonlySet<string> = new Set(['unknown', 'unavailable']);

export type PlayerRequest = 'start' | 'stop' | 'restart';

export interface ServiceCall {
  readonly domain: string;
  readonly service: string;
  readonly data: { readonly entity_id: string };
}

/** What does in Home Assistant what a player asks for; null when no entity is there for it. */
export function serviceFor(
  request: PlayerRequest,
  { stream, restart }: CameraEntities,
  { states }: Pick<Hass, 'states'>,
): ServiceCall | null {
  const id = request === 'restart' ? restart : stream;
  if (id === null || states[id] === undefined || states[id].state === 'unavailable') return null;
  const [domain = ''] = id.split('.');
  const isButton = domain === 'button' || domain === 'input_button';
  const service = isButton ? 'press' : request === 'stop' ? 'turn_off' : 'turn_on';
  return { domain, service, data: { entity_id: id } };
}

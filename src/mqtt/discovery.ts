// The device configurations Home Assistant makes its devices and entities from. Root, `dev` and `o`
// are closed: one key too many, and Home Assistant drops the whole device.

import { BRIDGE_ENTITIES } from './bridge-entities.ts';
import { CAMERA_CONTROLS } from './camera-controls.ts';
import type { OptionLimits } from './camera-controls.ts';
import { CAMERA_READINGS } from './camera-readings.ts';
import { renderComponent } from './entity.ts';
import type {
  Availability,
  Component,
  EntityDefinition,
  Feature,
  RemovedComponent,
} from './entity.ts';
import { bridgeTopics, cameraTopics, deviceId } from './topics.ts';
import type { TopicSettings } from './topics.ts';

export interface DevicePayload {
  readonly dev: {
    readonly ids: readonly [string];
    readonly name: string;
    readonly mf: 'Oriel';
    readonly mdl: 'Bridge' | 'Camera';
    readonly mdl_id?: string;
    readonly sw: string;
    readonly via_device?: string;
    readonly cu?: string;
  };
  readonly o: { readonly name: typeof ORIGIN; readonly sw: string; readonly url?: string };
  readonly avty: readonly Availability[];
  readonly avty_mode: 'all';
  readonly cmps: Readonly<Record<string, Component | RemovedComponent>>;
}

export interface Device {
  readonly id: string;
  readonly payload: DevicePayload;
}

/** How a device of ours is told from others under the same prefix. */
export const ORIGIN = 'Oriel';

export interface DiscoveryContext {
  readonly topics: TopicSettings;
  readonly version: string;
  readonly features: ReadonlySet<Feature>;
  /** `homeassistant://app/<slug>`, or an http(s) URL; any other is left out. */
  readonly configurationUrl?: string | undefined;
  readonly supportUrl?: string | undefined;
}

/** @param logLevels what the option `log_level` may be */
export function renderBridgeDevice(
  context: DiscoveryContext,
  { logLevels }: { readonly logLevels: readonly string[] },
): Device {
  const { baseTopic, instance } = context.topics;
  const id = deviceId(instance);
  const entities = { baseTopic, topics: bridgeTopics(baseTopic), logLevels, device: id };
  return {
    id,
    payload: {
      dev: {
        ids: [id],
        name: 'Oriel',
        mf: 'Oriel',
        mdl: 'Bridge',
        sw: context.version,
        ...renderConfigurationUrl(context.configurationUrl),
      },
      ...renderShared(context),
      cmps: renderComponents(BRIDGE_ENTITIES, entities, context.features),
    },
  };
}

export interface CameraDevice {
  readonly id: string;
  readonly name: string;
  /** What kind of source it is, like `rtsp`: nothing that names or finds it. */
  readonly model: string;
  readonly resolution: string | null;
  /** Its own page; without it, that of the bridge. */
  readonly url?: string | undefined;
}

export function renderCameraDevice(
  context: DiscoveryContext,
  camera: CameraDevice,
  limits: OptionLimits,
): Device {
  const { baseTopic, instance } = context.topics;
  const id = deviceId(instance, camera.id);
  const entities = {
    topics: cameraTopics(baseTopic, camera.id),
    bridgeState: bridgeTopics(baseTopic).state,
    resolution: camera.resolution,
    limits,
    device: id,
  };
  return {
    id,
    payload: {
      dev: {
        ids: [id],
        name: camera.name,
        mf: 'Oriel',
        mdl: 'Camera',
        mdl_id: camera.model,
        sw: context.version,
        via_device: deviceId(instance),
        ...renderConfigurationUrl(camera.url ?? context.configurationUrl),
      },
      ...renderShared(context),
      cmps: renderComponents([...CAMERA_READINGS, ...CAMERA_CONTROLS], entities, context.features),
    },
  };
}

/**
 * The first of the two steps that make Home Assistant forget entities: leaving them out of the
 * payload is not enough.
 * @param gone keys and platforms of what shall go
 */
export function renderRemoval(
  payload: DevicePayload,
  gone: ReadonlyMap<string, string>,
): DevicePayload {
  const removed = [...gone].map(([key, p]): [string, RemovedComponent] => [key, { p }]);
  return { ...payload, cmps: { ...payload.cmps, ...Object.fromEntries(removed) } };
}

function renderShared({
  topics,
  version,
  supportUrl,
}: DiscoveryContext): Pick<DevicePayload, 'o' | 'avty' | 'avty_mode'> {
  const url = checkUrl(supportUrl);
  return {
    o: { name: ORIGIN, sw: version, ...(url === null ? {} : { url }) },
    // The bridge alone: controls and status work while a camera is down.
    avty: [{ t: bridgeTopics(topics.baseTopic).state }],
    avty_mode: 'all',
  };
}

function renderComponents<C extends { readonly device: string }>(
  entities: readonly EntityDefinition<C>[],
  context: C,
  features: ReadonlySet<Feature>,
): Record<string, Component> {
  const shown = entities.filter(({ needs }) => needs === undefined || features.has(needs));
  return Object.fromEntries(shown.map((entity) => [entity.key, renderComponent(entity, context)]));
}

function renderConfigurationUrl(text: string | undefined): { readonly cu?: string } {
  const cu = checkUrl(text);
  return cu === null ? {} : { cu };
}

const URL_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'homeassistant:']);

/** null unless Home Assistant takes it: a wrong URL would cost the whole device. */
function checkUrl(text: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || !URL_SCHEMES.has(url.protocol) || url.hostname === '') return null;
  return url.username === '' && url.password === '' ? url.href : null;
}

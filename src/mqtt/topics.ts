// Every topic Oriel writes to or listens on, and what a topic that came in means.

export const DEFAULT_STATUS_TOPIC = 'homeassistant/status';

export interface TopicSettings {
  /** 8 hexadecimal digits, made once: tells this Oriel from another one at the same broker. */
  readonly instance: string;
  readonly baseTopic: string;
  readonly discoveryPrefix: string;
  /** Where Home Assistant says `online` after its start; a setting of its own there. */
  readonly statusTopic: string;
}

export interface BridgeTopics {
  readonly state: string;
  readonly info: string;
  readonly schema: string;
  readonly cameras: string;
  readonly stats: string;
  readonly event: string;
}

export interface CameraTopics {
  readonly availability: string;
  readonly state: string;
  readonly options: string;
  readonly urls: string;
  readonly stats: string;
  readonly event: string;
  readonly image: string;
  readonly set: string;
  readonly command: string;
}

export function bridgeTopics(baseTopic: string): BridgeTopics {
  const root = `${baseTopic}/bridge`;
  return {
    state: `${root}/state`,
    info: `${root}/info`,
    schema: `${root}/schema`,
    cameras: `${root}/cameras`,
    stats: `${root}/stats`,
    event: `${root}/event`,
  };
}

export function cameraTopics(baseTopic: string, camera: string): CameraTopics {
  const root = `${baseTopic}/camera/${camera}`;
  return {
    availability: `${root}/availability`,
    state: `${root}/state`,
    options: `${root}/options`,
    urls: `${root}/urls`,
    stats: `${root}/stats`,
    event: `${root}/event`,
    image: `${root}/snapshot/image`,
    set: `${root}/set`,
    command: `${root}/command`,
  };
}

/** What stays at the broker when a camera goes, unless an empty retained payload clears it. */
export function retainedCameraTopics(baseTopic: string, camera: string): string[] {
  const { availability, state, options, urls } = cameraTopics(baseTopic, camera);
  return [availability, state, options, urls];
}

export function requestTopic(baseTopic: string, what: string): string {
  return `${baseTopic}/bridge/request/${what}`;
}

/** An empty request is answered too. */
export function responseTopic(baseTopic: string, what: string): string {
  return what === '' ? `${baseTopic}/bridge/response` : `${baseTopic}/bridge/response/${what}`;
}

/** The device of a camera, or of the bridge itself. */
export function deviceId(instance: string, camera?: string): string {
  return camera === undefined ? `oriel_${instance}` : `oriel_${instance}_${camera}`;
}

/** null for the device of the bridge. */
export function cameraOfDevice(instance: string, device: string): string | null {
  return between(device, deviceId(instance, ''), '') || null;
}

export function isOwnDevice(instance: string, device: string): boolean {
  return device === deviceId(instance) || device.startsWith(deviceId(instance, ''));
}

export function deviceConfigTopic(discoveryPrefix: string, device: string): string {
  return `${discoveryPrefix}/device/${device}/config`;
}

/** Wherever a device configuration of ours may be: under our prefix, and under one that was ours before. */
export function deviceConfigFilters(discoveryPrefix: string): string[] {
  return [discoveryPrefix, '+', '+/+'].map((prefix) => deviceConfigTopic(prefix, '+'));
}

/** Never `<base>/#`: what we publish ourselves must not come back. */
export function commandFilters({ baseTopic, statusTopic }: TopicSettings): string[] {
  return [
    `${baseTopic}/bridge/request/#`,
    `${baseTopic}/camera/+/set`,
    `${baseTopic}/camera/+/set/+`,
    `${baseTopic}/camera/+/command`,
    statusTopic,
  ];
}

export type IncomingTopic =
  | { readonly kind: 'camera_set'; readonly camera: string }
  | { readonly kind: 'camera_set_key'; readonly camera: string; readonly key: string }
  | { readonly kind: 'camera_command'; readonly camera: string }
  | { readonly kind: 'bridge_request'; readonly what: string }
  | { readonly kind: 'home_assistant_status' }
  | { readonly kind: 'device_config'; readonly device: string }
  /** Under another prefix than ours. */
  | { readonly kind: 'former_device_config'; readonly device: string }
  | { readonly kind: 'foreign' };

const FOREIGN: IncomingTopic = { kind: 'foreign' };

/** Says nothing of whether there is such a camera, option or request. */
export function classifyTopic(topic: string, settings: TopicSettings): IncomingTopic {
  if (!isPublishTopic(topic)) return FOREIGN;
  if (topic === settings.statusTopic) return { kind: 'home_assistant_status' };
  const device = between(topic, `${settings.discoveryPrefix}/device/`, '/config');
  if (device !== null && isLevel(device)) return { kind: 'device_config', device };
  // `request/#` matches the level above it too (MQTT 5, section 4.7.1.2).
  if (topic === `${settings.baseTopic}/bridge/request`) return { kind: 'bridge_request', what: '' };
  const what = between(topic, requestTopic(settings.baseTopic, ''), '');
  if (what !== null) return { kind: 'bridge_request', what };
  const camera = between(topic, `${settings.baseTopic}/camera/`, '');
  return camera === null ? classifyFormerTopic(topic) : classifyCameraTopic(camera);
}

function classifyFormerTopic(topic: string): IncomingTopic {
  const [, device] = /\/device\/([^/]+)\/config$/.exec(topic) ?? [];
  return device === undefined ? FOREIGN : { kind: 'former_device_config', device };
}

/** @param rest what follows `<base>/camera/` */
function classifyCameraTopic(rest: string): IncomingTopic {
  const [camera = '', verb, key, ...deeper] = rest.split('/');
  if (camera === '' || deeper.length > 0) return FOREIGN;
  if (verb === 'command' && key === undefined) return { kind: 'camera_command', camera };
  if (verb !== 'set') return FOREIGN;
  return key === undefined
    ? { kind: 'camera_set', camera }
    : { kind: 'camera_set_key', camera, key };
}

function between(topic: string, start: string, end: string): string | null {
  if (!topic.startsWith(start) || !topic.endsWith(end)) return null;
  return topic.length < start.length + end.length
    ? null
    : topic.slice(start.length, topic.length - end.length);
}

function isLevel(text: string): boolean {
  return text !== '' && !text.includes('/');
}

const MAX_TOPIC_BYTES = 65_535;

/** Whether a message can be published to it: a broker cuts off who tries with a wildcard. */
export function isPublishTopic(topic: string): boolean {
  // A control character is a protocol error to some brokers (MQTT 5, section 1.5.4).
  return topic !== '' && !/[+#\p{Cc}]/u.test(topic) && Buffer.byteLength(topic) <= MAX_TOPIC_BYTES;
}

/**
 * Whether an answer may go there. The sender chooses the topic, and may not make Oriel say what
 * only Oriel may: its states, its discovery, commands to itself.
 */
export function isResponseTopic(topic: string, settings: TopicSettings): boolean {
  if (!isPublishTopic(topic) || topic.startsWith('$')) return false;
  const { baseTopic, discoveryPrefix, statusTopic } = settings;
  if (topic === statusTopic || topic.startsWith(`${discoveryPrefix}/`)) return false;
  if (topic.startsWith(responseTopic(baseTopic, '') + '/')) return true;
  return ![`${baseTopic}/bridge`, `${baseTopic}/camera`].some(
    (ours) => topic === ours || topic.startsWith(`${ours}/`),
  );
}

import type { Links } from '../access/links.ts';
import type { Cameras } from '../camera/cameras.ts';
import type { OptionLimits } from './camera-controls.ts';
import { renderBridgeDevice, renderCameraDevice } from './discovery.ts';
import type { Device, DiscoveryContext } from './discovery.ts';
import type { Feature } from './entity.ts';
import type { TopicSettings } from './topics.ts';

export interface DeviceFacts {
  readonly cameras: Cameras;
  readonly topics: TopicSettings;
  readonly version: string;
  readonly links: Links;
  readonly limits: OptionLimits;
  readonly logLevels: readonly string[];
  /** Whether clips can be saved. */
  readonly hasClips: boolean;
}

const FEATURES: ReadonlySet<Feature> = new Set([
  'audio',
  'bridge_events',
  'latency',
  'renditions',
  'snapshot',
]);
const FEATURES_WITH_CLIPS: ReadonlySet<Feature> = new Set([...FEATURES, 'clip']);

/** The bridge and its cameras, as Home Assistant is to see them. */
export function renderDevices(facts: DeviceFacts): Device[] {
  const { topics, version, cameras, links, limits, logLevels, hasClips } = facts;
  const pages = links.pagesUrl;
  // In Home Assistant, a page for all cameras is what there is an address of.
  const cameraPages = pages?.startsWith('http') ? `${pages.replace(/\/+$/, '')}/cameras` : null;
  const context: DiscoveryContext = {
    topics,
    version,
    features: hasClips ? FEATURES_WITH_CLIPS : FEATURES,
    configurationUrl: pages,
  };
  return [
    renderBridgeDevice(context, { logLevels }),
    ...cameras.all.map((camera) =>
      renderCameraDevice(
        context,
        {
          id: camera.id,
          name: camera.name,
          model: camera.options.source.split(':')[0] ?? 'camera',
          resolution: camera.options.resolution ?? null,
          url: cameraPages === null ? undefined : `${cameraPages}/${camera.id}/`,
        },
        limits,
      ),
    ),
  ];
}

// Devices as Oriel announces them, for an instance of its own.

import { renderBridgeDevice, renderCameraDevice } from '../../src/mqtt/discovery.ts';
import type { CameraDevice, Device, DiscoveryContext } from '../../src/mqtt/discovery.ts';
import type { Feature } from '../../src/mqtt/entity.ts';
import { DEFAULT_STATUS_TOPIC } from '../../src/mqtt/topics.ts';

export const ALL_FEATURES: readonly Feature[] = [
  'audio',
  'bridge_events',
  'bridge_restart',
  'bridge_stats',
  'clip',
  'latency',
  'renditions',
  'snapshot',
];

export const LIMITS = {
  start: ['always', 'on_demand'],
  video: ['auto', 'copy', 'h264'],
  audio: ['auto', 'copy', 'aac', 'none'],
  fps: { min: 1, max: 120 },
  bitrate_kbps: { min: 50, max: 50_000 },
  segment_seconds: { min: 0.5, max: 10 },
  window_seconds: { min: 10, max: 600 },
};

export function contextOf(
  overrides: Partial<DiscoveryContext> = {},
  features: readonly Feature[] = ALL_FEATURES,
): DiscoveryContext {
  return {
    topics: {
      instance: '7f3a91c2',
      baseTopic: 'oriel',
      discoveryPrefix: 'homeassistant',
      statusTopic: DEFAULT_STATUS_TOPIC,
    },
    version: '1.4.0',
    features: new Set(features),
    configurationUrl: 'homeassistant://app/local_oriel',
    supportUrl: 'https://github.com/example/oriel/issues',
    ...overrides,
  };
}

export function bridgeDevice(context = contextOf()): Device {
  const logLevels = ['trace', 'debug', 'info', 'warn', 'error'];
  return renderBridgeDevice(context, { logLevels });
}

export function cameraDevice(
  camera: Partial<CameraDevice> & { readonly id: string },
  context = contextOf(),
): Device {
  const whole = { name: 'Porch', model: 'rtsp', resolution: null, ...camera };
  return renderCameraDevice(context, whole, LIMITS);
}

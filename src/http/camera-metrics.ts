import { measureWindowSeconds } from '../camera/camera-state.ts';
import type { CameraState } from '../camera/camera-state.ts';
import type { Camera } from '../camera/camera.ts';
import { valueOf } from './metric.ts';
import type { MetricDefinition } from './metric.ts';

export interface CameraReading {
  readonly camera: Camera;
  readonly state: CameraState;
}

const STATUSES: readonly CameraState['status'][] = [
  'stopped',
  'starting',
  'live',
  'retrying',
  'idle',
];

/** The label `camera` is added to each. */
export const CAMERA_METRICS: readonly MetricDefinition<CameraReading>[] = [
  {
    name: 'oriel_camera_status',
    help: '1 for the status the camera has, 0 for the others.',
    type: 'gauge',
    labels: ['status'],
    read: ({ state }) =>
      STATUSES.map((status) => ({ labels: { status }, value: state.status === status ? 1 : 0 })),
  },
  {
    name: 'oriel_camera_viewers',
    help: 'Viewers of the camera.',
    type: 'gauge',
    read: ({ state }) => valueOf(state.viewers),
  },
  {
    name: 'oriel_camera_viewers_limit',
    help: 'Viewers the camera may have.',
    type: 'gauge',
    read: ({ camera }) => valueOf(camera.options.max_viewers),
  },
  {
    name: 'oriel_camera_reporting_viewers',
    help: 'Players that reported their delay within 30 s, by how the video gets to them.',
    type: 'gauge',
    labels: ['transport'],
    read: ({ camera }) =>
      [...camera.delays.transports].map(([transport, value]) => ({ labels: { transport }, value })),
  },
  {
    name: 'oriel_camera_delay_seconds',
    help: 'From capture to screen: the middle of what viewers report, and what 95 of 100 keep within.',
    type: 'gauge',
    labels: ['quantile'],
    read: ({ state: { delay_ms: delay } }) =>
      delay
        ? [
            { labels: { quantile: '0.5' }, value: delay.p50 / 1000 },
            { labels: { quantile: '0.95' }, value: delay.p95 / 1000 },
          ]
        : [],
  },
  {
    name: 'oriel_camera_stalls_total',
    help: 'Times the picture stood still, as viewers report.',
    type: 'counter',
    read: ({ camera }) => valueOf(camera.delays.totals.stalls),
  },
  {
    name: 'oriel_camera_dropped_frames_total',
    help: 'Frames that came too late to be shown, as viewers report.',
    type: 'counter',
    read: ({ camera }) => valueOf(camera.delays.totals.dropped),
  },
  {
    name: 'oriel_camera_presented_frames_total',
    help: 'Frames that were shown, as viewers report.',
    type: 'counter',
    read: ({ camera }) => valueOf(camera.delays.totals.frames),
  },
  {
    name: 'oriel_camera_watched_seconds_total',
    help: 'Time that the reports of viewers cover.',
    type: 'counter',
    read: ({ camera }) => valueOf(camera.delays.totals.seconds),
  },
  {
    name: 'oriel_camera_bitrate_bits_per_second',
    help: 'Bit rate of the video.',
    type: 'gauge',
    read: ({ state }) => valueOf(state.bitrate_kbps && state.bitrate_kbps * 1000),
  },
  {
    name: 'oriel_camera_frames_per_second',
    help: 'Frame rate of the video.',
    type: 'gauge',
    read: ({ state }) => valueOf(state.fps),
  },
  {
    name: 'oriel_camera_restarts_total',
    help: 'Times the camera failed and was started again.',
    type: 'counter',
    read: ({ state }) => valueOf(state.restarts),
  },
  {
    name: 'oriel_camera_window_bytes',
    help: 'Media held in memory.',
    type: 'gauge',
    read: ({ camera }) => valueOf(camera.presentation.byteLength),
  },
  {
    name: 'oriel_camera_window_seconds',
    help: 'How far back that media reaches.',
    type: 'gauge',
    read: ({ camera }) => valueOf(measureWindowSeconds(camera)),
  },
];

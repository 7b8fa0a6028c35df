// What Home Assistant shows of a camera. Templates read the payloads of the camera's topics.

import type { CameraContext } from './camera-controls.ts';
import type { EntityDefinition, Fields } from './entity.ts';

export const CAMERA_EVENTS = [
  'started',
  'stopped',
  'stalled',
  'recovered',
  'error',
  'snapshot',
  'clip_ready',
  'clip_failed',
  'options_changed',
  'options_rejected',
  'command_rejected',
  'viewer_joined',
  'viewer_left',
] as const;

/** Statistics come at least every 30 s; after three are missing, nothing is known. */
const STATS_EXPIRE_SECONDS = 90;

export const CAMERA_READINGS: readonly EntityDefinition<CameraContext>[] = [
  {
    key: 'status',
    platform: 'sensor',
    name: 'Status',
    render: ({ topics }) => ({
      dev_cla: 'enum',
      ops: ['stopped', 'starting', 'live', 'retrying', 'idle'],
      stat_t: topics.state,
      val_tpl: '{{ value_json.status }}',
      json_attr_t: topics.urls,
      ic: 'mdi:cctv',
    }),
  },
  {
    key: 'viewers',
    platform: 'sensor',
    name: 'Viewers',
    render: (context) => ({
      ...measurement(context, 'viewers'),
      ic: 'mdi:account-eye',
    }),
  },
  {
    key: 'bitrate_now',
    platform: 'sensor',
    name: 'Bitrate',
    render: (context) => ({
      ...measurement(context, 'bitrate_kbps'),
      dev_cla: 'data_rate',
      unit_of_meas: 'kbit/s',
      sug_dsp_prc: 0,
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'fps_now',
    platform: 'sensor',
    name: 'Frame rate',
    render: (context) => ({
      ...measurement(context, 'fps'),
      unit_of_meas: 'fps',
      sug_dsp_prc: 1,
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'latency',
    platform: 'sensor',
    name: 'Latency',
    needs: 'latency',
    render: (context) => ({
      ...measurement(context, 'latency_ms'),
      dev_cla: 'duration',
      unit_of_meas: 'ms',
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'restarts',
    platform: 'sensor',
    name: 'Restarts',
    render: ({ topics }) => ({
      stat_t: topics.state,
      val_tpl: '{{ value_json.restarts }}',
      stat_cla: 'total_increasing',
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'last_error',
    platform: 'sensor',
    name: 'Last error',
    render: ({ topics }) => ({
      stat_t: topics.state,
      // Home Assistant takes a longer one for unknown.
      val_tpl: "{{ (value_json.last_error or 'none')[:255] }}",
      ent_cat: 'diagnostic',
      ic: 'mdi:alert-circle-outline',
    }),
  },
  {
    key: 'live_since',
    platform: 'sensor',
    name: 'Live since',
    render: ({ topics }) => ({
      dev_cla: 'timestamp',
      stat_t: topics.state,
      val_tpl: '{{ value_json.live_since }}',
      ent_cat: 'diagnostic',
      en: false,
    }),
  },
  {
    key: 'source',
    platform: 'binary_sensor',
    name: 'Source connection',
    render: ({ topics }) => ({
      dev_cla: 'connectivity',
      stat_t: topics.state,
      val_tpl: "{{ 'ON' if value_json.source_online else 'OFF' }}",
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'problem',
    platform: 'binary_sensor',
    name: 'Problem',
    render: ({ topics }) => ({
      dev_cla: 'problem',
      stat_t: topics.state,
      val_tpl: "{{ 'ON' if value_json.status == 'retrying' else 'OFF' }}",
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'image',
    platform: 'image',
    name: 'Snapshot',
    needs: 'snapshot',
    render: ({ topics }) => ({ img_t: topics.image, cont_type: 'image/jpeg', qos: 0 }),
  },
  {
    key: 'event',
    platform: 'event',
    name: 'Events',
    render: ({ topics }) => ({ evt_typ: CAMERA_EVENTS, stat_t: topics.event }),
  },
];

/** Something that can be measured only while media flows. */
function measurement({ topics, bridgeState }: CameraContext, key: string): Fields {
  return {
    stat_t: topics.stats,
    val_tpl: `{{ value_json.${key} }}`,
    avty: [{ t: bridgeState }, { t: topics.availability }],
    avty_mode: 'all',
    exp_aft: STATS_EXPIRE_SECONDS,
    stat_cla: 'measurement',
    qos: 0,
  };
}

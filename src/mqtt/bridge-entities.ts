// What Home Assistant shows of Oriel itself.

import type { EntityDefinition, Fields } from './entity.ts';
import { requestTopic } from './topics.ts';
import type { BridgeTopics } from './topics.ts';

export interface BridgeContext {
  readonly baseTopic: string;
  readonly topics: BridgeTopics;
  readonly logLevels: readonly string[];
}

export const BRIDGE_EVENTS = [
  'camera_added',
  'camera_removed',
  'camera_renamed',
  'options_changed',
  'error',
] as const;

const STATS_EXPIRE_SECONDS = 90;

export const BRIDGE_ENTITIES: readonly EntityDefinition<BridgeContext>[] = [
  {
    key: 'connection',
    platform: 'binary_sensor',
    name: 'Connection',
    render: ({ topics }) => ({
      dev_cla: 'connectivity',
      ent_cat: 'diagnostic',
      stat_t: topics.state,
      pl_on: 'online',
      pl_off: 'offline',
      // None: it is there to say "off", not to be unavailable.
      avty: [],
    }),
  },
  {
    key: 'restart_required',
    platform: 'binary_sensor',
    name: 'Restart required',
    render: ({ topics }) => ({
      dev_cla: 'problem',
      ent_cat: 'diagnostic',
      stat_t: topics.info,
      val_tpl: "{{ 'ON' if value_json.restart_required else 'OFF' }}",
    }),
  },
  {
    key: 'version',
    platform: 'sensor',
    name: 'Version',
    render: ({ topics }) => ({
      ent_cat: 'diagnostic',
      stat_t: topics.info,
      val_tpl: '{{ value_json.version }}',
      ic: 'mdi:tag',
    }),
  },
  {
    key: 'cameras_live',
    platform: 'sensor',
    name: 'Live cameras',
    render: ({ topics }) => ({
      stat_cla: 'measurement',
      stat_t: topics.cameras,
      val_tpl: "{{ value_json | selectattr('status', 'eq', 'live') | list | count }}",
      ic: 'mdi:cctv',
    }),
  },
  {
    key: 'viewers',
    platform: 'sensor',
    name: 'Viewers',
    needs: 'bridge_stats',
    render: ({ topics }) => ({ ...total(topics, 'viewers'), ic: 'mdi:account-eye' }),
  },
  {
    key: 'egress',
    platform: 'sensor',
    name: 'Egress',
    needs: 'bridge_stats',
    render: ({ topics }) => ({
      ...total(topics, 'egress_kbps'),
      dev_cla: 'data_rate',
      unit_of_meas: 'kbit/s',
      sug_dsp_prc: 0,
      ent_cat: 'diagnostic',
    }),
  },
  {
    key: 'cpu',
    platform: 'sensor',
    name: 'Processor use',
    needs: 'bridge_stats',
    render: ({ topics }) => ({
      ...total(topics, 'cpu_percent'),
      unit_of_meas: '%',
      sug_dsp_prc: 0,
      ent_cat: 'diagnostic',
      en: false,
      ic: 'mdi:chip',
    }),
  },
  {
    key: 'memory',
    platform: 'sensor',
    name: 'Memory use',
    needs: 'bridge_stats',
    render: ({ topics }) => ({
      ...total(topics, 'rss_mb'),
      dev_cla: 'data_size',
      unit_of_meas: 'MB',
      sug_dsp_prc: 0,
      ent_cat: 'diagnostic',
      en: false,
    }),
  },
  {
    key: 'restart',
    platform: 'button',
    name: 'Restart',
    needs: 'bridge_restart',
    render: ({ baseTopic }) => ({
      dev_cla: 'restart',
      ent_cat: 'config',
      cmd_t: requestTopic(baseTopic, 'restart'),
      pl_prs: '{}',
    }),
  },
  {
    key: 'log_level',
    platform: 'select',
    name: 'Log level',
    render: ({ baseTopic, topics, logLevels }) => ({
      ent_cat: 'config',
      ops: logLevels,
      stat_t: topics.info,
      val_tpl: '{{ value_json.log_level }}',
      cmd_t: requestTopic(baseTopic, 'log_level'),
      cmd_tpl: '{"level":"{{ value }}"}',
    }),
  },
  {
    key: 'event',
    platform: 'event',
    name: 'Events',
    needs: 'bridge_events',
    render: ({ topics }) => ({ evt_typ: BRIDGE_EVENTS, stat_t: topics.event }),
  },
];

function total({ stats }: BridgeTopics, key: string): Fields {
  return {
    stat_t: stats,
    val_tpl: `{{ value_json.${key} }}`,
    exp_aft: STATS_EXPIRE_SECONDS,
    stat_cla: 'measurement',
    qos: 0,
  };
}

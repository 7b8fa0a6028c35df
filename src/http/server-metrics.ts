import { performance } from 'node:perf_hooks';
import { valueOf } from './metric.ts';
import type { MetricDefinition } from './metric.ts';

export interface ServerReading {
  /** Of all cameras together. */
  readonly viewers: { readonly count: number; readonly max: number };
  readonly version: string;
  /** How long the event loop let a callback wait just now. */
  readonly lagMs: number;
}

/** Oriel's own process; ffmpeg's are not in it. Names that all exporters share have no prefix. */
export const SERVER_METRICS: readonly MetricDefinition<ServerReading>[] = [
  {
    name: 'oriel_build_info',
    help: 'Always 1; the labels tell the versions.',
    type: 'gauge',
    labels: ['version', 'node'],
    read: ({ version }) => [{ labels: { version, node: process.version }, value: 1 }],
  },
  {
    name: 'oriel_viewers',
    help: 'Viewers of all cameras; who watches two counts twice.',
    type: 'gauge',
    read: ({ viewers }) => valueOf(viewers.count),
  },
  {
    name: 'oriel_viewers_limit',
    help: 'Viewers that all cameras together may have.',
    type: 'gauge',
    read: ({ viewers }) => valueOf(viewers.max),
  },
  {
    name: 'process_cpu_seconds_total',
    help: 'Processor time used.',
    type: 'counter',
    read: () => {
      const { user, system } = process.cpuUsage();
      return valueOf((user + system) / 1e6);
    },
  },
  {
    name: 'process_start_time_seconds',
    help: 'When the process began, in seconds since 1970.',
    type: 'gauge',
    read: () => valueOf(performance.timeOrigin / 1000),
  },
  {
    name: 'process_resident_memory_bytes',
    help: 'Memory in use.',
    type: 'gauge',
    read: () => valueOf(process.memoryUsage.rss()),
  },
  {
    name: 'nodejs_heap_size_used_bytes',
    help: 'Memory of objects.',
    type: 'gauge',
    read: () => valueOf(process.memoryUsage().heapUsed),
  },
  {
    name: 'nodejs_external_memory_bytes',
    help: 'Memory of buffers: media above all.',
    type: 'gauge',
    read: () => valueOf(process.memoryUsage().external),
  },
  {
    name: 'nodejs_eventloop_lag_seconds',
    help: 'How long a callback had to wait at the time of the scrape.',
    type: 'gauge',
    read: ({ lagMs }) => valueOf(lagMs / 1000),
  },
  {
    name: 'oriel_event_loop_active_seconds_total',
    help: 'Time the event loop was at work; its rate is how busy Oriel is, 1 being all it can do.',
    type: 'counter',
    read: () => valueOf(performance.eventLoopUtilization().active / 1000),
  },
];

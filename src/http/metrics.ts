// Everything is measured when it is asked for: between two scrapes, metrics cost nothing.

import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Camera } from '../camera/camera.ts';
import { CAMERA_METRICS } from './camera-metrics.ts';
import type { MetricDefinition, Reading } from './metric.ts';
import { SERVER_METRICS } from './server-metrics.ts';
import type { ServerReading } from './server-metrics.ts';

export interface MetricsFacts extends Pick<ServerReading, 'viewers' | 'version'> {
  readonly cameras: readonly Camera[];
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** In the text format of Prometheus. */
export async function renderMetrics({ cameras, ...facts }: MetricsFacts): Promise<string> {
  // A new one each time: nothing is left in it of a camera that is gone.
  const registry = new Registry();
  const server = { ...facts, lagMs: await measureLagMs() };
  for (const metric of SERVER_METRICS) register(registry, metric, metric.read(server));
  const readings = cameras.map((camera) => ({ camera, state: camera.state }));
  for (const metric of CAMERA_METRICS) {
    const labels = ['camera', ...(metric.labels ?? [])];
    const values = readings.flatMap((reading) =>
      metric.read(reading).map((each) => addCamera(each, reading.camera.id)),
    );
    register(registry, { ...metric, labels }, values);
  }
  return registry.metrics();
}

function addCamera({ labels, value }: Reading, camera: string): Reading {
  return { labels: { camera, ...labels }, value };
}

function register(
  registry: Registry,
  {
    name,
    help,
    type,
    labels = [],
  }: Pick<MetricDefinition<never>, 'name' | 'help' | 'type' | 'labels'>,
  readings: readonly Reading[],
): void {
  const settings = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === 'gauge') {
    const gauge = new Gauge(settings);
    for (const reading of readings) gauge.set(reading.labels ?? {}, reading.value);
  } else {
    const counter = new Counter(settings);
    for (const reading of readings) counter.inc(reading.labels ?? {}, reading.value);
  }
}

async function measureLagMs(): Promise<number> {
  const before = performance.now();
  await setImmediate();
  return performance.now() - before;
}

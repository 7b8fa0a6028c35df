import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const CANARY = 'c4n4ry-pa55';
const LINE =
  /^(?<series>[a-z_]+(?:\{(?:[a-z]+="[^"\\]*",?)+\})?) (?<value>-?[\d.]+(?:e[+-]?\d+)?)$/;

/** Series with their labels, as they are written, and their values. */
async function scrape(app: TestApp): Promise<Map<string, number>> {
  const lines = (await (await app.get('metrics')).text()).trimEnd().split('\n');
  const values = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const { series, value } = LINE.exec(line)?.groups ?? assert.fail(line);
      return [series ?? '', Number(value)] as const;
    });
  return new Map(values);
}

async function report(app: TestApp, values: object): Promise<void> {
  const response = await app.get('cameras/porch/report', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      viewer: 'dGhpcyBpcyBhIHRlc3Q_',
      transport: 'live',
      delay_ms: { p50: 96, p95: 101 },
      stalls: 2,
      dropped: 3,
      frames: 298,
      seconds: 10.5,
      ...values,
    }),
  });
  assert.equal(response.status, 204);
}

test('Prometheus reads what the API says, in base units', async (t) => {
  const app = await startTestApp(t, {
    cameras: [
      { id: 'porch', name: 'P"orch', source: 'test:' },
      { id: 'gate', source: `rtsp://u:${CANARY}@127.0.0.1:9/x`, enabled: false, max_viewers: 7 },
    ],
    http: { max_viewers: 9 },
  });
  await app.get('cameras/porch/hls/index.m3u8');
  await report(app, {});
  await report(app, { viewer: 'x'.repeat(20), transport: 'dash', delay_ms: null });
  const values = await eventually('a segment is complete', async () => {
    const found = await scrape(app);
    return found.has('oriel_camera_frames_per_second{camera="porch"}') ? found : null;
  });
  const expected = {
    'oriel_camera_status{camera="porch",status="live"}': 1,
    'oriel_camera_status{camera="porch",status="retrying"}': 0,
    'oriel_camera_status{camera="gate",status="stopped"}': 1,
    'oriel_camera_viewers{camera="porch"}': 1,
    'oriel_camera_viewers{camera="gate"}': 0,
    'oriel_camera_viewers_limit{camera="porch"}': 100,
    'oriel_camera_viewers_limit{camera="gate"}': 7,
    'oriel_camera_reporting_viewers{camera="porch",transport="live"}': 1,
    'oriel_camera_reporting_viewers{camera="porch",transport="dash"}': 1,
    'oriel_camera_delay_seconds{camera="porch",quantile="0.5"}': 0.096,
    'oriel_camera_delay_seconds{camera="porch",quantile="0.95"}': 0.101,
    'oriel_camera_delay_seconds{camera="gate",quantile="0.5"}': undefined,
    'oriel_camera_stalls_total{camera="porch"}': 4,
    'oriel_camera_dropped_frames_total{camera="porch"}': 6,
    'oriel_camera_presented_frames_total{camera="porch"}': 596,
    'oriel_camera_watched_seconds_total{camera="porch"}': 21,
    'oriel_camera_restarts_total{camera="porch"}': 0,
    'oriel_camera_window_bytes{camera="gate"}': 0,
    'oriel_camera_bitrate_bits_per_second{camera="gate"}': undefined,
    oriel_viewers: 1,
    oriel_viewers_limit: 9,
    [`oriel_build_info{version="0.0.0-test",node="${process.version}"}`]: 1,
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((series) => [series, values.get(series)])),
    expected,
  );
  for (const series of [
    'oriel_camera_window_bytes{camera="porch"}',
    'oriel_camera_window_seconds{camera="porch"}',
    'oriel_camera_bitrate_bits_per_second{camera="porch"}',
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_heap_size_used_bytes',
    'nodejs_external_memory_bytes',
    'oriel_event_loop_active_seconds_total',
  ]) {
    assert.ok((values.get(series) ?? 0) > 0, series);
  }
  assert.ok((values.get('nodejs_eventloop_lag_seconds') ?? -1) >= 0);
  assert.ok(Math.abs((values.get('process_start_time_seconds') ?? 0) - Date.now() / 1000) < 3600);
});

test('metrics are plain text for whoever may read the API, and hold no secret', async (t) => {
  const source = `rtsp://u:${CANARY}@127.0.0.1:9/${CANARY}`;
  const app = await startTestApp(t, { cameras: [{ id: 'gate', name: CANARY, source }] });
  const response = await app.get('metrics');
  assert.equal(response.headers.get('Content-Type'), 'text/plain; version=0.0.4; charset=utf-8');
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
  assert.doesNotMatch(await response.text(), new RegExp(CANARY));
  assert.equal((await app.get('metrics', { method: 'POST' })).status, 405);
});

test('every metric says what it is, counters by their name', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'gate', source: 'test:', enabled: false }] });
  const text = await (await app.get('metrics')).text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => {
    assert.match(text, new RegExp(`^# HELP ${name} [A-Z1].+\\.$`, 'm'));
    return { name, type };
  });
  assert.ok(types.length > 20);
  for (const { name, type } of types) {
    assert.equal(type, name.endsWith('_total') ? 'counter' : 'gauge', name);
  }
});

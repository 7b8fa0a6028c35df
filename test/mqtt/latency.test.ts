import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import { startTestApp } from '../running-app.ts';

const STATS = 'oriel/camera/porch/stats';
const REPORT = {
  viewer: 'dGhpcyBpcyBhIHRlc3Q_',
  transport: 'live',
  delay_ms: { p50: 96.4, p95: 101 },
  stalls: 0,
  dropped: 0,
  frames: 298,
  seconds: 10,
};

interface Stats {
  readonly latency_ms: number | null;
  readonly latency_p95_ms: number | null;
}

test('the delay that viewers report is in the statistics, and in nothing that is retained', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const mqtt = { host: broker.host, port: broker.port };
  const porch = { id: 'porch', source: 'test:', resolution: '320x180', fps: 10 };
  const app = await startTestApp(t, { cameras: [porch], mqtt });
  const config = await observer.waitFor('homeassistant/device/oriel_7f3a91c2_porch/config');
  const { latency } = JSON.parse(config.text).cmps;
  // Home Assistant takes the text None for an unknown value.
  assert.partialDeepStrictEqual(latency, {
    p: 'sensor',
    stat_t: STATS,
    val_tpl: '{{ value_json.latency_ms }}',
    unit_of_meas: 'ms',
  });
  const first: Stats = JSON.parse((await observer.waitFor(STATS)).text);
  assert.deepEqual([first.latency_ms, first.latency_p95_ms], [null, null]);

  // Once Home Assistant has entities, some is published again, and then this.
  await observer.waitFor('oriel/bridge/stats');
  await observer.waitFor('oriel/camera/porch/state', ({ text }) => text.includes('"codec":"avc1'));
  const isRetained = (topic: string): boolean => topic.startsWith('oriel/') && topic !== STATS;
  const before = observer.messages.filter(({ topic }) => isRetained(topic)).length;
  const response = await app.get('cameras/porch/report', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(REPORT),
  });
  assert.equal(response.status, 204);
  const told = await observer.waitFor(
    STATS,
    ({ text }) => text.includes('"latency_ms":96'),
    15_000,
  );
  const stats: Stats = JSON.parse(told.text);
  assert.deepEqual([stats.latency_ms, stats.latency_p95_ms], [96, 101]);
  const since = observer.messages.filter(({ topic }) => isRetained(topic)).slice(before);
  assert.deepEqual(
    since.map(({ topic }) => topic).filter((topic) => topic !== 'oriel/bridge/stats'),
    [],
  );
});

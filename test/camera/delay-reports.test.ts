import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DelayReports } from '../../src/camera/delay-reports.ts';
import type { DelayReport } from '../../src/camera/delay-reports.ts';

const REPORT: DelayReport = {
  viewer: 'AAAAAAAAAAAAAAAA',
  transport: 'live',
  delay_ms: { p50: 96, p95: 101 },
  stalls: 0,
  dropped: 0,
  frames: 300,
  seconds: 10,
};

interface Clock {
  ms: number;
}

function createReports(): { reports: DelayReports; clock: Clock } {
  const clock = { ms: 0 };
  return { reports: new DelayReports(() => clock.ms), clock };
}

function addViewers(reports: DelayReports, count: number): void {
  for (let index = 0; index < count; index++) {
    reports.add({ ...REPORT, viewer: `viewer ${index}`, delay_ms: { p50: index, p95: index * 2 } });
  }
}

test('nothing is known before the first report', () => {
  assert.equal(createReports().reports.summary, null);
});

test('the summary is the middle of the viewers’ p50 and the 95th percentile of their p95', () => {
  const { reports } = createReports();
  reports.add(REPORT);
  assert.deepEqual(reports.summary, { p50: 96, p95: 101, viewers: 1 });
  reports.clear();
  addViewers(reports, 101);
  assert.deepEqual(reports.summary, { p50: 50, p95: 190, viewers: 101 });
});

test('only the newest report of a viewer counts', () => {
  const { reports, clock } = createReports();
  reports.add(REPORT);
  clock.ms = 10_000;
  assert.equal(reports.add({ ...REPORT, delay_ms: { p50: 200, p95: 300.6 } }), 0);
  assert.deepEqual(reports.summary, { p50: 200, p95: 301, viewers: 1 });
});

test('a viewer is forgotten 30 s after its last report', () => {
  const { reports, clock } = createReports();
  reports.add(REPORT);
  clock.ms = 20_000;
  reports.add({ ...REPORT, viewer: 'BBBBBBBBBBBBBBBB', delay_ms: { p50: 1, p95: 2 } });
  clock.ms = 29_999;
  assert.equal(reports.summary?.viewers, 2);
  clock.ms = 30_000;
  assert.deepEqual(reports.summary, { p50: 1, p95: 2, viewers: 1 });
  clock.ms = 50_000;
  assert.equal(reports.summary, null);
});

test('a viewer who reports again within 2 s is told how long to wait, and not counted', () => {
  const { reports, clock } = createReports();
  reports.add({ ...REPORT, stalls: 1 });
  clock.ms = 1_500;
  assert.equal(reports.add({ ...REPORT, stalls: 1 }), 500);
  assert.equal(reports.totals.stalls, 1);
  clock.ms = 2_000;
  assert.equal(reports.add({ ...REPORT, stalls: 1 }), 0);
  assert.equal(reports.totals.stalls, 2);
});

test('a thousand viewers are remembered; more have to wait until one is forgotten', () => {
  const { reports, clock } = createReports();
  addViewers(reports, 1_000);
  clock.ms = 10_000;
  assert.equal(reports.add(REPORT), 20_000);
  assert.equal(reports.add({ ...REPORT, viewer: 'viewer 7' }), 0);
  assert.equal(reports.summary?.viewers, 1_000);
  clock.ms = 30_000;
  assert.equal(reports.add(REPORT), 0);
  assert.equal(reports.summary.viewers, 2);
});

test('a viewer who saw no frame says nothing of the delay, but of stalls', () => {
  const { reports } = createReports();
  reports.add({ ...REPORT, delay_ms: null, stalls: 3, frames: 0 });
  assert.equal(reports.summary, null);
  assert.deepEqual(reports.totals, { stalls: 3, dropped: 0, frames: 0, seconds: 10 });
  assert.deepEqual([...reports.transports], [['live', 1]]);
});

test('players are counted by transport', () => {
  const { reports } = createReports();
  addViewers(reports, 2);
  reports.add({ ...REPORT, transport: 'll-hls' });
  assert.deepEqual(Object.fromEntries(reports.transports), { live: 2, 'll-hls': 1 });
});

test('what has been counted stays when the camera stops', () => {
  const { reports } = createReports();
  reports.add({ ...REPORT, dropped: 2 });
  reports.clear();
  assert.equal(reports.summary, null);
  assert.deepEqual(reports.totals, { stalls: 0, dropped: 2, frames: 300, seconds: 10 });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { DelayMeter, percentile } from '../../../www/media/delay-meter.ts';
import type { MeteredVideo } from '../../../www/media/delay-meter.ts';
import { createViewerName, ViewerReport } from '../../../www/media/viewer-report.ts';
import type { PlayerCounts } from '../../../www/media/viewer-report.ts';
import { eventually } from '../../eventually.ts';
import { serve } from '../serve.ts';

type FrameCallback = Parameters<NonNullable<MeteredVideo['requestVideoFrameCallback']>>[0];

/** A video of which the test says when it presents which frame. */
class Video implements MeteredVideo {
  readonly currentTime = 0;
  readonly paused = false;
  readonly readyState = 4;
  #callback: FrameCallback | null = null;

  requestVideoFrameCallback(callback: FrameCallback): number {
    this.#callback = callback;
    return 1;
  }

  cancelVideoFrameCallback(): void {
    this.#callback = null;
  }

  present(atMs: number, mediaTime: number): void {
    const callback = this.#callback;
    this.#callback = null;
    callback?.(atMs, { presentationTime: atMs, mediaTime });
  }
}

function meterOf(video: Video, onFirstFrame = (): void => {}): DelayMeter {
  const meter = new DelayMeter(video, {
    serverMsAt: (performanceMs) => performanceMs + 1_790_000_000_000,
    captureMs: (mediaSeconds) => mediaSeconds * 1000,
    onFirstFrame,
  });
  meter.start();
  return meter;
}

test('a delay is the time from capture to presentation, by the clock of the server', () => {
  const video = new Video();
  let firstFrames = 0;
  const meter = meterOf(video, () => firstFrames++);
  for (let frame = 0; frame < 60; frame++) {
    video.present(frame * 33, 1_790_000_000 + (frame * 33 - (frame < 30 ? 400 : 100)) / 1000);
  }
  assert.equal(Math.round(meter.recentMs() ?? 0), 100);
  const delays = meter.take();
  assert.equal(delays.length, 60);
  assert.equal(Math.round(percentile(delays, 0.95) ?? 0), 400);
  assert.deepEqual(meter.take(), []);
  assert.equal(firstFrames, 1);
});

test('a frame of a time line that is not known yet has no delay', () => {
  const video = new Video();
  const meter = meterOf(video);
  video.present(10, 0.5);
  assert.equal(meter.recentMs(), null);
});

async function collectReports(t: TestContext): Promise<{ url: string; reports: string[] }> {
  const reports: string[] = [];
  const root = await serve(t, (request, response) => {
    request.on('data', (body: Buffer) => reports.push(body.toString()));
    request.on('end', () => response.writeHead(204).end());
  });
  return { url: `${root}cameras/porch/report`, reports };
}

test('a report holds what happened since the last one', async (t) => {
  const { url, reports } = await collectReports(t);
  let counts: PlayerCounts = { stalls: 2, dropped: 1, frames: 10 };
  const viewer = createViewerName();
  const report = new ViewerReport(
    { url, viewer, transport: 'll-dash' },
    { takeDelays: () => [96.4, 97, 101], counts: () => counts },
  );
  report.start();
  counts = { stalls: 3, dropped: 1, frames: 100 };
  await eventually('the first report', () => (reports.length > 0 ? true : null));
  report.stop();
  assert.deepEqual(JSON.parse(reports[0] ?? ''), {
    viewer,
    transport: 'll-dash',
    delay_ms: { p50: 97, p95: 101 },
    stalls: 1,
    dropped: 0,
    frames: 90,
    seconds: 3,
  });
  assert.equal(reports.length, 1, 'one that stops right after a report has nothing to add');
});

test('every player has a name of its own that the server takes', () => {
  const names = [createViewerName(), createViewerName()];
  assert.notEqual(names[0], names[1]);
  for (const name of names) assert.match(name, /^[A-Za-z0-9_-]{16,32}$/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { backoffMs } from '../../src/camera/backoff.ts';
import { runPipeline } from '../../src/camera/pipeline.ts';
import { nextStatus } from '../../src/camera/status.ts';
import type { CameraStatus, LastError } from '../../src/camera/status.ts';
import { SourceError } from '../../src/errors.ts';

test('waits grow with failures in a row, up to half a minute, and scatter', () => {
  const refused = (failures: number, share = 0.5): number =>
    backoffMs({ code: 'unauthorized', failures }, () => share);
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 99].map((failures) => refused(failures)),
    [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000],
  );
  assert.equal(refused(3, 0), 1500);
  assert.equal(refused(3, 1), 2500);
});

test('a camera that is away is looked for every second or two at first: it may just restart', () => {
  const waits = Array.from({ length: 20 }, (_, index) =>
    backoffMs({ code: 'unreachable', failures: index + 1 }, () => 0.5),
  );
  let passedMs = 0;
  const early = waits.filter((waitMs) => (passedMs += waitMs) <= 19_500);
  assert.ok(Math.max(...early) <= 2000, String(early));
  assert.deepEqual(waits.slice(-5), [4000, 8000, 15_000, 30_000, 30_000]);
});

interface Recorded {
  readonly events: string[];
  readonly run: Promise<void>;
  readonly stop: AbortController;
}

/** A pipeline whose attempts end as told, one after another; then it is stopped. */
function record(attempts: readonly ((onMedia: () => void) => Promise<void>)[]): Recorded {
  const events: string[] = [];
  const stop = new AbortController();
  let next = 0;
  const run = runPipeline(
    {
      attempt: async (signal, onMedia) => {
        const attempt = attempts[next++];
        if (attempt) return attempt(onMedia);
        stop.abort();
        if (!signal.aborted) await once(signal, 'abort');
        return undefined;
      },
      onAttempt: () => events.push('attempt'),
      onMedia: () => events.push('media'),
      onFailure: (error) => events.push(error.code),
    },
    stop.signal,
  );
  return { events, run, stop };
}

const fail = (code: 'unreachable' | 'crashed') => (): Promise<void> =>
  Promise.reject(new SourceError(code, code));

test('a camera that fails is tried again, each time with its reason', async () => {
  const { events, run } = record([fail('unreachable'), fail('crashed')]);
  await run;
  assert.deepEqual(events, ['attempt', 'unreachable', 'attempt', 'crashed', 'attempt']);
});

test('an error that is no failure of the camera ends the pipeline: it is a bug', async () => {
  const { run } = record([() => Promise.reject(new TypeError('oops'))]);
  await assert.rejects(run, TypeError);
});

test('a pipeline that is stopped while it waits ends at once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { events, run, stop } = record([fail('unreachable'), fail('unreachable')]);
  while (!events.includes('unreachable')) await Promise.resolve();
  stop.abort();
  await run;
  assert.deepEqual(events, ['attempt', 'unreachable']);
});

test('a camera that keeps failing stays retrying: its reason does not flicker', () => {
  const at = (seconds: number): Date => new Date(seconds * 1000);
  const error: LastError = { code: 'unreachable', message: 'no answer', at: at(2) };
  let status: CameraStatus = { status: 'stopped', since: at(0) };
  const apply = (event: Parameters<typeof nextStatus>[1]): string => {
    status = nextStatus(status, event);
    return `${status.status} since ${status.since.getTime() / 1000}`;
  };
  assert.equal(apply({ type: 'attempt', at: at(1) }), 'starting since 1');
  const failure = { type: 'failure', error, retryAt: at(9) } as const;
  assert.equal(apply({ ...failure, at: at(2) }), 'retrying since 2');
  assert.equal(apply({ type: 'attempt', at: at(3) }), 'retrying since 2');
  assert.equal(apply({ ...failure, at: at(4) }), 'retrying since 2');
  assert.equal(apply({ type: 'media', at: at(5) }), 'live since 5');
  assert.equal(apply({ type: 'media', at: at(6) }), 'live since 5');
  assert.equal(apply({ type: 'idle', at: at(7) }), 'idle since 7');
  assert.equal(apply({ type: 'stop', at: at(8) }), 'stopped since 8');
});

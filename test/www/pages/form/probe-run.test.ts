import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ProbeResult } from '../../../../www/server/admin-api.ts';
import { ServerRefusal } from '../../../../www/server/request.ts';
import { factsFound } from '../../../../www/pages/form/probe-facts.ts';
import { ProbeRun } from '../../../../www/pages/form/probe-run.ts';

const RESULT: ProbeResult = {
  found: {
    format: 'rtsp',
    codec: 'hevc',
    profile: 'Main',
    width: 2560,
    height: 1440,
    fps: 19.98,
    interlaced: false,
    audio: { codec: 'pcm_alaw', channels: 1, sample_rate: 8000 },
  },
  plan: { video: 'h264', video_reason: 'codec_not_played', audio: 'aac' },
  notes: [],
};

interface Asked {
  readonly run: ProbeRun;
  readonly states: string[];
  readonly signals: AbortSignal[];
  readonly answer: (result: ProbeResult) => void;
  readonly fail: (error: Error) => void;
}

function start(t: TestContext): Asked {
  const states: string[] = [];
  const signals: AbortSignal[] = [];
  let answer: Asked['answer'] = () => {};
  let fail: Asked['fail'] = () => {};
  const run: ProbeRun = new ProbeRun(
    (_body, signal) => {
      signals.push(signal);
      return new Promise((resolve, reject) => {
        [answer, fail] = [resolve, reject];
      });
    },
    () => states.push(run.state.kind),
  );
  t.after(() => run.forget());
  return { run, states, signals, answer: (each) => answer(each), fail: (each) => fail(each) };
}

test('a look is told from its beginning to its end', async (t) => {
  const { run, states, answer } = start(t);
  const done = run.look({ source: 'test:' });
  answer(RESULT);
  await done;
  assert.deepEqual(states, ['looking', 'found']);
  assert.deepEqual(run.state, { kind: 'found', result: RESULT });
});

test('a look that was cancelled tells no more, and the server is told to stop', async (t) => {
  const { run, states, signals, answer } = start(t);
  const done = run.look({});
  run.forget();
  assert.ok(signals[0]?.aborted);
  answer(RESULT);
  await done;
  assert.deepEqual(states, ['looking', 'none']);
});

test('a new look ends the one before', async (t) => {
  const { run, signals, answer } = start(t);
  const first = run.look({});
  const second = run.look({});
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, false],
  );
  answer(RESULT);
  await second;
  assert.equal(run.state.kind, 'found');
  // Never answered, and nobody waits for it.
  await Promise.race([first, Promise.resolve()]);
});

test('a refusal is told with its reason, silence without one', async (t) => {
  const { run, fail } = start(t);
  const error = new ServerRefusal(409, {
    code: 'source_unreachable',
    message: 'no',
    details: [],
    reason: 'unauthorized',
  });
  const first = run.look({});
  fail(error);
  await first;
  assert.deepEqual(run.state, { kind: 'failed', error });
  const second = run.look({});
  fail(new TypeError('Failed to fetch'));
  await second;
  assert.deepEqual(run.state, { kind: 'failed', error: null });
});

test('what was found is told in the words people use', () => {
  assert.deepEqual(
    factsFound(RESULT).map(({ name, value }) => [name, value]),
    [
      ['codec', 'H.265 Main'],
      ['size', '2560 × 1440'],
      ['rate', '20 fps'],
      ['form', 'rtsp'],
      ['sound', 'G.711 A-law · 8 kHz · 1 ch'],
    ],
  );
});

test('what is not known is left out, but that there is no sound is said', () => {
  const { found } = RESULT;
  const unknown = { ...found, codec: null, profile: null, width: null, fps: null, audio: null };
  assert.deepEqual(factsFound({ ...RESULT, found: unknown }), [
    { name: 'form', value: 'rtsp' },
    { name: 'sound', value: null },
  ]);
});

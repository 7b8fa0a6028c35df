import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunCallbacks } from '../../src/camera/camera-run.ts';
import { replaceRun } from '../../src/camera/trial.ts';
import type { Replacement } from '../../src/camera/trial.ts';
import { SourceError } from '../../src/errors.ts';

const CROWDED = new SourceError('unreachable', 'too many viewers', { isCrowded: true });
const AWAY = new SourceError('unreachable', 'nothing answers');
const GATE = 'rtsp://u:p@gate:554/main';

const ignored: RunCallbacks = {
  onAttempt: () => {},
  onMedia: () => {},
  onPresentation: () => {},
  onFailure: () => {},
};

interface Run {
  stop(): Promise<void>;
}

/** Replaces a pipeline by one that ends like this, each time it is tried. */
async function replace(
  endings: readonly ('picture' | SourceError)[],
  {
    sources = [GATE, GATE],
    onHalt = () => {},
    signal = new AbortController().signal,
  }: Partial<Pick<Replacement<Run>, 'sources' | 'signal'>> & { readonly onHalt?: () => void } = {},
) {
  const left = [...endings];
  const seen: string[] = [];
  const outcome = await replaceRun<Run>({
    sources,
    createRun: ({ onMedia, onFailure }) => {
      seen.push('try');
      const ending = left.shift() ?? assert.fail();
      setImmediate(() => (ending === 'picture' ? onMedia() : onFailure(ending, 0)));
      return { stop: async () => void seen.push('end') };
    },
    callbacks: ignored,
    signal,
    halt: async () => {
      seen.push('halt');
      onHalt();
    },
    resume: () => seen.push('resume'),
  }).then(
    () => 'picture' as const,
    (error: unknown) => error,
  );
  return { outcome, seen };
}

test('what plays goes on until the new one has a picture, and if that has none', async () => {
  assert.deepEqual(await replace(['picture']), { outcome: 'picture', seen: ['try'] });
  assert.deepEqual(await replace([AWAY]), { outcome: AWAY, seen: ['try', 'end'] });
});

test('where a camera takes no more viewers, what plays makes room', async () => {
  const seen = ['try', 'end', 'halt', 'try'];
  assert.deepEqual(await replace([CROWDED, 'picture']), { outcome: 'picture', seen });
  const sources = [GATE, 'rtsp://gate/sub'] as const;
  assert.deepEqual(await replace([CROWDED, 'picture'], { sources }), { outcome: 'picture', seen });
});

test('what made room for nothing comes back', async () => {
  const seen = ['try', 'end', 'halt', 'try', 'end', 'resume'];
  assert.deepEqual(await replace([CROWDED, AWAY]), { outcome: AWAY, seen });
});

test('to make room at another camera helps nobody', async () => {
  const sources = [GATE, 'rtsp://garden:554/main'] as const;
  assert.deepEqual(await replace([CROWDED], { sources }), {
    outcome: CROWDED,
    seen: ['try', 'end'],
  });
});

test('what only one can have is given up first, and taken again after a failure', async () => {
  const sources = ['v4l2:/dev/video0', 'v4l2:/dev/video0'] as const;
  assert.deepEqual(await replace([AWAY], { sources }), {
    outcome: AWAY,
    seen: ['halt', 'try', 'end', 'resume'],
  });
});

test('who is stopped while room is made starts nothing any more', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  const { signal } = stop;
  assert.deepEqual(await replace([CROWDED], { signal, onHalt: () => stop.abort(reason) }), {
    outcome: reason,
    seen: ['try', 'end', 'halt'],
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fragment } from '../../src/packager/fragment-feed.ts';
import { FragmentFeed } from '../../src/packager/fragment-feed.ts';
import { readLive } from '../../src/packager/live-reader.ts';
import type { LiveSink } from '../../src/packager/live-reader.ts';
import { createSequence, fragmentOf } from './segments.ts';

const SEQUENCE = createSequence(1);
const LIMIT = 1024 * 1024;

interface Viewer {
  readonly got: string[];
  readonly sink: LiveSink;
  /** Bytes its connection has not taken. */
  backlog: number;
}

/** Keeps what it gets as words: `[1]` for the beginning of sequence 1, `skip`, and the fragments. */
function createViewer(): Viewer {
  const viewer = {
    got: [] as string[],
    backlog: 0,
    sink: {
      get backlog(): number {
        return viewer.backlog;
      },
      begin: ({ number }) => viewer.got.push(`[${number}]`),
      skip: () => viewer.got.push('skip'),
      write: (fragments) => viewer.got.push(fragments.map(({ data }) => data).join('+')),
    } satisfies LiveSink,
  };
  return viewer;
}

function frame(text: string, options: Partial<Fragment> = {}): Fragment {
  return fragmentOf(text, { sequence: SEQUENCE, ...options });
}

function key(text: string, options: Partial<Fragment> = {}): Fragment {
  return frame(text, { isKey: true, ...options });
}

function publish(feed: FragmentFeed, ...fragments: readonly Fragment[]): void {
  for (const fragment of fragments) feed.publish(fragment);
}

test('who joins begins with the newest keyframe, all since then at once', () => {
  const feed = new FragmentFeed();
  publish(feed, key('a'), frame('b'), key('c'), frame('d'));
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  publish(feed, frame('e'), key('f'));
  assert.deepEqual(viewer.got, ['[1]', 'c+d', 'e', 'f']);
});

test('who joins before the first keyframe waits for it', () => {
  const feed = new FragmentFeed();
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  publish(feed, frame('a'), key('b'), frame('c'));
  assert.deepEqual(viewer.got, ['[1]', 'b', 'c']);
});

test('a new sequence is announced and begins with a keyframe', () => {
  const feed = new FragmentFeed();
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  const sequence = createSequence(2);
  publish(
    feed,
    key('a'),
    frame('b', { sequence }),
    key('c', { sequence }),
    frame('d', { sequence }),
  );
  assert.deepEqual(viewer.got, ['[1]', 'a', '[2]', 'c', 'd']);
});

test('a slow viewer goes on with the next keyframe it has room for', () => {
  const feed = new FragmentFeed();
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  publish(feed, key('a'), frame('b'));
  viewer.backlog = LIMIT + 1;
  publish(feed, frame('c'), key('d'));
  viewer.backlog = LIMIT / 2;
  publish(feed, frame('e'), key('f'), frame('g'));
  viewer.backlog = 0;
  publish(feed, frame('h'), key('i'), frame('j'));
  assert.deepEqual(viewer.got, ['[1]', 'a', 'b', 'skip', 'i', 'j']);
});

test('a slow viewer that misses the change to another sequence is told of it, not of the gap', () => {
  const feed = new FragmentFeed();
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  publish(feed, key('a'));
  viewer.backlog = LIMIT + 1;
  const sequence = createSequence(2);
  publish(feed, frame('b'), key('c', { sequence }));
  viewer.backlog = 0;
  publish(feed, frame('d', { sequence }), key('e', { sequence }));
  assert.deepEqual(viewer.got, ['[1]', 'a', '[2]', 'e']);
});

test('a long GOP at the start does not count as falling behind', () => {
  const feed = new FragmentFeed();
  publish(feed, key('a', { data: Buffer.alloc(3 * LIMIT) }));
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  viewer.backlog = 3 * LIMIT;
  publish(feed, frame('b'));
  assert.equal(viewer.got.at(-1), 'b');
});

test('a GOP without an end is not kept', () => {
  const feed = new FragmentFeed();
  const data = Buffer.alloc(4 * LIMIT);
  publish(feed, key('a'));
  for (let count = 0; count < 5; count++) publish(feed, frame('', { data }));
  assert.deepEqual(feed.gop, []);
  publish(feed, frame('b'));
  assert.deepEqual(feed.gop, []);
  publish(feed, key('c'), frame('d'));
  assert.equal(feed.gop.length, 2);
});

test('who has left gets nothing', () => {
  const feed = new FragmentFeed();
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink)();
  publish(feed, key('a'));
  assert.deepEqual(viewer.got, []);
});

test('who begins anew without having taken what was sent gets nothing before the next keyframe', () => {
  const feed = new FragmentFeed();
  publish(feed, key('a'), frame('b'));
  const viewer = createViewer();
  viewer.backlog = LIMIT;
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  publish(feed, frame('c'));
  assert.deepEqual(viewer.got, []);
  viewer.backlog = 0;
  publish(feed, frame('d'), key('e'));
  assert.deepEqual(viewer.got, ['[1]', 'e']);
});

test('what may wait is a second or two of media, not a number of bytes', () => {
  const feed = new FragmentFeed();
  const viewer = createViewer();
  readLive({ feed, timescale: 90_000 }, viewer.sink);
  const second = 200 * 1024;
  const data = Buffer.alloc(second / 25);
  publish(feed, key('a'));
  for (let count = 0; count < 100; count++) publish(feed, frame('', { data, duration: 3_600 }));
  viewer.backlog = second;
  publish(feed, frame('b'));
  assert.equal(viewer.got.at(-1), 'b');
  viewer.backlog = 3 * second;
  publish(feed, frame('c'));
  assert.equal(viewer.got.at(-1), 'b');
});

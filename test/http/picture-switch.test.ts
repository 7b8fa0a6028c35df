import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { awaitSwitch } from '../../src/http/picture-switch.ts';
import { FragmentFeed } from '../../src/packager/fragment-feed.ts';
import type { Fragment } from '../../src/packager/fragment-feed.ts';

const FRAME = 3_000;
const sequence = {
  number: 1,
  init: Buffer.alloc(0),
  codec: 'avc1.64001f',
  width: 640,
  height: 360,
};

/** @param decodeTime ticks */
function fragment(decodeTime: number, more: Partial<Fragment> = {}): Fragment {
  const usual = { duration: FRAME, isKey: false, sequence };
  return { data: Buffer.from('frame'), decodeTime, ...usual, ...more };
}

interface Switching {
  readonly present: FragmentFeed;
  readonly next: FragmentFeed;
  readonly isReady: () => Promise<boolean>;
}

function startSwitch(): Switching {
  const present = new FragmentFeed();
  const next = new FragmentFeed();
  let isReady = false;
  const onReady = (): void => {
    isReady = true;
  };
  present.publish(fragment(0, { isKey: true }));
  awaitSwitch({ present: { feed: present }, next: { feed: next }, onReady });
  return {
    present,
    next,
    isReady: async () => {
      await setImmediate();
      return isReady;
    },
  };
}

test('another picture follows at its keyframe, once the one before has come as far', async () => {
  const { present, next, isReady } = startSwitch();
  next.publish(fragment(FRAME));
  next.publish(fragment(3 * FRAME, { isKey: true }));
  present.publish(fragment(FRAME));
  assert.equal(await isReady(), false);
  present.publish(fragment(2 * FRAME));
  assert.equal(await isReady(), true);
});

// A frame behind others that were left out lasts as long as they would have.
test('a long frame is no leave for a hole behind it', async () => {
  const { present, next, isReady } = startSwitch();
  present.publish(fragment(FRAME, { duration: 10 * FRAME }));
  next.publish(fragment(14 * FRAME, { isKey: true }));
  assert.equal(await isReady(), false);
  for (let index = 11; index < 13; index++) present.publish(fragment(index * FRAME));
  assert.equal(await isReady(), false);
  present.publish(fragment(13 * FRAME));
  assert.equal(await isReady(), true);
});

test('a picture that lags by more than a GOP is not waited for', async () => {
  const { next, isReady } = startSwitch();
  next.publish(fragment(30 * FRAME, { isKey: true }));
  assert.equal(await isReady(), false);
  next.publish(fragment(60 * FRAME, { isKey: true }));
  assert.equal(await isReady(), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Viewers, ViewerTotal } from '../../src/camera/viewers.ts';
import { ViewerLimitError } from '../../src/errors.ts';

interface Setup {
  readonly max?: number;
  readonly name?: string;
  readonly total?: ViewerTotal;
}

function createViewers({ max = 100, name = 'Porch', total }: Setup = {}): {
  viewers: Viewers;
  options: { max_viewers: number };
  changes: string[];
} {
  const changes: string[] = [];
  const options = { max_viewers: max };
  const onChange = (change: string): number => changes.push(change);
  return { viewers: new Viewers({ camera: { name, options }, total, onChange }), options, changes };
}

test('a viewer counts once however many requests it has, and for a while after the last', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { viewers, changes } = createViewers();
  const leaveFirst = viewers.enter('a');
  const leaveSecond = viewers.enter('a');
  const leaveOther = viewers.enter('b');
  assert.equal(viewers.count, 2);
  leaveFirst();
  leaveSecond();
  leaveOther();
  t.mock.timers.tick(9_000);
  viewers.enter('a');
  t.mock.timers.tick(9_000);
  assert.equal(viewers.count, 1);
  assert.deepEqual(changes, ['came', 'came', 'left']);
});

test('a viewer with a session has left the moment it ends', () => {
  const total = new ViewerTotal();
  const { viewers, changes } = createViewers({ total });
  const leaveFirst = viewers.enter('a', { hasSession: true });
  const leaveSecond = viewers.enter('a', { hasSession: true });
  leaveFirst();
  assert.equal(viewers.count, 1);
  leaveSecond();
  assert.equal(viewers.count, 0);
  assert.equal(total.count, 0);
  assert.deepEqual(changes, ['came', 'left']);
});

test('a viewer who goes on by requests when its session ends is still there', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { viewers } = createViewers();
  const end = viewers.enter('a', { hasSession: true });
  viewers.enter('a')();
  end();
  assert.equal(viewers.count, 1);
  t.mock.timers.tick(10_000);
  assert.equal(viewers.count, 0);
});

test('leaving twice is leaving once', () => {
  const { viewers } = createViewers();
  const leave = viewers.enter('a', { hasSession: true });
  viewers.enter('a', { hasSession: true });
  leave();
  leave();
  assert.equal(viewers.count, 1);
});

test('one viewer more than a camera may have is turned away, with the option that says so', () => {
  const { viewers, options } = createViewers({ max: 2 });
  const leave = viewers.enter('a', { hasSession: true });
  viewers.enter('b');
  assert.throws(
    () => viewers.enter('c'),
    new ViewerLimitError('Porch has all the viewers its option max_viewers allows (2)'),
  );
  assert.equal(viewers.count, 2);
  viewers.enter('b');
  leave();
  viewers.enter('c');
  options.max_viewers = 1;
  viewers.enter('c');
  assert.equal(viewers.count, 2);
});

test('the limit of all cameras together is shared by them', () => {
  const total = new ViewerTotal(2);
  const porch = createViewers({ total }).viewers;
  const gate = createViewers({ total, name: 'Gate' }).viewers;
  const leave = porch.enter('a', { hasSession: true });
  gate.enter('a');
  assert.throws(() => gate.enter('b'), {
    name: 'ViewerLimitError',
    message:
      'the cameras have all the viewers that the option http.max_viewers allows together (2)',
  });
  leave();
  gate.enter('b');
  assert.equal(total.count, 2);
});

test('a camera that goes away gives its viewers’ places back, once', () => {
  const total = new ViewerTotal(1);
  const porch = createViewers({ total }).viewers;
  const leave = porch.enter('a', { hasSession: true });
  porch.clear();
  leave();
  assert.equal(total.count, 0);
});

test('Oriel itself is never turned away', () => {
  const total = new ViewerTotal(1);
  const { viewers } = createViewers({ max: 1, total });
  viewers.enter('a');
  const leave = viewers.enter('clip', { hasSession: true, isOwn: true });
  assert.equal(viewers.count, 2);
  leave();
  assert.equal(total.count, 1);
});

test('ten thousand viewers are told apart', () => {
  const { viewers } = createViewers({ max: 10_000 });
  const leaves = Array.from({ length: 10_000 }, (_, index) =>
    viewers.enter(`viewer ${index}`, { hasSession: true }),
  );
  assert.equal(viewers.count, 10_000);
  for (const leave of leaves) leave();
  assert.equal(viewers.count, 0);
});

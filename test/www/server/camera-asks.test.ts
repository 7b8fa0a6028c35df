import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import type { CameraState } from '../../../www/server/api.ts';
import { CameraAsks } from '../../../www/server/camera-asks.ts';

const never = new AbortController().signal;
const [PORCH, GATE] = ['porch', 'gate'].map((id) => ({ id, name: `The ${id}` }) as CameraState);

/** A server that answers when it is told to. */
class Server {
  readonly asked: string[] = [];
  #answers: (() => void)[] = [];
  failure: Error | null = null;

  readonly load = async <T>(path: string): Promise<T> => {
    this.asked.push(path);
    await new Promise<void>((resolve) => this.#answers.push(resolve));
    if (this.failure !== null) throw this.failure;
    const all = { cameras: [PORCH, GATE] };
    return (path === 'api/cameras' ? all : path.endsWith('gate') ? GATE : PORCH) as T;
  };

  async answer(): Promise<void> {
    for (const act of this.#answers.splice(0)) act();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('one camera is asked for by itself', async () => {
  const server = new Server();
  const camera = new CameraAsks(server.load).camera('porch', never);
  await server.answer();
  assert.equal((await camera)?.name, 'The porch');
  assert.deepEqual(server.asked, ['api/cameras/porch']);
});

test('a question that is answered leaves nothing behind on its signal', async () => {
  const server = new Server();
  const { signal } = new AbortController();
  const asks = new CameraAsks(server.load);
  const answers = Promise.allSettled([asks.camera('porch', signal), asks.list(signal)]);
  assert.equal(getEventListeners(signal, 'abort').length, 2);
  await server.answer();
  server.failure = new Error('gone');
  await server.answer();
  await answers;
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('those who ask while an answer is under way share the next one', async () => {
  const server = new Server();
  const asks = new CameraAsks(server.load);
  const answers = [
    asks.camera('porch', never),
    asks.camera('gate', never),
    asks.camera('shed', never),
    asks.list(never),
  ] as const;
  await server.answer();
  await server.answer();
  const [porch, gate, shed, list] = await Promise.all(answers);
  assert.deepEqual([porch?.id, gate?.id, shed, list.cameras.length], ['porch', 'gate', null, 2]);
  assert.deepEqual(server.asked, ['api/cameras/porch', 'api/cameras']);
});

test('a failure is everybody’s, and the next question is asked anew', async () => {
  const server = new Server();
  const asks = new CameraAsks(server.load);
  server.failure = new Error('no answer');
  const answers = [asks.list(never), asks.camera('gate', never), asks.camera('porch', never)];
  const outcomes = Promise.allSettled(answers);
  await server.answer();
  await server.answer();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  server.failure = null;
  const again = asks.camera('gate', never);
  await server.answer();
  assert.equal((await again)?.id, 'gate');
});

test('whoever does not want to know any more is let go, and not asked for', async () => {
  const server = new Server();
  const asks = new CameraAsks(server.load);
  const leaving = new AbortController();
  const busy = asks.list(never);
  const given = [asks.camera('gate', leaving.signal), asks.camera('porch', never)] as const;
  leaving.abort();
  await assert.rejects(given[0], { name: 'AbortError' });
  await server.answer();
  await busy;
  await server.answer();
  assert.equal((await given[1])?.id, 'porch');
  assert.deepEqual(server.asked, ['api/cameras', 'api/cameras/porch']);
  await assert.rejects(asks.camera('gate', leaving.signal), { name: 'AbortError' });
});

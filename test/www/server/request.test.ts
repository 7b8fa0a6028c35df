import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, readRefusal, ServerRefusal } from '../../../www/server/request.ts';
import { serve } from '../serve.ts';

const signal = new AbortController().signal;

test('an order is sent as JSON, and its answer read', async (t) => {
  const url = await serve(t, (req, res) => {
    req.setEncoding('utf8').on('data', (body: string) => {
      res.end(JSON.stringify([req.method, req.headers['content-type'], JSON.parse(body)]));
    });
  });
  assert.deepEqual(await ask(url, { method: 'PATCH', body: { fps: null }, signal }), [
    'PATCH',
    'application/json',
    { fps: null },
  ]);
});

test('an answer without a body is null', async (t) => {
  const url = await serve(t, (_req, res) => void res.writeHead(204).end());
  assert.equal(await ask(url, { method: 'DELETE', signal }), null);
});

test('a refusal says all that the server said', async (t) => {
  const error = {
    code: 'invalid_options',
    message: 'fps: too many',
    details: [{ path: 'fps', message: 'too many' }, 'nonsense'],
    reason: 'stalled',
  };
  const url = await serve(t, (_req, res) => void res.writeHead(400).end(JSON.stringify({ error })));
  await assert.rejects(ask(url, { signal }), (refusal) => {
    assert.ok(refusal instanceof ServerRefusal);
    assert.equal(refusal.status, 400);
    assert.equal(refusal.code, 'invalid_options');
    assert.deepEqual(refusal.details, [{ path: 'fps', message: 'too many' }]);
    assert.equal(refusal.reason, 'stalled');
    return true;
  });
});

test('a proxy’s page in place of an answer is a refusal too', () => {
  assert.deepEqual(readRefusal('<h1>Bad gateway</h1>', 502), {
    code: 'http',
    message: 'HTTP 502',
    details: [],
    reason: null,
  });
});

test('a server that never answers is given up, and so is a question nobody wants answered any more', async (t) => {
  const url = await serve(t, () => {});
  await assert.rejects(ask(url, { signal, answerWithinMs: 50 }), { name: 'AbortError' });
  const leaving = new AbortController();
  const asked = ask(url, { signal: leaving.signal });
  leaving.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});

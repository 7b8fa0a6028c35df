import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  classifyConnectionError,
  classifyReasonCode,
  CLOSED,
  reconnectInMs,
  THROWN_OUT,
} from '../../src/mqtt/connection-failure.ts';

const errorWith = (code: string | number, message = 'x') =>
  Object.assign(new Error(message), { code });

test('what the user must change is a refusal, what may pass by itself is not', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EWHATEVER']) {
    const failure = classifyConnectionError(errorWith(code));
    assert.deepEqual([failure.kind, failure.isRefusal], ['unreachable', false], code);
  }
  for (const code of ['CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_SSL_WHATEVER']) {
    const failure = classifyConnectionError(errorWith(code));
    assert.deepEqual([failure.kind, failure.isRefusal], ['certificate', true], code);
  }
  assert.equal(classifyConnectionError(new Error('connack timeout')).kind, 'timeout');
  assert.equal(classifyConnectionError(new Error('Keepalive timeout')).kind, 'timeout');
  assert.equal(classifyConnectionError(errorWith('ECONNRESET')), CLOSED);
  assert.equal(classifyConnectionError('what?'), CLOSED);
});

test('reason codes of both versions mean the same', () => {
  for (const [old, code, name] of [
    [1, 132, 'unsupported_version'],
    [2, 133, 'refused'],
    [4, 134, 'refused'],
    [5, 135, 'refused'],
  ] as const) {
    assert.equal(classifyReasonCode(code).kind, name);
    assert.deepEqual(classifyReasonCode(old), classifyReasonCode(code));
    assert.deepEqual(classifyConnectionError(errorWith(old)), classifyReasonCode(code));
    assert.equal(classifyReasonCode(code).isRefusal, true);
  }
  // A broker that starts or stops is no refusal.
  for (const code of [3, 136, 137, 139]) assert.equal(classifyReasonCode(code).isRefusal, false);
  assert.equal(classifyReasonCode(142).kind, THROWN_OUT.kind);
});

test('nothing that an error quotes is repeated', () => {
  const failure = classifyConnectionError(errorWith('ECONNREFUSED', 'mqtt://user:hunter2@host'));
  assert.doesNotMatch(failure.message, /hunter2/);
});

test('a broker that refuses us is asked again after ten seconds at the earliest', () => {
  const refusal = classifyReasonCode(134);
  for (const random of [() => 0, () => 0.999]) {
    for (let failures = 0; failures < 20; failures++) {
      const ms = reconnectInMs(refusal, failures, random);
      assert.ok(ms >= 10_000 && ms <= 75_000, `${ms}`);
    }
  }
  assert.notEqual(
    reconnectInMs(refusal, 1, () => 0),
    reconnectInMs(refusal, 1, () => 0.5),
  );
});

test('a broker that is away is looked for every few seconds', () => {
  const waits = [1, 2, 3, 100].map((failures) => reconnectInMs(CLOSED, failures, () => 0));
  assert.deepEqual(waits, [1_000, 2_000, 5_000, 5_000]);
});

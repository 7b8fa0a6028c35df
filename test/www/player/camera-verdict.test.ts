import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../www/server/api.ts';
import { LIVE_CAMERA } from '../live-camera.ts';
import { judgeCamera, judgeSilence } from '../../../www/player/camera-verdict.ts';

const camera = LIVE_CAMERA;
const error = {
  code: 'unauthorized',
  message: 'The camera refused the password',
  at: camera.since,
};

test('a live camera is played, and an idle one, which starts with its first viewer', () => {
  assert.deepEqual(judgeCamera(camera), { kind: 'play' });
  assert.deepEqual(judgeCamera({ ...camera, status: 'idle' }), { kind: 'play' });
});

test('a retrying camera is waited for, with the reason of the server and its time', () => {
  const verdict = judgeCamera({
    ...camera,
    status: 'retrying',
    last_error: error,
    retry_at: '2026-11-23T10:00:08.000Z',
  });
  assert.deepEqual(verdict, {
    kind: 'wait',
    reason: { code: 'unauthorized', message: 'The camera refused the password' },
    serverRetryAtMs: Date.parse('2026-11-23T10:00:08.000Z'),
    isOff: false,
  });
});

test('a camera that starts is not blamed for errors of the past', () => {
  const verdict = judgeCamera({ ...camera, status: 'starting', last_error: error });
  assert.deepEqual(verdict, { kind: 'starting' });
});

test('a stopped camera and a disabled one are told apart', () => {
  const reasons = [true, false].map((enabled) =>
    judgeCamera({ ...camera, status: 'stopped', enabled }),
  );
  assert.deepEqual(
    reasons.map((verdict) => verdict.kind === 'wait' && verdict.reason.code),
    ['camera_stopped', 'camera_disabled'],
  );
});

test('no answer at all is told apart from an answer that says no', () => {
  const silence = judgeSilence(new TypeError('Failed to fetch'));
  const refusal = judgeSilence(
    new ApiError(404, 'unknown_camera', 'There is no camera called porch'),
  );
  assert.ok(silence.kind === 'wait' && silence.reason.code === 'no_answer');
  assert.ok(
    refusal.kind === 'wait' && refusal.reason.message === 'There is no camera called porch',
  );
});

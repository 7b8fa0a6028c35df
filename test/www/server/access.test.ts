import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { renewAccess, setAccess } from '../../../www/server/access.ts';
import { sendRequest } from '../../../www/player/camera-request.ts';
import { ApiError, loadCameras } from '../../../www/server/api.ts';
import { eventually } from '../../eventually.ts';
import { serve } from '../serve.ts';

const never = new AbortController().signal;

/** A server that lets nobody in until the door is open. */
async function startDoor(
  t: TestContext,
): Promise<{ root: string; open: () => void; asked: () => number }> {
  let isOpen = false;
  let asked = 0;
  const root = await serve(t, (_, response) => {
    asked++;
    response.statusCode = isOpen ? 200 : 401;
    response.end(isOpen ? '{"cameras":[]}' : '401: Unauthorized');
  });
  t.after(() => setAccess(root, null));
  return { root, open: () => (isOpen = true), asked: () => asked };
}

test('a request without access is asked again after access was renewed', async (t) => {
  const { root, open, asked } = await startDoor(t);
  setAccess(root, { renew: async () => await Promise.resolve((open(), true)) });
  assert.deepEqual(await loadCameras(root, never), []);
  assert.equal(asked(), 2);
});

test('what a viewer asks a camera to do is asked again as well', async (t) => {
  const { root, open, asked } = await startDoor(t);
  setAccess(root, { renew: async () => await Promise.resolve((open(), true)) });
  await sendRequest(`${root}cameras/porch/`, 'restart');
  assert.equal(asked(), 2);
});

test('all who are refused at the same time share one renewal', async (t) => {
  const { root, open, asked } = await startDoor(t);
  let renewals = 0;
  setAccess(root, {
    renew: async () => {
      renewals++;
      await eventually('all are refused', () => (asked() === 3 ? true : null));
      open();
      return true;
    },
  });
  // Not lists, which are shared themselves.
  const cameras = ['porch', 'gate', 'hall'].map((id) => `${root}cameras/${id}/`);
  await Promise.all(cameras.map(async (camera) => await sendRequest(camera, 'restart')));
  assert.equal(renewals, 1);
});

test('who was refused just before the renewal does not renew once more', async (t) => {
  const { root, open } = await startDoor(t);
  let renewals = 0;
  setAccess(root, { renew: async () => await Promise.resolve((open(), ++renewals > 0)) });
  assert.equal(await renewAccess(root), true);
  assert.equal(await renewAccess(root), true);
  assert.equal(renewals, 1);
});

test('a refusal that stays is told as it is', async (t) => {
  const { root, asked } = await startDoor(t);
  await assert.rejects(loadCameras(root, never), new ApiError(401, 'http', 'HTTP 401'));
  setAccess(root, { renew: async () => await Promise.resolve(false) });
  await assert.rejects(loadCameras(root, never), new ApiError(401, 'http', 'HTTP 401'));
  assert.equal(asked(), 2, 'neither was asked again');
});

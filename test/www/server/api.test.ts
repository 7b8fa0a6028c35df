import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, loadCamera, loadCameras, splitCameraUrl } from '../../../www/server/api.ts';
import { serve } from '../serve.ts';

const never = new AbortController().signal;

test('the API is found from a camera, behind any prefix', async (t) => {
  const asked: (string | undefined)[] = [];
  const root = await serve(t, ({ url }, response) => {
    asked.push(url);
    response.end('{"id":"porch"}');
  });
  await loadCamera(`${root}cameras/porch/`, never);
  await loadCamera(`${root}t/secret/cameras/porch/`, never);
  assert.deepEqual(asked, ['/api/cameras/porch', '/t/secret/api/cameras/porch']);
});

test('a URL that is no camera is refused', () => {
  assert.throws(() => splitCameraUrl('http://oriel/cameras/porch'), TypeError);
  assert.deepEqual(splitCameraUrl('/x/cameras/porch/'), { id: 'porch', rootUrl: '/x/' });
});

test('all cameras come as a list', async (t) => {
  const root = await serve(t, (_, response) => response.end('{"cameras":[{"id":"a"},{"id":"b"}]}'));
  const cameras = await loadCameras(root, never);
  assert.deepEqual(
    cameras.map(({ id }) => id),
    ['a', 'b'],
  );
});

test('the error of the server is passed on with its code', async (t) => {
  const root = await serve(t, (_, response) => {
    response.statusCode = 404;
    response.end('{"error":{"code":"unknown_camera","message":"There is no camera called porch"}}');
  });
  await assert.rejects(
    loadCamera(`${root}cameras/porch/`, never),
    new ApiError(404, 'unknown_camera', 'There is no camera called porch'),
  );
});

test('an error page of a proxy is an error with its status', async (t) => {
  const root = await serve(t, (_, response) => {
    response.statusCode = 502;
    response.end('<html>Bad gateway</html>');
  });
  await assert.rejects(loadCameras(root, never), new ApiError(502, 'http', 'HTTP 502'));
});

test('a caller who leaves does not wait for the answer', async (t) => {
  const leave = new AbortController();
  const root = await serve(t, () => leave.abort());
  await assert.rejects(loadCameras(root, leave.signal), { name: 'AbortError' });
});

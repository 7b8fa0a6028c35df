import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorDetails, ErrorTypes } from 'hls.js';
import { classifyHlsError, shouldAskAgain } from '../../../www/media/hls-failure.ts';

test('a browser without the codec is told from one that stumbles', () => {
  for (const details of [
    ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
    ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
    ErrorDetails.BUFFER_ADD_CODEC_ERROR,
  ]) {
    const failure = classifyHlsError({ type: ErrorTypes.MEDIA_ERROR, details });
    assert.deepEqual(failure, { code: 'codec_not_played', message: '' });
  }
  const stumble = { type: ErrorTypes.MEDIA_ERROR, details: ErrorDetails.BUFFER_APPEND_ERROR };
  assert.deepEqual(classifyHlsError(stumble), {
    code: 'cannot_play',
    message: 'bufferAppendError',
  });
});

test('an answer of the server is told from none', () => {
  const error = { type: ErrorTypes.NETWORK_ERROR, details: ErrorDetails.FRAG_LOAD_ERROR };
  const classify = (code: number): string => {
    const { code: name, message } = classifyHlsError({ ...error, response: { code } });
    return `${name} ${message}`;
  };
  assert.equal(classify(0), 'connection_lost ');
  assert.equal(classify(503), 'cannot_load HTTP 503');
  assert.equal(classify(200), 'cannot_load fragLoadError');
});

test('where nobody answers the past is asked for some times more', () => {
  const tries = { maxNumRetry: 3 };
  const asks = (count: number, code: number, would: boolean): boolean =>
    shouldAskAgain(tries, count, false, { code }, would);
  assert.deepEqual(
    [0, 2, 3].map((count) => asks(count, 0, false)),
    [true, true, false],
  );
  assert.deepEqual([asks(0, 404, false), asks(0, 503, true)], [false, true]);
  assert.equal(shouldAskAgain(null, 0, false, undefined, false), false);
});

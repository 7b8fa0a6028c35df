import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderConcatScript } from '../../src/ffmpeg/concat-script.ts';

test('a script has one file and its options', () => {
  assert.equal(
    renderConcatScript('rtsp://a/b', [['timeout', '10']]),
    "ffconcat version 1.0\nfile 'rtsp://a/b'\noption timeout '10'\n",
  );
});

test('quotes in an address end and begin the quoting, backslashes are themselves', () => {
  assert.match(
    renderConcatScript(String.raw`rtsp://a:it's\n@b/c`, []),
    /^file 'rtsp:\/\/a:it'\\''s\\n@b\/c'$/m,
  );
});

test('an address cannot add lines to the script', () => {
  for (const url of ['rtsp://a\nfile /etc/passwd', 'rtsp://a\r', 'rtsp://a\0']) {
    assert.throws(() => renderConcatScript(url, []), TypeError);
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { classifyFailure } from '../../src/ffmpeg/failure.ts';
import type { Ending } from '../../src/ffmpeg/failure.ts';

interface FailureText {
  readonly name: string;
  readonly exitCode: number;
  readonly code: string;
  readonly lines: readonly string[];
}

function readTexts(): FailureText[] {
  const text = readFileSync(new URL('failure-texts.txt', import.meta.url), 'utf8');
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [head = '', ...lines] = section.split('\n');
      const [what = '', version = '', exitCode = '', code = ''] = head.split(' | ');
      return { name: `${what}, ffmpeg ${version}`, exitCode: Number(exitCode), code, lines };
    });
}

const TEXTS = readTexts();

function classify(ending: Partial<Ending>) {
  return classifyFailure({
    lines: [],
    exitCode: 1,
    signalName: null,
    secrets: ['s3cret', 'ann:s3cret'],
    ...ending,
  });
}

for (const { name, exitCode, code, lines } of TEXTS) {
  test(`${name}: ${code}`, () => {
    const error = classify({ lines, exitCode });
    assert.equal(error.code, code, error.message);
    assert.doesNotMatch(error.message, /s3cret|0x55d0c0|\n/);
  });
}

test('each failure has words for its user, and quotes what ffmpeg said', (t) => {
  const messages = TEXTS.map(
    ({ name, exitCode, lines }) => `${name}\n  ${classify({ lines, exitCode }).message}\n`,
  );
  t.assert.fileSnapshot(messages.join(''), 'test/golden/ffmpeg/failures.txt', {
    serializers: [(value: string) => value],
  });
});

test('a killed ffmpeg has crashed, and the memory is the first suspect', () => {
  const error = classify({ exitCode: null, signalName: 'SIGKILL' });
  assert.equal(error.code, 'crashed');
  assert.match(error.message, /killed from outside; the memory/);
});

test('an ffmpeg that crashes by a signal says which', () => {
  const lines = ['[panic] Assertion next_dts <= 0x7fffffff failed at movenc.c:1137'];
  const error = classify({ lines, exitCode: null, signalName: 'SIGABRT' });
  assert.equal(error.code, 'crashed');
  assert.match(error.message, /SIGABRT.*Assertion next_dts/);
});

test('an ending without a word has a message all the same', () => {
  assert.match(classify({ exitCode: 139 }).message, /exit code 139/);
  assert.match(classify({ exitCode: null }).message, /exit code unknown/);
});

test('what ffmpeg survived long before its end is not the reason', () => {
  const lines = ['[error] Connection refused', ...Array<string>(30).fill('[warning] later')];
  assert.equal(classify({ lines }).code, 'crashed');
});

test('a host name with a secret in it is not shown', () => {
  const lines = ['[tcp @ 0x1] [error] Failed to resolve hostname s3cret: Name unknown'];
  assert.doesNotMatch(classify({ lines }).message, /s3cret/);
});

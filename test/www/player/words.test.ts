import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { words as de } from '../../../www/player/words/de.ts';
import { words as en } from '../../../www/player/words/en.ts';
import { words as es } from '../../../www/player/words/es.ts';
import { words as fr } from '../../../www/player/words/fr.ts';
import { words as nl } from '../../../www/player/words/nl.ts';

const ALL = { en, de, fr, nl, es };

test('every reason is told in every language, and nothing else', () => {
  const codes = Object.keys(en.reasons).toSorted();
  for (const [language, words] of Object.entries(ALL)) {
    assert.deepEqual(Object.keys(words.reasons).toSorted(), codes, language);
  }
});

test('there are words for each way a source can fail', () => {
  const text = readFileSync(new URL('../../../src/errors.ts', import.meta.url), 'utf8');
  const [, union = ''] = /type SourceFailure =([^;]*);/.exec(text) ?? [];
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
  assert.ok(codes.length >= 7);
  assert.deepEqual(
    codes.filter((code) => !(code in en.reasons)),
    [],
  );
});

test('numbers read as sentences in every language', () => {
  for (const words of Object.values(ALL)) {
    const sentences = [words.secondsAgo(1), words.secondsAgo(23), words.minutesAgo(2, 5)];
    for (const sentence of [...sentences, words.ago('12 s'), words.retryIn(4)]) {
      assert.match(sentence, /\d/);
      assert.doesNotMatch(sentence, /undefined|function/);
    }
  }
});

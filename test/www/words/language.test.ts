import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCatalog } from '../../../www/words/catalog.ts';
import {
  chooseLanguage,
  currentLanguage,
  onLanguage,
  useLanguage,
} from '../../../www/words/language.ts';

test('the first preferred language that there is wins, whatever the country', () => {
  assert.equal(chooseLanguage(['it', 'de-AT', 'en']), 'de');
  assert.equal(chooseLanguage(['NL-be']), 'nl');
  assert.equal(chooseLanguage(['it', 'pt-BR']), 'en');
  assert.equal(chooseLanguage([]), 'en');
});

const missing = async (): Promise<never> => Promise.reject(new Error('gone'));

test('texts change together, and fall back to English where they cannot be loaded', async (t) => {
  t.after(() => useLanguage('en'));
  const first = createCatalog('hello', {
    de: async () => ({ words: 'hallo' }),
    fr: missing,
    nl: missing,
    es: missing,
  });
  const seen: string[] = [];
  t.after(onLanguage(() => seen.push(first.words)));
  await useLanguage('de');
  assert.equal(currentLanguage(), 'de');
  const later = createCatalog('bye', {
    de: async () => ({ words: 'tschüs' }),
    fr: missing,
    nl: missing,
    es: missing,
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(later.words, 'tschüs');
  await useLanguage('fr');
  assert.equal(first.words, 'hello');
  assert.deepEqual(seen, ['hallo', 'hallo', 'hello']);
});

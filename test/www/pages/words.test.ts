import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { words as de } from '../../../www/pages/words/de.ts';
import { words as en } from '../../../www/pages/words/en.ts';
import { words as es } from '../../../www/pages/words/es.ts';
import { words as fr } from '../../../www/pages/words/fr.ts';
import { words as nl } from '../../../www/pages/words/nl.ts';
import { readOptionTexts } from '../../../www/build/option-texts.ts';
import { cameraSchema } from '../../../src/config/camera-schema.ts';

type Texts = Map<string, string>;

/** By path; those that take something are called with what can be found again. */
function flatten(value: unknown, path = ''): Texts {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (typeof value === 'function') {
    const call = value as (...args: readonly unknown[]) => string;
    return new Map([
      [`${path}(1)`, call(1, 1)],
      [`${path}(7)`, call(7, 8)],
    ]);
  }
  return new Map(
    Object.entries(value as object).flatMap(([key, each]) => [...flatten(each, `${path}.${key}`)]),
  );
}

const english = flatten(en);

for (const [language, words] of Object.entries({ de, fr, nl, es })) {
  test(`${language}: every text is there, and none is empty or left in English`, () => {
    const texts = flatten(words);
    assert.deepEqual([...texts.keys()].toSorted(), [...english.keys()].toSorted());
    for (const [path, text] of texts) {
      const original = english.get(path) ?? '';
      assert.notEqual(text.trim(), '', path);
      // Short ones may be the same word in both.
      if (original.split(' ').length > 3) assert.notEqual(text, original, path);
      if (path.endsWith('(7)')) assert.match(text, /[78]/, `${path} says its number`);
    }
  });

  test(`${language}: the texts of all options are in the app's translations`, async () => {
    const texts = await readOptionTexts(language);
    for (const key of Object.keys(cameraSchema.properties)) {
      assert.ok(texts[key]?.name && texts[key].description, key);
    }
  });
}

/** The codes in the first column of a table of DOCS.md, by its heading. */
function codesOf(docs: string, heading: string): string[] {
  const table = docs.slice(docs.indexOf(heading));
  const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, code]) => code ?? ''),
  );
}

test('the page has words for every code that DOCS.md explains to people', async () => {
  const docs = await readFile(new URL('../../../DOCS.md', import.meta.url), 'utf8');
  const reasons = codesOf(docs, '| `video_reason` |');
  assert.ok(reasons.length > 8, reasons.join());
  for (const code of reasons) assert.ok(code in en.form.videoReasons, code);
  const notes = codesOf(docs, '| note |');
  assert.ok(notes.length > 3, notes.join());
  for (const code of notes) assert.ok(code in en.form.notes, code);
  const failures = codesOf(docs, '| code | meaning | what to do |');
  assert.ok(failures.length > 5, failures.join());
  for (const code of [...failures, 'slow_start']) {
    assert.ok(code in en.health.reasons && code in en.health.fixes, code);
  }
});

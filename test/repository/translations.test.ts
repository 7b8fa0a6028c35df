// The form's texts in other languages: complete, and of the English that is there now.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { readText, listFiles } from './tree.ts';

interface Text {
  readonly name: string;
  readonly description: string;
  readonly fields?: Readonly<Record<string, Text>>;
}

interface Texts {
  readonly configuration: Readonly<Record<string, Text>>;
  readonly network?: Readonly<Record<string, string>>;
}

const LANGUAGES = ['de', 'es', 'fr', 'nl'];
/** The English that the translations are of. */
const TRANSLATED = 'test/golden/translations/en.yaml';
const ADVICE = `translate them in ${LANGUAGES.map((language) => `translations/${language}.yaml`).join(', ')}; then copy translations/en.yaml to ${TRANSLATED}`;

function loadTexts(file: string): Texts {
  return parse(readText(file));
}

/** By path, such as `cameras.id`. */
function flatten(texts: Texts['configuration'], prefix = ''): Map<string, Text> {
  return new Map(
    Object.entries(texts).flatMap(([key, text]): [string, Text][] => [
      [`${prefix}${key}`, text],
      ...flatten(text.fields ?? {}, `${prefix}${key}.`),
    ]),
  );
}

const english = flatten(loadTexts('translations/en.yaml').configuration);

test('there is a file for each language, and no other', () => {
  const files = listFiles('translations/').map((file) => file.replace(/^.*\/|\.yaml$/g, ''));
  assert.deepEqual(files.toSorted(), [...LANGUAGES, 'en'].toSorted());
});

for (const language of LANGUAGES) {
  const texts = loadTexts(`translations/${language}.yaml`);
  const translated = flatten(texts.configuration);

  test(`${language}: every option has its text, and there is none too many`, () => {
    assert.deepEqual([...translated.keys()], [...english.keys()]);
    const ports = parse(readText('config.yaml')).ports_description;
    assert.deepEqual(Object.keys(texts.network ?? {}), Object.keys(ports));
  });

  test(`${language}: descriptions are translated whole`, () => {
    for (const [path, { name, description }] of translated) {
      const original = english.get(path);
      assert.notEqual(name.trim(), '', path);
      assert.notEqual(description, original?.description, `${path} is English`);
      assert.match(description, /\.$/, path);
      // Values, URLs and numbers are the same in every language.
      const literals = original?.description.match(/\w+:\/\/|\/[\w/]+|\d[\d.]*\d|\w+_\w+/g) ?? [];
      for (const literal of literals) {
        assert.ok(description.includes(literal), `${path} lacks ${literal}`);
      }
    }
  });
}

test('no English text has changed since it was translated', () => {
  const then = flatten(loadTexts(TRANSLATED).configuration);
  const changed = [...english].filter(([path, { name, description }]) => {
    const text = then.get(path);
    return text?.name !== name || text.description !== description;
  });
  assert.deepEqual(
    changed.map(([path]) => path),
    [],
    ADVICE,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCardConfig } from '../../../www/card/card-config.ts';
import { createConfigForm } from '../../../www/card/form/config-form.ts';
import type { FormField } from '../../../www/card/form/config-form.ts';
import { words as de } from '../../../www/card/form/words/de.ts';
import { words as en } from '../../../www/card/form/words/en.ts';
import { words as es } from '../../../www/card/form/words/es.ts';
import { words as fr } from '../../../www/card/form/words/fr.ts';
import { words as nl } from '../../../www/card/form/words/nl.ts';

const CAMERAS = [
  { id: 'porch', name: 'Front porch' },
  { id: 'gate', name: 'Gate' },
];

/** All fields, those in sections too. */
function flatten(fields: readonly FormField[]): FormField[] {
  return fields.flatMap((field) => [field, ...flatten(field.schema ?? [])]);
}

function optionsOf(field: FormField | undefined): { value: string; label: string }[] {
  const { select } = (field?.selector ?? {}) as {
    select?: { options: { value: string; label: string }[] };
  };
  return select?.options ?? [];
}

test('the editor offers the cameras that the app has, and takes others', () => {
  const { schema } = createConfigForm(CAMERAS, en);
  for (const name of ['camera', 'cameras']) {
    const field = schema.find((each) => each.name === name);
    assert.deepEqual(optionsOf(field), [
      { value: 'porch', label: 'Front porch' },
      { value: 'gate', label: 'Gate' },
    ]);
    assert.match(JSON.stringify(field?.selector), /"custom_value":true/);
  }
  assert.deepEqual(optionsOf(createConfigForm(null, en).schema[0]), []);
});

test('each field and choice has its words, in every language', () => {
  for (const words of [en, de, fr, nl, es]) {
    const form = createConfigForm(CAMERAS, words);
    const named = flatten(form.schema).filter(({ name }) => name !== '');
    const silent = named.filter((field) => !form.computeLabel(field));
    assert.deepEqual(
      silent.map(({ name }) => name),
      [],
    );
    const bare = named.flatMap((field) =>
      optionsOf(field).filter(({ value, label }) => value === label),
    );
    assert.deepEqual(bare, []);
    for (const kind of ['labels', 'helpers', 'choices'] as const) {
      assert.deepEqual(new Set(Object.keys(words[kind])), new Set(Object.keys(en[kind])));
    }
  }
});

test('whatever is chosen in the editor is a configuration that the card takes', () => {
  for (const field of flatten(createConfigForm(CAMERAS, en).schema)) {
    for (const { value } of optionsOf(field)) {
      parseCardConfig({ [field.name]: field.name === 'cameras' ? [value] : value });
    }
  }
});

test('what the form cannot show is left to the text editor, what is half written is not', () => {
  const form = createConfigForm(CAMERAS, en);
  form.assertConfig({ camera: 'porch', url: 'htt' });
  form.assertConfig({ cameras: ['porch', 'gate'] });
  assert.throws(
    () => form.assertConfig({ cameras: [{ camera: 'porch', name: 'Porch' }] }),
    /as text/,
  );
});

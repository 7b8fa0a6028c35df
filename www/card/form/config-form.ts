// The card's visual editor: a description that Home Assistant makes a form of.

import type { CameraState } from '../../server/api.ts';
import { currentLanguage } from '../../words/language.ts';
import type { Language } from '../../words/language.ts';
import { CONTROLS, FITS, GESTURES, LAYOUTS, MODES, PROTOCOLS } from '../card-choices.ts';
import { words as english } from './words/en.ts';
import type { FormWords } from './words/en.ts';

/** As Home Assistant's `ha-form` takes it; a selector by its name. */
export interface FormField {
  readonly name: string;
  readonly type?: 'grid' | 'expandable' | 'optional_actions';
  readonly flatten?: boolean;
  readonly icon?: string;
  readonly default?: unknown;
  readonly selector?: Readonly<Record<string, unknown>>;
  readonly schema?: readonly FormField[];
}

export interface ConfigForm {
  readonly schema: readonly FormField[];
  computeLabel(field: FormField): string | undefined;
  computeHelper(field: FormField): string | undefined;
  /** Throws for what the form cannot show: Home Assistant opens its text editor then. */
  assertConfig(config: Readonly<Record<string, unknown>>): void;
}

/** @param cameras of the app; null when it could not be asked: then ids are written */
export function createConfigForm(
  cameras: readonly Pick<CameraState, 'id' | 'name'>[] | null,
  words: FormWords,
): ConfigForm {
  const { labels, helpers } = words;
  return {
    schema: renderSchema(cameras ?? [], words),
    computeLabel: ({ name }) => labels[name],
    computeHelper: ({ name }) => helpers[name],
    assertConfig: ({ camera, cameras: list }) => {
      const hasMore = [camera, ...(Array.isArray(list) ? list : [])].some(
        (each) => typeof each === 'object' && each !== null,
      );
      if (hasMore) throw new Error(words.asText);
    },
  };
}

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly words: FormWords }>>> = {
  en: async () => await Promise.resolve({ words: english }),
  de: async () => await import('./words/de.ts'),
  fr: async () => await import('./words/fr.ts'),
  nl: async () => await import('./words/nl.ts'),
  es: async () => await import('./words/es.ts'),
};

/** In the language in use; in English where that cannot be loaded. */
export async function loadFormWords(): Promise<FormWords> {
  const loaded = await LOADERS[currentLanguage()]().catch(() => null);
  return loaded?.words ?? english;
}

function renderSchema(
  cameras: readonly Pick<CameraState, 'id' | 'name'>[],
  words: FormWords,
): readonly FormField[] {
  const options = cameras.map(({ id, name }) => ({ value: id, label: name }));
  const choice: Choice = (name, values) => ({
    name,
    selector: select(
      values.map((value) => ({ value, label: words.choices[`${name}.${value}`] ?? value })),
    ),
  });
  return [
    // Written by hand too: a camera may be added later.
    { name: 'camera', selector: select(options, { custom_value: true }) },
    {
      name: 'cameras',
      selector: select(options, { custom_value: true, multiple: true, reorder: true }),
    },
    text('title'),
    { name: '', type: 'grid', schema: [choice('layout', LAYOUTS), choice('mode', MODES)] },
    renderLook(choice),
    renderPlaying(choice),
    renderInteractions(),
    section('connection', 'mdi:lan-connect', [text('app'), text('url')]),
  ];
}

type Choice = (name: string, values: readonly string[]) => FormField;

function renderLook(choice: Choice): FormField {
  return section('look', 'mdi:palette', [
    { name: 'show_name', default: true, selector: { boolean: {} } },
    {
      name: '',
      type: 'grid',
      schema: [
        number('columns', { min: 1, max: 12 }),
        text('aspect_ratio'),
        choice('fit', FITS),
        choice('controls', CONTROLS),
      ],
    },
  ]);
}

function renderPlaying(choice: Choice): FormField {
  return section('playing', 'mdi:play', [
    {
      name: '',
      type: 'grid',
      schema: [
        number('still_seconds', { min: 1, max: 3600, unit_of_measurement: 's' }),
        number('live_seconds', { min: 0, max: 86_400, unit_of_measurement: 's' }),
      ],
    },
    choice('protocol', PROTOCOLS),
    { name: 'mute', default: true, selector: { boolean: {} } },
  ]);
}

function renderInteractions(): FormField {
  const [tap, ...others] = GESTURES;
  return section('interactions', 'mdi:gesture-tap', [
    action(tap),
    { name: '', type: 'optional_actions', flatten: true, schema: others.map(action) },
    entity('entity', ['switch', 'input_boolean']),
    entity('image', ['image', 'camera']),
  ]);
}

function section(name: string, icon: string, schema: readonly FormField[]): FormField {
  return { name, type: 'expandable', flatten: true, icon, schema };
}

function select(options: readonly object[], more: object = {}): Readonly<Record<string, unknown>> {
  return { select: { mode: 'dropdown', options, ...more } };
}

function text(name: string): FormField {
  return { name, selector: { text: {} } };
}

function number(name: string, range: object): FormField {
  return { name, selector: { number: { mode: 'box', ...range } } };
}

function action(name: string): FormField {
  return { name, selector: { ui_action: { default_action: 'none' } } };
}

function entity(name: string, domain: readonly string[]): FormField {
  return { name, selector: { entity: { filter: [{ domain }] } } };
}

// Names and descriptions of options in the language of the page; in English they come with the schema.

import type { CameraSchema } from '../../server/admin-api.ts';
import { createCatalog } from '../../words/catalog.ts';

export interface OptionText {
  readonly name: string;
  readonly description: string;
}

const texts = createCatalog<Readonly<Record<string, OptionText>>>(
  {},
  {
    de: () => import('option-texts:de'),
    fr: () => import('option-texts:fr'),
    nl: () => import('option-texts:nl'),
    es: () => import('option-texts:es'),
  },
);

/** An option that has not been translated yet is told in English. */
export function textOf({ properties }: CameraSchema, key: string): OptionText {
  const { title = key, description = '' } = properties[key] ?? {};
  return texts.words[key] ?? { name: title, description };
}

// The card's texts in the language in use.

import { createCatalog } from '../words/catalog.ts';
import { words as english } from './words/en.ts';
import type { CardWords } from './words/en.ts';

const catalog = createCatalog<CardWords>(english, {
  de: () => import('./words/de.ts'),
  fr: () => import('./words/fr.ts'),
  nl: () => import('./words/nl.ts'),
  es: () => import('./words/es.ts'),
});

export function cardWords(): CardWords {
  return catalog.words;
}

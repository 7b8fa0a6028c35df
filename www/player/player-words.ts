// The player's texts in the language in use.

import { createCatalog } from '../words/catalog.ts';
import { words as english } from './words/en.ts';
import type { PlayerWords } from './words/en.ts';

const catalog = createCatalog<PlayerWords>(english, {
  de: () => import('./words/de.ts'),
  fr: () => import('./words/fr.ts'),
  nl: () => import('./words/nl.ts'),
  es: () => import('./words/es.ts'),
});

export function playerWords(): PlayerWords {
  return catalog.words;
}

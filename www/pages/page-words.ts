// The pages' texts in the browser's language.

import { createCatalog } from '../words/catalog.ts';
import { words as english } from './words/en.ts';
import type { Words } from './words/en.ts';

export const catalog = createCatalog<Words>(english, {
  de: () => import('./words/de.ts'),
  fr: () => import('./words/fr.ts'),
  nl: () => import('./words/nl.ts'),
  es: () => import('./words/es.ts'),
});

/** A text by what the server calls it; null where it is newer than this page. */
export function find(texts: Readonly<Record<string, string>>, code: string): string | null {
  return Object.hasOwn(texts, code) ? (texts[code] ?? null) : null;
}

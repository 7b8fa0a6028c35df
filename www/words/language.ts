// The language that people read. Pages follow the browser's, the card follows Home Assistant's.

export const LANGUAGES = ['en', 'de', 'fr', 'nl', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Texts that have to be loaded before a language can be used. */
export interface Translated {
  /** Never rejects. */
  load(language: Language): Promise<void>;
}

const known = new Set<Translated>();
const listeners = new Set<() => void>();
let current: Language = 'en';
let wanted: Language = 'en';

export function currentLanguage(): Language {
  return current;
}

/** The first of them that there is: `de-AT` is `de`. English, where there is none. */
export function chooseLanguage(preferences: readonly string[]): Language {
  for (const preference of preferences) {
    const found = LANGUAGES.find((language) => language === preference.toLowerCase().split('-')[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** Loads all texts, then changes them all at once. What cannot be loaded stays English. */
export async function useLanguage(language: Language): Promise<void> {
  if (wanted === language) return;
  wanted = language;
  await Promise.all([...known].map((each) => each.load(language)));
  // Another one was asked for meanwhile.
  if (wanted !== language) return;
  current = language;
  tell();
}

/** Returns what ends it. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes part in every change of language from now on, and in the present one. */
export function follow(texts: Translated): void {
  known.add(texts);
  if (wanted === 'en') return;
  void texts.load(wanted).then(tell);
}

function tell(): void {
  for (const listener of listeners) listener();
}

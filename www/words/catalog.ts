// The texts of one part of the program, such as the player. English is bundled with it, the others are files of their own.

import { follow } from './language.ts';
import type { Language, Translated } from './language.ts';

export type Loaders<T> = Readonly<
  Record<Exclude<Language, 'en'>, () => Promise<{ readonly words: T }>>
>;

export interface Catalog<T> {
  /** In the language in use; read anew at each rendering. */
  readonly words: T;
}

/** @param loaders each with an `import()` that the bundler can see */
export function createCatalog<T>(english: T, loaders: Loaders<T>): Catalog<T> {
  const catalog = new LoadedCatalog(english, loaders);
  follow(catalog);
  return catalog;
}

class LoadedCatalog<T> implements Catalog<T>, Translated {
  readonly #english: T;
  readonly #loaders: Loaders<T>;
  words: T;

  constructor(english: T, loaders: Loaders<T>) {
    this.#english = english;
    this.#loaders = loaders;
    this.words = english;
  }

  async load(language: Language): Promise<void> {
    // The server is gone, or newer than this page: English is better than nothing.
    const loaded = language === 'en' ? null : await this.#loaders[language]().catch(() => null);
    this.words = loaded?.words ?? this.#english;
  }
}

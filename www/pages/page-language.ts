// The pages follow the browser's language.

import { chooseLanguage, currentLanguage, onLanguage, useLanguage } from '../words/language.ts';

// Rather English at once than nothing for long.
const LATE_MS = 500;

/** Resolves when there is a language to show, which is nearly at once. */
export const languageReady: Promise<void> = followBrowser();

async function followBrowser(): Promise<void> {
  onLanguage(() => {
    document.documentElement.lang = currentLanguage();
  });
  const late = new Promise<void>((resolve) => setTimeout(resolve, LATE_MS));
  await Promise.race([useLanguage(chooseLanguage(navigator.languages)), late]);
}

// The texts of options in other languages, out of the app's translations, as modules that the pages load when wanted.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { parse } from 'yaml';

const TRANSLATIONS = fileURLToPath(new URL('../../translations/', import.meta.url));

interface OptionText {
  readonly name: string;
  readonly description: string;
}

/** Makes `import('option-texts:de')` what translations/de.yaml says of a camera's options. */
export const optionTexts: Plugin = {
  name: 'option-texts',
  setup(build) {
    build.onResolve({ filter: /^option-texts:[a-z]{2}$/ }, ({ path }) => ({
      path: path.replace('option-texts:', 'option-texts-'),
      namespace: 'option-texts',
    }));
    build.onLoad({ filter: /./, namespace: 'option-texts' }, async ({ path }) => {
      const language = path.slice(-2);
      const texts = await readOptionTexts(language);
      return {
        contents: `export const words = ${JSON.stringify(texts)};`,
        watchFiles: [`${TRANSLATIONS}${language}.yaml`],
      };
    });
  },
};

/** What is used of a translation. */
interface Translation {
  readonly configuration: { readonly cameras: { readonly fields: Record<string, OptionText> } };
}

/** By option. */
export async function readOptionTexts(
  language: string,
): Promise<Readonly<Record<string, OptionText>>> {
  const file = await readFile(`${TRANSLATIONS}${language}.yaml`, 'utf8');
  // Its form is held by test/repository/translations.test.ts.
  const { configuration }: Translation = parse(file);
  return configuration.cameras.fields;
}

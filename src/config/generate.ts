// Brings the files that repeat the options schema up to date: the table in DOCS.md, the form in
// config.yaml, its texts in translations/en.yaml. `--check` changes nothing and fails on stale ones.

import { readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { renderAppOptions, renderAppSchema, renderAppTexts } from './app-form.ts';
import { readVersion } from './command-line.ts';
import { renderOptionTables } from './option-table.ts';
import { optionsSchema } from './schema.ts';

export interface GeneratedFile {
  readonly name: string;
  readonly current: string;
  readonly wanted: string;
}

/** @param root folder with a slash at its end */
export function renderGeneratedFiles(root: URL): GeneratedFile[] {
  return Object.entries(RENDERERS).map(([name, render]) => {
    const current = readText(new URL(name, root));
    return { name, current, wanted: render(current) };
  });
}

const RENDERERS: Readonly<Record<string, (current: string) => string>> = {
  'DOCS.md': renderDocs,
  'config.yaml': renderManifest,
  'translations/en.yaml': renderTranslations,
};

function renderDocs(current: string): string {
  const begin = '<!-- generated: options -->';
  return replaceBetween(
    current,
    { begin, end: '<!-- /generated -->' },
    () => `\n${renderOptionTables(optionsSchema)}\n`,
  );
}

function renderManifest(current: string): string {
  const form = { options: renderAppOptions(optionsSchema), schema: renderAppSchema(optionsSchema) };
  const markers = { begin: '# generated: options', end: '# /generated' };
  const withForm = replaceBetween(current, markers, () => renderYaml(form).trimEnd());
  return withForm.replace(/^version: .*$/m, `version: '${readVersion()}'`);
}

function renderTranslations(): string {
  const texts = { configuration: renderAppTexts(optionsSchema) };
  return `# Generated from src/config/schema.ts by \`npm run fix\`.\n${renderYaml(texts)}`;
}

function renderYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, singleQuote: true });
}

function replaceBetween(
  text: string,
  { begin, end }: { begin: string; end: string },
  render: () => string,
): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`no "${begin}" … "${end}" to write between`);
  return `${text.slice(0, from + begin.length)}\n${render()}\n${text.slice(to)}`;
}

function readText(file: URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // A generated file that is not there yet is merely stale.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function main(args: readonly string[]): void {
  const root = new URL('../../', import.meta.url);
  const stale = renderGeneratedFiles(root).filter(({ current, wanted }) => current !== wanted);
  if (args.includes('--check')) {
    for (const { name } of stale) process.stderr.write(`${name} is stale; run: npm run fix\n`);
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  for (const { name, wanted } of stale) {
    writeFileSync(new URL(name, root), wanted);
    process.stdout.write(`${name} written\n`);
  }
}

if (import.meta.main) main(process.argv.slice(2));

// What the documents say is still true.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { listFiles, readText, ROOT } from './tree.ts';

const documents = listFiles().filter((file) => file.endsWith('.md'));
const sources = listFiles('src/').filter((file) => file.endsWith('.ts'));

const CODE_BLOCK = /^```.*?^```/gms;
const LINK = /\]\(([^)\s]+)(?:\s"[^"]*")?\)/g;

function linksOf(document: string): string[] {
  const prose = readText(document).replaceAll(CODE_BLOCK, '');
  return [...prose.matchAll(LINK)].map(([, link = '']) => link);
}

/** As GitHub makes them: lower case, no punctuation, dashes for spaces. */
function anchorsOf(document: string): string[] {
  const headings = readText(document)
    .replaceAll(CODE_BLOCK, '')
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

test('links between documents lead somewhere', () => {
  const dead = documents.flatMap((document) =>
    linksOf(document)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? document : path;
        const url = new URL(target, path === '' ? ROOT : new URL(document, ROOT));
        if (!existsSync(url)) return true;
        if (anchor === undefined || !url.pathname.endsWith('.md')) return false;
        return !anchorsOf(url.pathname.slice(ROOT.pathname.length)).includes(anchor);
      })
      .map((link) => `${document}: ${link}`),
  );
  assert.deepEqual(dead, []);
});

const CODE = /new RequestError\(\s*\w+,\s*'(\w+)'|\bcode: (?:[\w?.]+ \?\? )?'(\w+)'\s*[,}]/g;

/** Codes that leave the program: of requests, of sources that fail, in api/health. */
function errorCodes(): Set<string> {
  const union = /export type SourceFailure =((?:\s*\|\s*'\w+')+);/.exec(readText('src/errors.ts'));
  const failures = [...(union?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
  assert.ok(failures.length > 0, 'SourceFailure is a union of strings');
  const others = sources.flatMap((file) =>
    [...readText(file).matchAll(CODE)].map(([, thrown, given]) => thrown ?? given ?? ''),
  );
  return new Set([...failures, ...others]);
}

test('every error code is explained in DOCS.md', () => {
  const docs = readText('DOCS.md');
  assert.deepEqual(
    [...errorCodes()].filter((code) => !docs.includes(`\`${code}\``)),
    [],
  );
});

test('request errors name their code in place, where this test and a reader find it', () => {
  const hidden = sources.filter((file) => {
    const text = readText(file);
    const all = text.match(/new RequestError\(/g) ?? [];
    const named = text.match(/new RequestError\(\s*\w+,\s*'\w+'/g) ?? [];
    return all.length !== named.length;
  });
  assert.deepEqual(hidden, []);
});

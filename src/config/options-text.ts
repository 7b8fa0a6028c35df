// The text of an options file, YAML or JSON, to a plain value.

import { LineCounter, isScalar, parseDocument, visit } from 'yaml';
import type { Document, YAMLError, YAMLMap } from 'yaml';
import { ConfigError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { redactText } from '../source.ts';

/** A few cameras may share their settings by `&anchor` and `*alias`; a "billion laughs" may not. */
const MAX_ALIASES = 100;

/**
 * @param file how the user calls the file, for the path of problems: `cameras.yaml:3:5`
 * @throws {ConfigError} quoting nothing of the text but duplicate keys
 */
export function parseOptionsText(text: string, file: string): unknown {
  try {
    return parseText(text, file);
  } catch (error) {
    // Both parsers recurse; a file of brackets exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError([{ path: file, message: 'it is nested too deeply' }], { cause: error });
  }
}

function parseText(text: string, file: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'error',
    // A pretty error quotes the line, password and all.
    prettyErrors: false,
    schema: 'core',
    // Checked below: theirs takes quadratic time and does not name the key.
    uniqueKeys: false,
  });
  const json = parseJson(text);
  const duplicates = findDuplicateKeys(document);
  // JSON may hold what YAML has no place for, such as tabs in front of a key.
  const faults = json === undefined ? [...document.errors, ...document.warnings] : [];
  // The YAML parser catches an exhausted stack itself and goes on with rubbish.
  if (faults.some(({ message }) => /call stack/.test(message))) throw new RangeError('stack');
  const problems = [...faults.map(describeFault), ...duplicates].map(({ offset, message }) => {
    const { line, col } = lines.linePos(offset);
    return { path: `${file}:${line}:${col}`, message };
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return json === undefined ? resolve(document, file) : json.value;
}

function parseJson(text: string): { value: unknown } | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // `{cameras: []}` is YAML all the same, and YAML's errors have a line.
    return undefined;
  }
}

function resolve(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const problem: Problem = {
      path: file,
      message: `more than ${MAX_ALIASES} values by alias (*name)`,
    };
    throw new ConfigError([problem], { cause: error });
  }
}

interface Fault {
  readonly offset: number;
  readonly message: string;
}

function describeFault({ code, message, pos }: YAMLError): Fault {
  return { offset: pos[0], message: OWN_MESSAGES[code] ?? withoutQuote(message) };
}

/** Some messages of the parser end in a quote of the text, which may be a password. */
function withoutQuote(message: string): string {
  return message.replace(/(?<=\S):\s[^]*$/, '');
}

const OWN_MESSAGES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_ALIAS: 'a text that starts with * needs quotes, or the alias names nothing above it',
  BAD_DQ_ESCAPE: 'unknown escape after \\ in double quotes; use single quotes',
  TAG_RESOLVE_FAILED:
    'a text that starts with ! needs quotes; tags such as !secret work in the Home Assistant form only',
};

function findDuplicateKeys(document: Document.Parsed): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map: (_key, map) => {
      faults.push(...duplicatesOf(map));
    },
  });
  return faults;
}

function duplicatesOf(map: YAMLMap): Fault[] {
  const seen = new Set<string>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const shown = JSON.stringify(redactText(name).slice(0, 40));
    return [{ offset: key.range?.[0] ?? 0, message: `the key ${shown} is there twice` }];
  });
}

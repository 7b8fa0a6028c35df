import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError } from '../errors.ts';
import type { Problem } from '../errors.ts';

export const DEFAULT_PORT = 8099;

export interface RunCommand {
  readonly kind: 'run';
  /** Without one, the demo runs. */
  readonly optionsFile: string | undefined;
  readonly dataDirectory: string;
  /** 0 is any free port. */
  readonly port: number;
  /** Home Assistant's Supervisor started us. */
  readonly supervised: boolean;
}

/** What the command line asks for; the text of `print` goes to stdout, exit code 0. */
export type CommandLine = RunCommand | { readonly kind: 'print'; readonly text: string };

const HELP = `Oriel: any camera as live video

Usage: oriel [--options FILE] [--data DIR] [--port N]

  --options FILE  your options, YAML or JSON; without it, a demo camera runs
  --data DIR      folder for what must survive a restart (default: data)
  --port N        port of the web page, 0 for any free one (default: ${DEFAULT_PORT})
  --help          this text
  --version       the version
`;

/** Home Assistant's Supervisor writes the options here at every start. */
const SUPERVISOR_DATA = '/data';

/**
 * @param argv without the program itself
 * @throws {ConfigError} with every problem, paths like `--port`
 */
export function parseCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): CommandLine {
  const { values, problems } = readArguments(argv);
  const port = parsePort(values.get('port'), problems);
  if (problems.length > 0) throw new ConfigError(problems);
  if (values.has('help')) return { kind: 'print', text: HELP };
  if (values.has('version')) return { kind: 'print', text: `${readVersion()}\n` };
  const supervised = Boolean(env['SUPERVISOR_TOKEN']);
  const isApp = supervised && !values.has('options');
  return {
    kind: 'run',
    optionsFile: isApp ? `${SUPERVISOR_DATA}/options.json` : values.get('options'),
    dataDirectory: values.get('data') ?? (isApp ? SUPERVISOR_DATA : 'data'),
    port,
    supervised,
  };
}

/** The version in package.json, which lies beside `src` as beside `dist`. */
export function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

const VALUE_OPTIONS: Readonly<Record<string, string>> = {
  options: 'a file, like --options cameras.yaml',
  data: 'a folder, like --data data',
  port: 'a port, like --port 8099',
};
const FLAGS: ReadonlySet<string> = new Set(['help', 'version']);
const EXPECTED = 'expected --options, --data, --port, --help or --version';

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function readArguments(argv: readonly string[]): {
  values: Map<string, string>;
  problems: Problem[];
} {
  const string = { type: 'string' } as const;
  const boolean = { type: 'boolean' } as const;
  const { tokens } = parseArgs({
    args: [...argv],
    options: { options: string, data: string, port: string, help: boolean, version: boolean },
    allowPositionals: true,
    // The strict mode stops at the first problem.
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const token of tokens) {
    const problem = describeToken(token, values);
    if (problem !== undefined) problems.push(problem);
    else if (token.kind === 'option') values.set(token.name, token.value ?? '');
  }
  return { values, problems };
}

function describeToken(token: Token, values: ReadonlyMap<string, string>): Problem | undefined {
  if (token.kind === 'option-terminator') return undefined;
  if (token.kind === 'positional') {
    return { path: token.value, message: `unexpected argument; ${EXPECTED}` };
  }
  const { name, rawName: path, value, inlineValue } = token;
  const expected = VALUE_OPTIONS[name];
  if (FLAGS.has(name)) {
    return value === undefined ? undefined : { path, message: 'takes no value' };
  }
  if (expected === undefined) return { path, message: `unknown option; ${EXPECTED}` };
  if (values.has(name)) return { path, message: 'is there twice' };
  // In `--options --port 80` the value was forgotten.
  const isMissing = value === undefined || value === '' || (!inlineValue && value.startsWith('--'));
  return isMissing ? { path, message: `is missing its value; expected ${expected}` } : undefined;
}

function parsePort(text: string | undefined, problems: Problem[]): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port <= 65_535) return port;
  const got = JSON.stringify(text.slice(0, 40));
  problems.push({ path: '--port', message: `expected a whole number from 0 to 65535; got ${got}` });
  return DEFAULT_PORT;
}

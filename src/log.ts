// The program's log. Every line is redacted as the last step before it is written, so that no
// field, message or error can carry a URL's secrets out.

import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { LogFeed, LogLine } from './log-feed.ts';
import { redactSource, redactText } from './source.ts';

/** A child per camera: `log.child({ camera: id })`. Messages are fixed sentences, data is fields. */
export type Log = Logger;

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogOptions {
  readonly level: LogLevel;
  /** `pretty` is one line for people, `json` one JSON object a line. */
  readonly format: 'pretty' | 'json';
  /** stdout by default. Written to synchronously, so nothing is lost when the program ends. */
  readonly destination?: DestinationStream;
  /** Gets each line as well. */
  readonly feed?: LogFeed;
}

export function createLog(options: LogOptions): Log {
  const { level, format, destination = openStdout(), feed } = options;
  const hasStack = level === 'debug' || level === 'trace';
  return pino(
    {
      base: null,
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (err: unknown) => describeError(err, { hasStack, depth: 0 }) },
      hooks: {
        streamWrite: (line) => {
          const record = redactRecord(line);
          if (feed && isRecord(record)) feed.push(renderLine(record));
          return `${JSON.stringify(record)}\n`;
        },
      },
    },
    format === 'json' ? destination : prettyStream(destination),
  );
}

const MAX_CAUSES = 5;

/** Fields that are secret whatever they look like. */
const SECRET_FIELD = /^(?:password|passphrase|token|secret|authorization)$/i;

/** A closed pipe or a vanished terminal must not end the program. */
function openStdout(): DestinationStream {
  return pino.destination({ fd: 1, sync: true }).on('error', () => {});
}

function redactRecord(line: string): unknown {
  return JSON.parse(line, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (SECRET_FIELD.test(key)) return '***';
    return key === 'source' ? redactSource(value) : redactText(value);
  });
}

function renderLine(record: Record<string, unknown>): LogLine {
  const { time, level, camera, ...rest } = record;
  return {
    time: renderField(time ?? ''),
    level: renderField(level ?? ''),
    camera: camera === undefined ? null : renderField(camera),
    text: renderMessage(rest),
  };
}

/** What is logged of an error: not its other fields, which may hold a whole command line. */
function describeError(
  error: unknown,
  { hasStack, depth }: { hasStack: boolean; depth: number },
): unknown {
  if (!(error instanceof Error)) return error;
  const hasCause = error.cause !== undefined && depth < MAX_CAUSES;
  return {
    name: error.name,
    code: 'code' in error ? error.code : undefined,
    message: error.message,
    stack: hasStack ? error.stack : undefined,
    cause: hasCause ? describeError(error.cause, { hasStack, depth: depth + 1 }) : undefined,
  };
}

function prettyStream(destination: DestinationStream): DestinationStream {
  const render = prettyFactory({
    colorize: hasColors(),
    hideObject: true,
    // Their rendering of an error takes many lines; ours is part of the message.
    errorLikeObjectKeys: [],
    messageFormat: renderMessage,
    translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l',
  });
  return {
    write(line) {
      destination.write(render(line));
    },
  };
}

function hasColors(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}

function renderMessage(record: Record<string, unknown>): string {
  const { level: _level, time: _time, msg, camera, err, ...fields } = record;
  const data = Object.entries(fields).map(([key, value]) => `${key}=${renderField(value)}`);
  const { text, stack } = renderError(err);
  const parts = [camera === undefined ? '' : `[${renderField(camera)}]`, renderField(msg ?? '')];
  return [...parts, text, ...data].filter((part) => part !== '').join(' ') + stack;
}

interface RenderedError {
  /** `(unreachable: connection refused; caused by ECONNREFUSED: …)` */
  readonly text: string;
  /** On lines of its own; empty above debug. */
  readonly stack: string;
}

function renderError(err: unknown): RenderedError {
  const causes: string[] = [];
  let stack = '';
  for (let error = err; isRecord(error); error = error['cause']) {
    const { name, code, message } = error;
    causes.push(printable(`${renderField(code ?? name ?? 'Error')}: ${renderField(message)}`));
    if (typeof error['stack'] === 'string') stack += `\n${indent(error['stack'])}`;
  }
  const text = causes.length > 0 ? causes.join('; caused by ') : renderField(err ?? '');
  return { text: text === '' ? '' : `(${text})`, stack };
}

function renderField(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What a camera sends must not move the reader's cursor nor fake a line. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}

function indent(stack: string): string {
  return stack
    .split('\n')
    .map((line) => `    ${printable(line)}`)
    .join('\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

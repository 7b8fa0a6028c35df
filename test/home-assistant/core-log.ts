// What Home Assistant Core writes of itself.

import { stripVTControlCharacters } from 'node:util';

export interface LogEntry {
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
  readonly logger: string;
  /** With all its lines. */
  readonly text: string;
}

const ENTRY = /^\S+ \S+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) \([^)]*\) \[([^\]]*)\] /;

export function parseLog(text: string): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const line of stripVTControlCharacters(text).split('\n')) {
    const [start, level, logger] = ENTRY.exec(line) ?? [];
    const last = entries.at(-1);
    if (level !== undefined && logger !== undefined) {
      const text = line.slice(start?.length);
      entries.push({ level: level as LogEntry['level'], logger, text });
    } else if (last !== undefined && line !== '') {
      entries[entries.length - 1] = { ...last, text: `${last.text}\n${line}` };
    }
  }
  return entries;
}

/** Of Core and the machine it runs on; nothing that Oriel could do better. */
const ACCEPTED: readonly RegExp[] = [
  /Skipping pip installation of required modules/,
  /zlib_ng and isal are not available/,
  // No ffmpeg where it runs; it is for other integrations.
  /^\w+ haffmpeg/,
];

/** Warnings and errors, without those of Core's own making. */
export function findComplaints(
  log: readonly LogEntry[],
  accepted: readonly RegExp[] = [],
): string[] {
  return log
    .filter(({ level }) => level !== 'DEBUG' && level !== 'INFO')
    .map(({ level, logger, text }) => `${level} ${logger}: ${text}`)
    .filter((text) => ![...ACCEPTED, ...accepted].some((pattern) => pattern.test(text)));
}

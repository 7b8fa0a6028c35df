import type { LogWords } from './en.ts';

export const words = {
  title: 'Protokoll',
  lines: 'Zeilen des Protokolls',
  level: 'Stufe',
  atLeast: {
    trace: 'Alles',
    debug: 'Ab Debug',
    info: 'Ab Info',
    warn: 'Warnungen und Fehler',
    error: 'Nur Fehler',
  },
  camera: 'Kamera',
  everyCamera: 'Alle',
  search: 'Suche',
  pause: 'Anhalten',
  follow: 'Mitlaufen',
  newLines: (count: number): string => (count === 1 ? '1 neue Zeile' : `${count} neue Zeilen`),
  copy: 'Kopieren',
  copied: 'Kopiert',
  lost: (count: number): string =>
    count === 1
      ? '1 Zeile fehlt: Es kamen zu viele auf einmal'
      : `${count} Zeilen fehlen: Es kamen zu viele auf einmal`,
  empty: 'Noch nichts.',
  noMatch: 'Keine Zeile passt.',
  connecting: 'Verbindung wird aufgebaut',
  cut: 'Die Verbindung ist unterbrochen und wird wiederhergestellt.',
  forbidden: 'Das Protokoll ist für die, die etwas ändern dürfen.',
  shown: (shown: number, all: number): string =>
    shown === all ? `${all} Zeilen` : `${shown} von ${all} Zeilen`,
} satisfies LogWords;

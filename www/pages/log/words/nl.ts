import type { LogWords } from './en.ts';

export const words = {
  title: 'Logboek',
  lines: 'Regels van het logboek',
  level: 'Niveau',
  atLeast: {
    trace: 'Alles',
    debug: 'Vanaf debug',
    info: 'Vanaf info',
    warn: 'Waarschuwingen en fouten',
    error: 'Alleen fouten',
  },
  camera: 'Camera',
  everyCamera: 'Alle',
  search: 'Zoeken',
  pause: 'Pauze',
  follow: 'Volgen',
  newLines: (count: number): string => (count === 1 ? '1 nieuwe regel' : `${count} nieuwe regels`),
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  lost: (count: number): string =>
    count === 1
      ? '1 regel weggelaten: er kwamen er te veel tegelijk'
      : `${count} regels weggelaten: er kwamen er te veel tegelijk`,
  empty: 'Nog niets.',
  noMatch: 'Geen regel past.',
  connecting: 'Verbinden',
  cut: 'De verbinding is verbroken. Er wordt opnieuw geprobeerd.',
  forbidden: 'Het logboek is voor wie iets mag veranderen.',
  shown: (shown: number, all: number): string =>
    shown === all ? `${all} regels` : `${shown} van ${all} regels`,
} satisfies LogWords;

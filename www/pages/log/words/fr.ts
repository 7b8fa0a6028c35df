import type { LogWords } from './en.ts';

export const words = {
  title: 'Journal',
  lines: 'Lignes du journal',
  level: 'Niveau',
  atLeast: {
    trace: 'Tout',
    debug: 'Débogage et plus',
    info: 'Informations et plus',
    warn: 'Avertissements et erreurs',
    error: 'Erreurs seulement',
  },
  camera: 'Caméra',
  everyCamera: 'Toutes',
  search: 'Recherche',
  pause: 'Pause',
  follow: 'Suivre',
  newLines: (count: number): string =>
    count === 1 ? '1 nouvelle ligne' : `${count} nouvelles lignes`,
  copy: 'Copier',
  copied: 'Copié',
  lost: (count: number): string =>
    count === 1
      ? '1 ligne omise : il en venait trop à la fois'
      : `${count} lignes omises : il en venait trop à la fois`,
  empty: 'Rien pour l’instant.',
  noMatch: 'Aucune ligne ne correspond.',
  connecting: 'Connexion',
  cut: 'La connexion est coupée. Nouvel essai en cours.',
  forbidden: 'Le journal est réservé à ceux qui peuvent modifier quelque chose.',
  shown: (shown: number, all: number): string =>
    shown === all ? `${all} lignes` : `${shown} lignes sur ${all}`,
} satisfies LogWords;

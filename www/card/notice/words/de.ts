import type { NoticeWords } from './en.ts';

export const words: NoticeWords = {
  connecting: 'Verbindung wird aufgebaut',
  troubles: {
    no_supervisor: {
      what: 'Dieses Home Assistant hat keine Apps',
      todo: 'Gib der Karte die Adresse von Oriel: Option „url“, mit Token.',
    },
    app_not_found: {
      what: 'Oriel wurde nicht gefunden',
      todo: 'Installiere die App Oriel oder nenne sie in der Karte: Option „app“.',
    },
    app_not_installed: {
      what: 'Oriel ist nicht installiert',
      todo: 'Installiere die App Oriel oder berichtige ihren Namen in der Karte: Option „app“.',
    },
    app_stopped: {
      what: 'Oriel läuft nicht',
      todo: 'Starte es unter Einstellungen → Apps → Oriel.',
    },
    app_starting: { what: 'Oriel startet', todo: 'Einen Moment.' },
    app_without_ingress: {
      what: 'Oriel ist über Home Assistant nicht erreichbar',
      todo: 'Aktualisiere die App Oriel.',
    },
    other_origin: {
      what: 'Oriel ist unter dieser Adresse nicht erreichbar',
      todo: 'Öffne das Dashboard unter der eigenen Adresse von Home Assistant.',
    },
    home_assistant_away: {
      what: 'Home Assistant antwortet nicht',
      todo: 'Es wird weiter versucht.',
    },
    refused: {
      what: 'Home Assistant lässt dich nicht zu Oriel',
      todo: 'Melde dich ab und wieder an oder frage, wer Home Assistant betreut.',
    },
    mixed_content: {
      what: 'Eine sichere Seite kann keine Adresse zeigen, die mit http: beginnt',
      todo: 'Verwende Oriel als App oder gib der Karte eine Adresse mit https:.',
    },
    no_answer: { what: 'Oriel antwortet nicht', todo: 'Es wird weiter versucht.' },
  },
  tryAgain: 'Noch einmal versuchen',
  noCameras: 'Noch keine Kameras',
  noCamerasTodo: 'Füge in der App Oriel eine hinzu. Sie erscheint dann hier.',
};

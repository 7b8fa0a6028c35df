import { words as form } from '../form/words/de.ts';
import { words as log } from '../log/words/de.ts';
import type { Words } from './en.ts';

export const words = {
  form,
  log,
  allCameras: 'Alle Kameras',
  addCamera: 'Kamera hinzufügen',
  openLog: 'Protokoll',
  settings: 'Einstellungen',
  settingsOf: (name: string): string => `Einstellungen von ${name}`,
  loading: 'Wird geladen',
  noAnswer: 'Oriel antwortet nicht',
  tryingAgain: 'Neuer Versuch alle paar Sekunden.',
  tryNow: 'Jetzt versuchen',
  protocol: 'Wiedergabe',
  switchedOff: 'In den Einstellungen ausgeschaltet',
  lookOnly: 'Du darfst zusehen, aber nichts ändern',
  empty: {
    title: 'Deine erste Kamera',
    text: 'Gib ihre Adresse an, lass Oriel nachsehen, und schon ist sie da.',
    lookOnlyTitle: 'Noch keine Kameras',
    askAdmin: 'Die erste muss jemand hinzufügen, der Einstellungen ändern darf.',
  },
  status: {
    stopped: 'Gestoppt',
    starting: 'Startet',
    live: 'Live',
    retrying: 'Kein Video',
    idle: 'Startet, wenn jemand zusieht',
  },
  health: {
    title: (count: number): string =>
      count === 1 ? 'Eine Sache braucht dich' : `${count} Dinge brauchen dich`,
    since: (time: string): string => `seit ${time}`,
    reasons: {
      unreachable: 'Unter ihrer Adresse antwortet nichts',
      unauthorized: 'Sie lehnt Benutzername und Passwort ab',
      not_found: 'Sie antwortet, hat unter diesem Pfad aber nichts',
      no_video: 'Ihre Quelle enthält kein Bild',
      unsupported_codec: 'Browser spielen ihr Bild nicht ab, und es darf nicht kodiert werden',
      stalled: 'Sie ist verbunden, sendet aber nichts',
      crashed: 'ffmpeg endete aus unbekanntem Grund',
      slow_start: 'Sie startet schon lange, und noch ist kein Video da',
    },
    fixes: {
      unreachable:
        'Ist die Kamera an, und stimmen Adresse und Port? Erreicht dieser Rechner ihr Netz? Steckt eine USB-Kamera, und benutzt sie kein anderes Programm?',
      unauthorized:
        'Prüf Benutzername und Passwort. Manche Kameras haben für RTSP ein eigenes Konto oder sperren es nach falschen Versuchen.',
      not_found:
        'Such den Pfad für dein Modell heraus; Haupt- und Nebenstream haben verschiedene. Bei einer Datei: Ist sie da?',
      no_video: 'Nimm einen anderen Stream der Kamera. Ist ihr Objektiv oder Kanal eingeschaltet?',
      unsupported_codec: 'Stell Video auf „auto“ oder die Kamera auf H.264.',
      stalled:
        'Oft ein schwaches WLAN oder zu viele Zuschauer direkt an der Kamera. Versuch TCP als RTSP-Transport, einen Nebenstream oder einen Neustart der Kamera.',
      crashed: 'Im Protokoll stehen die letzten Zeilen von ffmpeg.',
      slow_start:
        'Manche Kameras brauchen etwas. Bleibt es so, sieh ins Protokoll oder starte die Kamera neu.',
    },
  },
  camera: {
    unknownTitle: 'Unbekannte Kamera',
    unknown: (id: string): string => `Eine Kamera „${id}“ gibt es nicht`,
    unknownText: 'Vielleicht heißt sie jetzt anders oder wurde entfernt.',
    facts: 'Fakten',
    codec: 'Codec',
    resolution: 'Auflösung',
    frameRate: 'Bildrate',
    bitrate: 'Bitrate',
    viewers: 'Zuschauer',
    delay: 'Verzögerung',
    memory: 'Rückschau',
    restarts: 'Neustarts',
    source: 'Quelle',
    save: 'Moment sichern',
    snapshot: 'Schnappschuss',
    clip: (seconds: number): string => `Letzte ${seconds} s als Clip`,
    addresses: 'Für andere Player',
    tokenAddresses:
      'Für Geräte ohne Home Assistant. Wer so eine Adresse hat, kann dieser Kamera zusehen.',
    noAddresses:
      'Andere Geräte brauchen einen eigenen Zugang: Gib dem Container-Port 8098 in der Konfiguration von Oriel unter Netzwerk einen Port. Dann stehen ihre Adressen hier.',
    hls: 'HLS, für jeden Player',
    dash: 'DASH, für jeden Player',
    mp4: 'MP4 ohne Ende, für VLC, go2rtc, ffmpeg',
    snapshotAddress: 'Schnappschuss, JPEG',
    copyAddress: 'Adresse kopieren',
    copied: 'Kopiert',
    keys: 'Tasten',
  },
  homeAssistant: {
    title: 'Home Assistant',
    card: 'Dashboard-Karte',
    entities: 'Kamera-Entitäten',
    resource: 'Adresse der Karte',
    cardStates: {
      off: 'Nicht installiert: So steht es in der Konfiguration von Oriel.',
      installing: 'Wird installiert.',
      installed: 'Installiert. Füg einem Dashboard eine Karte hinzu und wähle „Oriel“.',
      needs_restart: 'Installiert. Starte Home Assistant einmal neu, dann wird sie gefunden.',
      by_hand: 'Deine Dashboards stehen in YAML: Trag die Karte dort von Hand ein.',
      failed: 'Sie konnte nicht installiert werden.',
    },
    entityStates: {
      off: 'Nicht gewünscht: So steht es in der Konfiguration von Oriel. Mit ihnen finden andere Karten, Aufnahmen und Casting deine Kameras.',
      working: 'Werden angelegt.',
      ready: 'Da. Andere Karten, Aufnahmen und Casting finden deine Kameras.',
      incomplete: 'Manche sind nicht, wie sie sein sollen.',
      failed: 'Sie konnten nicht angelegt werden.',
    },
    entryStates: {
      ready: 'bereit',
      waiting: 'wartet',
      deleted: 'wurde gelöscht und bleibt es',
      disabled: 'wurde deaktiviert und bleibt es',
    },
  },
  leave: {
    title: 'Ohne Speichern verlassen?',
    text: 'Was du hier geändert hast, ginge verloren.',
    yes: 'Verlassen',
    no: 'Bleiben',
  },
} satisfies Words;

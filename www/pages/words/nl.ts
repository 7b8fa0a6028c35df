import { words as form } from '../form/words/nl.ts';
import { words as log } from '../log/words/nl.ts';
import type { Words } from './en.ts';

export const words = {
  form,
  log,
  allCameras: 'Alle camera’s',
  addCamera: 'Camera toevoegen',
  openLog: 'Logboek',
  settings: 'Instellingen',
  settingsOf: (name: string): string => `Instellingen van ${name}`,
  loading: 'Laden',
  noAnswer: 'Oriel antwoordt niet',
  tryingAgain: 'Elke paar seconden een nieuwe poging.',
  tryNow: 'Nu proberen',
  protocol: 'Weergave',
  switchedOff: 'Uitgeschakeld in de instellingen',
  lookOnly: 'Je mag kijken, maar niets veranderen',
  empty: {
    title: 'Je eerste camera',
    text: 'Geef het adres, laat Oriel kijken, en daar is ze.',
    lookOnlyTitle: 'Nog geen camera’s',
    askAdmin: 'Iemand die instellingen mag veranderen, moet de eerste toevoegen.',
  },
  status: {
    stopped: 'Gestopt',
    starting: 'Start',
    live: 'Live',
    retrying: 'Geen video',
    idle: 'Start als iemand kijkt',
  },
  health: {
    title: (count: number): string =>
      count === 1 ? 'Eén ding vraagt je aandacht' : `${count} dingen vragen je aandacht`,
    since: (time: string): string => `sinds ${time}`,
    reasons: {
      unreachable: 'Op het adres antwoordt niets',
      unauthorized: 'Ze weigert gebruikersnaam en wachtwoord',
      not_found: 'Ze antwoordt, maar heeft niets op dat pad',
      no_video: 'De bron bevat geen beeld',
      unsupported_codec: 'Browsers spelen het beeld niet af, en het mag niet gecodeerd worden',
      stalled: 'Ze is verbonden maar stuurt niets',
      crashed: 'ffmpeg stopte om een onbekende reden',
      slow_start: 'Ze start al lang, en er is nog geen video',
    },
    fixes: {
      unreachable:
        'Staat de camera aan, en kloppen adres en poort? Bereikt deze machine het netwerk? Zit een USB-camera erin, en gebruikt geen ander programma die?',
      unauthorized:
        'Controleer gebruikersnaam en wachtwoord. Sommige camera’s hebben een apart account voor RTSP, of blokkeren het na foute pogingen.',
      not_found:
        'Zoek het pad voor jouw model op; hoofd- en substream verschillen daarin. Kijk bij een bestand of het er is.',
      no_video: 'Kies een andere stream van de camera. Staat de lens of het kanaal aan?',
      unsupported_codec: 'Zet Video op “auto”, of de camera op H.264.',
      stalled:
        'Vaak zwakke wifi, of te veel kijkers op de camera zelf. Probeer TCP als RTSP-transport, een substream, of herstart de camera.',
      crashed: 'In het logboek staan de laatste regels van ffmpeg.',
      slow_start:
        'Sommige camera’s hebben even nodig. Blijft het zo, kijk dan in het logboek of herstart de camera.',
    },
  },
  camera: {
    unknownTitle: 'Onbekende camera',
    unknown: (id: string): string => `Er is geen camera “${id}”`,
    unknownText: 'Misschien heet ze nu anders of is ze verwijderd.',
    facts: 'Gegevens',
    codec: 'Codec',
    resolution: 'Resolutie',
    frameRate: 'Beeldsnelheid',
    bitrate: 'Bitrate',
    viewers: 'Kijkers',
    delay: 'Vertraging',
    memory: 'Terug te kijken',
    restarts: 'Herstarts',
    source: 'Bron',
    save: 'Een moment bewaren',
    snapshot: 'Momentopname',
    clip: (seconds: number): string => `Laatste ${seconds} s als clip`,
    addresses: 'Voor andere spelers',
    tokenAddresses:
      'Voor apparaten zonder Home Assistant. Wie zo’n adres heeft, kan deze camera bekijken.',
    noAddresses:
      'Andere apparaten hebben een eigen ingang nodig: geef containerpoort 8098 een poort, in de configuratie van Oriel onder Netwerk. Dan staan hun adressen hier.',
    hls: 'HLS, voor elke speler',
    dash: 'DASH, voor elke speler',
    mp4: 'MP4 zonder einde, voor VLC, go2rtc, ffmpeg',
    snapshotAddress: 'Momentopname, JPEG',
    copyAddress: 'Adres kopiëren',
    copied: 'Gekopieerd',
    keys: 'Toetsen',
  },
  homeAssistant: {
    title: 'Home Assistant',
    card: 'Dashboardkaart',
    entities: 'Camera-entiteiten',
    resource: 'Adres van de kaart',
    cardStates: {
      off: 'Niet geïnstalleerd: zo staat het in de configuratie van Oriel.',
      installing: 'Wordt geïnstalleerd.',
      installed: 'Geïnstalleerd. Voeg een kaart toe aan een dashboard en kies “Oriel”.',
      needs_restart: 'Geïnstalleerd. Herstart Home Assistant één keer, dan wordt ze gevonden.',
      by_hand: 'Je dashboards staan in YAML: zet de kaart er met de hand in.',
      failed: 'Ze kon niet worden geïnstalleerd.',
    },
    entityStates: {
      off: 'Niet gewenst: zo staat het in de configuratie van Oriel. Met deze entiteiten vinden andere kaarten, opnames en casten je camera’s.',
      working: 'Worden gemaakt.',
      ready: 'Aanwezig. Andere kaarten, opnames en casten vinden je camera’s.',
      incomplete: 'Sommige zijn niet zoals ze moeten zijn.',
      failed: 'Ze konden niet worden gemaakt.',
    },
    entryStates: {
      ready: 'klaar',
      waiting: 'wacht',
      deleted: 'door iemand verwijderd, en zo gelaten',
      disabled: 'door iemand uitgeschakeld, en zo gelaten',
    },
  },
  leave: {
    title: 'Weggaan zonder op te slaan?',
    text: 'Wat je hier hebt veranderd, gaat dan verloren.',
    yes: 'Weggaan',
    no: 'Blijven',
  },
} satisfies Words;

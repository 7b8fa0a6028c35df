import type { NoticeWords } from './en.ts';

export const words: NoticeWords = {
  connecting: 'Verbinden',
  troubles: {
    no_supervisor: {
      what: 'Deze Home Assistant heeft geen apps',
      todo: 'Geef de kaart het adres van Oriel: optie ‘url’, met een token.',
    },
    app_not_found: {
      what: 'Oriel is niet gevonden',
      todo: 'Installeer de app Oriel, of noem hem in de kaart: optie ‘app’.',
    },
    app_not_installed: {
      what: 'Oriel is niet geïnstalleerd',
      todo: 'Installeer de app Oriel, of verbeter de naam in de kaart: optie ‘app’.',
    },
    app_stopped: { what: 'Oriel draait niet', todo: 'Start hem via Instellingen → Apps → Oriel.' },
    app_starting: { what: 'Oriel start', todo: 'Een ogenblik.' },
    app_without_ingress: {
      what: 'Oriel is niet bereikbaar via Home Assistant',
      todo: 'Werk de app Oriel bij.',
    },
    other_origin: {
      what: 'Oriel is niet bereikbaar vanaf dit adres',
      todo: 'Open het dashboard via het eigen adres van Home Assistant.',
    },
    home_assistant_away: {
      what: 'Home Assistant antwoordt niet',
      todo: 'Wordt opnieuw geprobeerd.',
    },
    refused: {
      what: 'Home Assistant laat je niet toe tot Oriel',
      todo: 'Meld je af en weer aan, of vraag het wie Home Assistant beheert.',
    },
    mixed_content: {
      what: 'Een beveiligde pagina kan geen adres tonen dat met http: begint',
      todo: 'Gebruik Oriel als app, of geef de kaart een adres met https:.',
    },
    no_answer: { what: 'Oriel antwoordt niet', todo: 'Wordt opnieuw geprobeerd.' },
  },
  tryAgain: 'Opnieuw proberen',
  noCameras: 'Nog geen camera’s',
  noCamerasTodo: 'Voeg er een toe in de app Oriel. Hij verschijnt hier.',
};

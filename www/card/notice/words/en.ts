// What the card says while it has nothing to show. The other languages have the same shape.

import type { AppTrouble } from '../../app-state.ts';

export interface NoticeWords {
  readonly connecting: string;
  /** What is wrong, and what to do about it. */
  readonly troubles: Readonly<Record<AppTrouble, { readonly what: string; readonly todo: string }>>;
  readonly tryAgain: string;
  readonly noCameras: string;
  readonly noCamerasTodo: string;
}

export const words: NoticeWords = {
  connecting: 'Connecting',
  troubles: {
    no_supervisor: {
      what: 'This Home Assistant has no apps',
      todo: 'Give the card the address of Oriel: option “url”, with a token.',
    },
    app_not_found: {
      what: 'Oriel was not found',
      todo: 'Install the Oriel app, or name it in the card: option “app”.',
    },
    app_not_installed: {
      what: 'Oriel is not installed',
      todo: 'Install the Oriel app, or correct its name in the card: option “app”.',
    },
    app_stopped: { what: 'Oriel is not running', todo: 'Start it in Settings → Apps → Oriel.' },
    app_starting: { what: 'Oriel is starting', todo: 'One moment.' },
    app_without_ingress: {
      what: 'Oriel cannot be reached through Home Assistant',
      todo: 'Update the Oriel app.',
    },
    other_origin: {
      what: 'Oriel cannot be reached from this address',
      todo: 'Open the dashboard by Home Assistant’s own address.',
    },
    home_assistant_away: { what: 'Home Assistant does not answer', todo: 'Trying again.' },
    refused: {
      what: 'Home Assistant does not let you in to Oriel',
      todo: 'Log out and in again, or ask whoever looks after Home Assistant.',
    },
    mixed_content: {
      what: 'A secure page cannot show an address that begins with http:',
      todo: 'Use Oriel as an app, or give the card an address that begins with https:.',
    },
    no_answer: { what: 'Oriel does not answer', todo: 'Trying again.' },
  },
  tryAgain: 'Try again',
  noCameras: 'No cameras yet',
  noCamerasTodo: 'Add one in the Oriel app. It appears here.',
};

import type { CardWords } from './en.ts';

export const words: CardWords = {
  description: 'Kameras der App Oriel, live, mit kaum merklicher Verzögerung',
  reload: 'Seite neu laden',
  isUpdated: 'Oriel wurde aktualisiert',
  unknownCamera: (id) => `Oriel hat keine Kamera „${id}“`,
  knownCameras: (ids) => `Es gibt: ${ids}`,
  disabledCamera: 'In den Optionen von Oriel abgeschaltet',
  cameras: 'Kameras',
  previous: 'Vorige Kamera',
  next: 'Nächste Kamera',
  show: (name) => `${name} zeigen`,
  position: (at, of) => `${at} von ${of}`,
  picture: (name) => `${name}, letztes Bild`,
};

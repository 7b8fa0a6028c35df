import type { CardWords } from './en.ts';

export const words: CardWords = {
  description: 'Camera’s van de app Oriel, live, met een nauwelijks merkbare vertraging',
  reload: 'Pagina opnieuw laden',
  isUpdated: 'Oriel is bijgewerkt',
  unknownCamera: (id) => `Oriel heeft geen camera ‘${id}’`,
  knownCameras: (ids) => `Wel: ${ids}`,
  disabledCamera: 'Uitgeschakeld in de opties van Oriel',
  cameras: 'Camera’s',
  previous: 'Vorige camera',
  next: 'Volgende camera',
  show: (name) => `${name} tonen`,
  position: (at, of) => `${at} van ${of}`,
  picture: (name) => `${name}, laatste beeld`,
};

import type { CardWords } from './en.ts';

export const words: CardWords = {
  description: 'Las cámaras de la aplicación Oriel, en directo y casi sin retardo',
  reload: 'Recargar la página',
  isUpdated: 'Oriel se ha actualizado',
  unknownCamera: (id) => `Oriel no tiene ninguna cámara «${id}»`,
  knownCameras: (ids) => `Tiene: ${ids}`,
  disabledCamera: 'Desactivada en las opciones de Oriel',
  cameras: 'Cámaras',
  previous: 'Cámara anterior',
  next: 'Cámara siguiente',
  show: (name) => `Mostrar ${name}`,
  position: (at, of) => `${at} de ${of}`,
  picture: (name) => `${name}, última imagen`,
};

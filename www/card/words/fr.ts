import type { CardWords } from './en.ts';

export const words: CardWords = {
  description: 'Les caméras de l’application Oriel, en direct, presque sans délai',
  reload: 'Recharger la page',
  isUpdated: 'Oriel a été mis à jour',
  unknownCamera: (id) => `Oriel n’a pas de caméra « ${id} »`,
  knownCameras: (ids) => `Il a : ${ids}`,
  disabledCamera: 'Désactivée dans les options d’Oriel',
  cameras: 'Caméras',
  previous: 'Caméra précédente',
  next: 'Caméra suivante',
  show: (name) => `Afficher ${name}`,
  position: (at, of) => `${at} sur ${of}`,
  picture: (name) => `${name}, dernière image`,
};

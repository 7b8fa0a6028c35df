import { words as form } from '../form/words/fr.ts';
import { words as log } from '../log/words/fr.ts';
import type { Words } from './en.ts';

export const words = {
  form,
  log,
  allCameras: 'Toutes les caméras',
  addCamera: 'Ajouter une caméra',
  openLog: 'Journal',
  settings: 'Réglages',
  settingsOf: (name: string): string => `Réglages de ${name}`,
  loading: 'Chargement',
  noAnswer: 'Oriel ne répond pas',
  tryingAgain: 'Nouvel essai toutes les quelques secondes.',
  tryNow: 'Réessayer',
  protocol: 'Mode de lecture',
  switchedOff: 'Désactivée dans ses réglages',
  lookOnly: 'Vous pouvez regarder, mais rien modifier',
  empty: {
    title: 'Votre première caméra',
    text: 'Donnez son adresse, laissez Oriel l’examiner, et la voici.',
    lookOnlyTitle: 'Pas encore de caméra',
    askAdmin: 'Quelqu’un qui peut modifier les réglages doit ajouter la première.',
  },
  status: {
    stopped: 'Arrêtée',
    starting: 'Démarrage',
    live: 'En direct',
    retrying: 'Pas de vidéo',
    idle: 'Démarre quand on regarde',
  },
  health: {
    title: (count: number): string =>
      count === 1
        ? 'Un point demande votre attention'
        : `${count} points demandent votre attention`,
    since: (time: string): string => `depuis ${time}`,
    reasons: {
      unreachable: 'Rien ne répond à son adresse',
      unauthorized: 'Elle refuse le nom d’utilisateur et le mot de passe',
      not_found: 'Elle répond, mais n’a rien à ce chemin',
      no_video: 'Sa source ne contient pas d’image',
      unsupported_codec: 'Les navigateurs ne lisent pas son image, et il est interdit de l’encoder',
      stalled: 'Elle est connectée, mais n’envoie rien',
      crashed: 'ffmpeg s’est arrêté pour une raison inconnue',
      slow_start: 'Elle démarre depuis longtemps, et il n’y a toujours pas de vidéo',
    },
    fixes: {
      unreachable:
        'La caméra est-elle allumée, l’adresse et le port sont-ils justes ? Cette machine atteint-elle son réseau ? Une caméra USB est-elle branchée, et aucun autre programme ne l’utilise-t-il ?',
      unauthorized:
        'Vérifiez le nom d’utilisateur et le mot de passe. Certaines caméras ont un compte à part pour RTSP, ou le bloquent après des essais erronés.',
      not_found:
        'Cherchez le chemin de votre modèle ; il diffère entre flux principal et secondaire. Pour un fichier, vérifiez qu’il est là.',
      no_video: 'Choisissez un autre flux de la caméra. Son objectif ou son canal est-il activé ?',
      unsupported_codec: 'Réglez Vidéo sur « auto », ou passez la caméra en H.264.',
      stalled:
        'Souvent un Wi-Fi faible, ou trop de spectateurs directement sur la caméra. Essayez TCP comme transport RTSP, un flux secondaire, ou redémarrez la caméra.',
      crashed: 'Le journal contient les dernières lignes de ffmpeg.',
      slow_start:
        'Certaines caméras ont besoin d’un moment. Si cela dure, regardez le journal ou redémarrez la caméra.',
    },
  },
  camera: {
    unknownTitle: 'Caméra inconnue',
    unknown: (id: string): string => `Il n’y a pas de caméra « ${id} »`,
    unknownText: 'Elle a peut-être été renommée ou retirée.',
    facts: 'Données',
    codec: 'Codec',
    resolution: 'Résolution',
    frameRate: 'Fréquence d’images',
    bitrate: 'Débit',
    viewers: 'Spectateurs',
    delay: 'Retard constaté',
    memory: 'Retour en arrière',
    restarts: 'Redémarrages',
    source: 'Source',
    save: 'Garder un moment',
    snapshot: 'Instantané',
    clip: (seconds: number): string => `Clip des ${seconds} dernières secondes`,
    addresses: 'Pour d’autres lecteurs',
    tokenAddresses:
      'Pour les appareils sans Home Assistant. Quiconque a une telle adresse peut regarder cette caméra.',
    noAddresses:
      'Les autres appareils ont besoin d’un accès à eux : donnez un port au port 8098 du conteneur, dans la configuration d’Oriel, sous Réseau. Leurs adresses seront alors ici.',
    hls: 'HLS, pour tout lecteur',
    dash: 'DASH, pour tout lecteur',
    mp4: 'MP4 sans fin, pour VLC, go2rtc, ffmpeg',
    snapshotAddress: 'Instantané, JPEG',
    copyAddress: 'Copier l’adresse',
    copied: 'Copié',
    keys: 'Clavier',
  },
  homeAssistant: {
    title: 'Home Assistant',
    card: 'Carte de tableau de bord',
    entities: 'Entités caméra',
    resource: 'Adresse de la carte',
    cardStates: {
      off: 'Non installée : la configuration d’Oriel en décide ainsi.',
      installing: 'Installation en cours.',
      installed: 'Installée. Ajoutez une carte à un tableau de bord et choisissez « Oriel ».',
      needs_restart: 'Installée. Redémarrez Home Assistant une fois pour qu’elle soit trouvée.',
      by_hand: 'Vos tableaux de bord sont en YAML : ajoutez-y la carte à la main.',
      failed: 'Elle n’a pas pu être installée.',
    },
    entityStates: {
      off: 'Non voulues : la configuration d’Oriel en décide ainsi. Grâce à elles, d’autres cartes, les enregistrements et la diffusion trouvent vos caméras.',
      working: 'Création en cours.',
      ready:
        'Présentes. D’autres cartes, les enregistrements et la diffusion trouvent vos caméras.',
      incomplete: 'Certaines ne sont pas comme elles devraient.',
      failed: 'Elles n’ont pas pu être créées.',
    },
    entryStates: {
      ready: 'prête',
      waiting: 'en attente',
      deleted: 'supprimée par quelqu’un, laissée ainsi',
      disabled: 'désactivée par quelqu’un, laissée ainsi',
    },
  },
  leave: {
    title: 'Quitter sans enregistrer ?',
    text: 'Ce que vous avez modifié ici serait perdu.',
    yes: 'Quitter',
    no: 'Rester',
  },
} satisfies Words;

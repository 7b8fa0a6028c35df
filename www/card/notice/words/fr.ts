import type { NoticeWords } from './en.ts';

export const words: NoticeWords = {
  connecting: 'Connexion',
  troubles: {
    no_supervisor: {
      what: 'Ce Home Assistant n’a pas d’applications',
      todo: 'Donnez à la carte l’adresse d’Oriel : option « url », avec un jeton.',
    },
    app_not_found: {
      what: 'Oriel est introuvable',
      todo: 'Installez l’application Oriel, ou nommez-la dans la carte : option « app ».',
    },
    app_not_installed: {
      what: 'Oriel n’est pas installé',
      todo: 'Installez l’application Oriel, ou corrigez son nom dans la carte : option « app ».',
    },
    app_stopped: {
      what: 'Oriel est arrêté',
      todo: 'Démarrez-le dans Paramètres → Applications → Oriel.',
    },
    app_starting: { what: 'Oriel démarre', todo: 'Un instant.' },
    app_without_ingress: {
      what: 'Oriel est inaccessible par Home Assistant',
      todo: 'Mettez à jour l’application Oriel.',
    },
    other_origin: {
      what: 'Oriel est inaccessible depuis cette adresse',
      todo: 'Ouvrez le tableau de bord à l’adresse de Home Assistant lui-même.',
    },
    home_assistant_away: { what: 'Home Assistant ne répond pas', todo: 'Nouvel essai en cours.' },
    refused: {
      what: 'Home Assistant vous refuse l’accès à Oriel',
      todo: 'Reconnectez-vous, ou demandez à qui s’occupe de Home Assistant.',
    },
    mixed_content: {
      what: 'Une page sécurisée ne peut pas montrer une adresse en http:',
      todo: 'Utilisez Oriel comme application, ou donnez à la carte une adresse en https:.',
    },
    no_answer: { what: 'Oriel ne répond pas', todo: 'Nouvel essai en cours.' },
  },
  tryAgain: 'Réessayer',
  noCameras: 'Pas encore de caméra',
  noCamerasTodo: 'Ajoutez-en une dans l’application Oriel. Elle apparaîtra ici.',
};

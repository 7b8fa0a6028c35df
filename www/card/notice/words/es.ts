import type { NoticeWords } from './en.ts';

export const words: NoticeWords = {
  connecting: 'Conectando',
  troubles: {
    no_supervisor: {
      what: 'Este Home Assistant no tiene aplicaciones',
      todo: 'Da a la tarjeta la dirección de Oriel: opción «url», con un token.',
    },
    app_not_found: {
      what: 'No se encuentra Oriel',
      todo: 'Instala la aplicación Oriel, o nómbrala en la tarjeta: opción «app».',
    },
    app_not_installed: {
      what: 'Oriel no está instalado',
      todo: 'Instala la aplicación Oriel, o corrige su nombre en la tarjeta: opción «app».',
    },
    app_stopped: {
      what: 'Oriel está parado',
      todo: 'Inícialo en Ajustes → Aplicaciones → Oriel.',
    },
    app_starting: { what: 'Oriel está arrancando', todo: 'Un momento.' },
    app_without_ingress: {
      what: 'No se puede llegar a Oriel a través de Home Assistant',
      todo: 'Actualiza la aplicación Oriel.',
    },
    other_origin: {
      what: 'No se puede llegar a Oriel desde esta dirección',
      todo: 'Abre el panel con la dirección propia de Home Assistant.',
    },
    home_assistant_away: { what: 'Home Assistant no responde', todo: 'Se vuelve a intentar.' },
    refused: {
      what: 'Home Assistant no te deja entrar en Oriel',
      todo: 'Cierra la sesión y vuelve a entrar, o pregunta a quien cuida de Home Assistant.',
    },
    mixed_content: {
      what: 'Una página segura no puede mostrar una dirección que empieza por http:',
      todo: 'Usa Oriel como aplicación, o da a la tarjeta una dirección con https:.',
    },
    no_answer: { what: 'Oriel no responde', todo: 'Se vuelve a intentar.' },
  },
  tryAgain: 'Volver a intentar',
  noCameras: 'Todavía no hay cámaras',
  noCamerasTodo: 'Añade una en la aplicación Oriel. Aparecerá aquí.',
};

import { words as form } from '../form/words/es.ts';
import { words as log } from '../log/words/es.ts';
import type { Words } from './en.ts';

export const words = {
  form,
  log,
  allCameras: 'Todas las cámaras',
  addCamera: 'Añadir cámara',
  openLog: 'Registro',
  settings: 'Ajustes',
  settingsOf: (name: string): string => `Ajustes de ${name}`,
  loading: 'Cargando',
  noAnswer: 'Oriel no responde',
  tryingAgain: 'Se intenta de nuevo cada pocos segundos.',
  tryNow: 'Intentar ahora',
  protocol: 'Modo de reproducción',
  switchedOff: 'Apagada en sus ajustes',
  lookOnly: 'Puede mirar, pero no cambiar nada',
  empty: {
    title: 'Su primera cámara',
    text: 'Dé su dirección, deje que Oriel mire, y aquí está.',
    lookOnlyTitle: 'Aún no hay cámaras',
    askAdmin: 'Alguien que pueda cambiar los ajustes tiene que añadir la primera.',
  },
  status: {
    stopped: 'Parada',
    starting: 'Arrancando',
    live: 'En directo',
    retrying: 'Sin vídeo',
    idle: 'Arranca cuando alguien mira',
  },
  health: {
    title: (count: number): string =>
      count === 1 ? 'Una cosa necesita su atención' : `${count} cosas necesitan su atención`,
    since: (time: string): string => `desde ${time}`,
    reasons: {
      unreachable: 'Nada responde en su dirección',
      unauthorized: 'Rechaza el usuario y la contraseña',
      not_found: 'Responde, pero no tiene nada en esa ruta',
      no_video: 'Su fuente no contiene imagen',
      unsupported_codec: 'Los navegadores no reproducen su imagen, y no se debe codificar',
      stalled: 'Está conectada, pero no envía nada',
      crashed: 'ffmpeg terminó por un motivo desconocido',
      slow_start: 'Lleva mucho tiempo arrancando y aún no hay vídeo',
    },
    fixes: {
      unreachable:
        '¿Está encendida la cámara, y son correctos la dirección y el puerto? ¿Llega este equipo a su red? ¿Está conectada la cámara USB, y no la usa otro programa?',
      unauthorized:
        'Compruebe el usuario y la contraseña. Algunas cámaras tienen una cuenta aparte para RTSP, o la bloquean tras intentos fallidos.',
      not_found:
        'Busque la ruta de su modelo; el flujo principal y el secundario tienen otra. Si es un archivo, compruebe que está ahí.',
      no_video: 'Elija otro flujo de la cámara. ¿Está encendido su objetivo o canal?',
      unsupported_codec: 'Ponga Vídeo en «auto», o la cámara en H.264.',
      stalled:
        'Suele ser un Wi-Fi débil, o demasiados espectadores en la propia cámara. Pruebe TCP como transporte RTSP, un flujo secundario, o reinicie la cámara.',
      crashed: 'En el registro están las últimas líneas de ffmpeg.',
      slow_start:
        'Algunas cámaras necesitan un rato. Si sigue así, mire el registro o reinicie la cámara.',
    },
  },
  camera: {
    unknownTitle: 'Cámara desconocida',
    unknown: (id: string): string => `No hay ninguna cámara «${id}»`,
    unknownText: 'Quizá ahora se llama de otro modo o se ha quitado.',
    facts: 'Datos',
    codec: 'Códec',
    resolution: 'Resolución',
    frameRate: 'Imágenes por segundo',
    bitrate: 'Tasa de bits',
    viewers: 'Espectadores',
    delay: 'Retraso observado',
    memory: 'Para mirar atrás',
    restarts: 'Reinicios',
    source: 'Fuente',
    save: 'Guardar un momento',
    snapshot: 'Instantánea',
    clip: (seconds: number): string => `Últimos ${seconds} s como clip`,
    addresses: 'Para otros reproductores',
    tokenAddresses:
      'Para dispositivos sin Home Assistant. Quien tenga una de estas direcciones puede ver esta cámara.',
    noAddresses:
      'Otros dispositivos necesitan una entrada propia: dé un puerto al puerto 8098 del contenedor, en la configuración de Oriel, en Red. Entonces sus direcciones estarán aquí.',
    hls: 'HLS, para cualquier reproductor',
    dash: 'DASH, para cualquier reproductor',
    mp4: 'MP4 sin fin, para VLC, go2rtc, ffmpeg',
    snapshotAddress: 'Instantánea, JPEG',
    copyAddress: 'Copiar la dirección',
    copied: 'Copiado',
    keys: 'Teclas',
  },
  homeAssistant: {
    title: 'Home Assistant',
    card: 'Tarjeta del panel',
    entities: 'Entidades de cámara',
    resource: 'Dirección de la tarjeta',
    cardStates: {
      off: 'No instalada: así lo dice la configuración de Oriel.',
      installing: 'Se está instalando.',
      installed: 'Instalada. Añada una tarjeta a un panel y elija «Oriel».',
      needs_restart: 'Instalada. Reinicie Home Assistant una vez para que la encuentre.',
      by_hand: 'Sus paneles están en YAML: añada allí la tarjeta a mano.',
      failed: 'No se pudo instalar.',
    },
    entityStates: {
      off: 'No deseadas: así lo dice la configuración de Oriel. Con ellas, otras tarjetas, las grabaciones y el envío a pantallas encuentran sus cámaras.',
      working: 'Se están creando.',
      ready:
        'Listas. Otras tarjetas, las grabaciones y el envío a pantallas encuentran sus cámaras.',
      incomplete: 'Algunas no están como deberían.',
      failed: 'No se pudieron crear.',
    },
    entryStates: {
      ready: 'lista',
      waiting: 'en espera',
      deleted: 'alguien la borró, y así se queda',
      disabled: 'alguien la desactivó, y así se queda',
    },
  },
  leave: {
    title: '¿Salir sin guardar?',
    text: 'Lo que ha cambiado aquí se perdería.',
    yes: 'Salir',
    no: 'Quedarse',
  },
} satisfies Words;

import type { LogWords } from './en.ts';

export const words = {
  title: 'Registro',
  lines: 'Líneas del registro',
  level: 'Nivel',
  atLeast: {
    trace: 'Todo',
    debug: 'Depuración y más',
    info: 'Información y más',
    warn: 'Avisos y errores',
    error: 'Solo errores',
  },
  camera: 'Cámara',
  everyCamera: 'Todas',
  search: 'Buscar',
  pause: 'Pausar',
  follow: 'Seguir',
  newLines: (count: number): string => (count === 1 ? '1 línea nueva' : `${count} líneas nuevas`),
  copy: 'Copiar',
  copied: 'Copiado',
  lost: (count: number): string =>
    count === 1
      ? 'Se omitió 1 línea: llegaron demasiadas a la vez'
      : `Se omitieron ${count} líneas: llegaron demasiadas a la vez`,
  empty: 'Aún no hay nada.',
  noMatch: 'Ninguna línea coincide.',
  connecting: 'Conectando',
  cut: 'La conexión se ha cortado. Se intenta de nuevo.',
  forbidden: 'El registro es para quienes pueden cambiar algo.',
  shown: (shown: number, all: number): string =>
    shown === all ? `${all} líneas` : `${shown} de ${all} líneas`,
} satisfies LogWords;

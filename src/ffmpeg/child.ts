// What all programs that Oriel starts have in common.

import { StartupError } from '../errors.ts';

/** What ffmpeg needs to run: libraries, time zone, certificates, drivers. Nothing else is its business. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TZ',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  'LIBVA_DRIVER_NAME',
  'LIBVA_DRIVERS_PATH',
] as const;

/** Without the secrets of Oriel's own environment, such as the Supervisor's token. */
export function childEnvironment(environment = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(PASSED_ON.map((name) => [name, environment[name]]));
}

export function isMissingProgram({ code }: { code?: string | undefined }): boolean {
  return code === 'ENOENT' || code === 'EACCES';
}

export function missingProgramError(program: string, cause: unknown): StartupError {
  return new StartupError(
    `cannot run ${program}; install ffmpeg 5.1 or newer (Debian: apt-get install ffmpeg)`,
    { cause },
  );
}

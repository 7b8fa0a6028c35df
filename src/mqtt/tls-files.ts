// The PEM files of a TLS connection, read and checked once at the start.

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { MqttOptions } from '../config/schema.ts';
import { StartupError } from '../errors.ts';

export type TlsOptions = Partial<Pick<MqttOptions, 'ca' | 'cert' | 'key'>>;

export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** @throws {StartupError} naming the option and its file, quoting nothing of its content */
export async function loadTlsFiles({ ca, cert, key }: TlsOptions): Promise<TlsFiles> {
  const files: TlsFiles = {
    ...(ca === undefined ? {} : { ca: await readPem('ca', ca) }),
    ...(cert === undefined ? {} : { cert: await readPem('cert', cert) }),
    ...(key === undefined ? {} : { key: await readPem('key', key) }),
  };
  // A secure context takes any rubbish for an authority, and then trusts nobody.
  const authority = files.ca;
  if (authority !== undefined) {
    check(() => new X509Certificate(authority), `mqtt.ca: ${ca} is no certificate in PEM format`);
  }
  const { key: privateKey, ...certificate } = files;
  check(
    () => createSecureContext(certificate),
    `mqtt.cert: ${cert} is no certificate in PEM format`,
  );
  if (privateKey !== undefined) {
    check(
      () => createSecureContext({ ...certificate, key: privateKey }),
      `mqtt.key: ${key} is not the key of mqtt.cert in PEM format, or it has a passphrase`,
    );
  }
  return files;
}

async function readPem(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StartupError(`mqtt.${option}: cannot read ${path}: ${describe(error)}`, {
      cause: error,
    });
  }
}

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file (a part of its path is not a folder)',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return READ_FAULTS[code] ?? error.message;
}

function check(attempt: () => unknown, message: string): void {
  try {
    attempt();
  } catch (error) {
    throw new StartupError(message, { cause: error });
  }
}

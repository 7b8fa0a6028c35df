import { readPort, readText } from './read-fields.ts';

/** The broker Home Assistant uses, with a login of its own for apps. */
export interface MqttService {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const DEFAULT_PORT = 1883;

/** @param data of `/services/mqtt` */
export function parseMqttService(data: Readonly<Record<string, unknown>>): MqttService | null {
  const host = readText(data, 'host');
  if (host === undefined) return null;
  return {
    host,
    port: readPort(data, 'port') ?? DEFAULT_PORT,
    tls: data['ssl'] === true,
    username: readText(data, 'username'),
    password: readText(data, 'password'),
  };
}

export function isSameService(a: MqttService, b: MqttService): boolean {
  const keys = ['host', 'port', 'tls', 'username', 'password'] as const;
  return keys.every((key) => a[key] === b[key]);
}

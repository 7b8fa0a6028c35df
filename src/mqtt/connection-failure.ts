// Why there is no connection to the broker, in words, and when it is worth another try.

export interface ConnectionFailure {
  readonly kind:
    | 'unreachable'
    | 'closed'
    | 'timeout'
    | 'refused'
    | 'certificate'
    | 'taken_over'
    | 'unsupported_version';
  readonly message: string;
  /** It goes on until a person changes something, so there is no hurry. */
  readonly isRefusal: boolean;
}

/** @param error an error of MQTT.js or of the socket; nothing of what it quotes is kept */
export function classifyConnectionError(error: unknown): ConnectionFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return classifyReasonCode(code);
  const message = error instanceof Error ? error.message : '';
  if (/timeout/i.test(message)) {
    return { kind: 'timeout', message: 'the MQTT broker does not answer', isRefusal: false };
  }
  if (typeof code !== 'string' || code === 'ECONNRESET' || code === 'EPIPE') return CLOSED;
  if (TLS_CODE.test(code)) {
    const fault = TLS_FAULTS[code] ?? code;
    const text = `TLS with the MQTT broker failed: ${fault}`;
    return { kind: 'certificate', message: text, isRefusal: true };
  }
  const fault = NETWORK_FAULTS[code] ?? code;
  return { kind: 'unreachable', message: `no MQTT broker: ${fault}`, isRefusal: false };
}

/**
 * A CONNACK or DISCONNECT with this code. Numbers below 128 are MQTT 3.1.1's (section 3.2.2.3),
 * the others MQTT 5's (section 2.4).
 */
export function classifyReasonCode(reasonCode: number): ConnectionFailure {
  if (reasonCode === 142) {
    const message =
      'another program has taken over our client ID at the MQTT broker: give each Oriel its own mqtt.client_id';
    return { kind: 'taken_over', message, isRefusal: true };
  }
  if (reasonCode === 1 || reasonCode === 132) {
    const message = 'the MQTT broker speaks another version of MQTT';
    return { kind: 'unsupported_version', message, isRefusal: true };
  }
  const refusal = REFUSALS[reasonCode];
  if (refusal !== undefined) return { kind: 'refused', message: refusal, isRefusal: true };
  const message = `the MQTT broker ended the connection (reason code ${reasonCode})`;
  return { kind: 'closed', message, isRefusal: false };
}

export const CLOSED: ConnectionFailure = {
  kind: 'closed',
  message: 'the MQTT broker ended the connection',
  isRefusal: false,
};

/** What TLS meets where none is spoken, and the other way round. */
export const NEVER_OPENED: ConnectionFailure = {
  kind: 'closed',
  message: 'the MQTT broker ended the connection before it began: check mqtt.port and mqtt.tls',
  isRefusal: false,
};

/** What a broker without reason codes does when two programs share a client ID. */
export const THROWN_OUT: ConnectionFailure = {
  kind: 'taken_over',
  message:
    'the MQTT broker ends each connection after a moment: perhaps another program has our client ID; give each Oriel its own mqtt.client_id',
  isRefusal: true,
};

const WRONG_LOGIN =
  'the MQTT broker refuses the user name or the password: check mqtt.username and mqtt.password';
const NOT_AUTHORIZED =
  'the MQTT broker does not let us in: check mqtt.username and mqtt.password, and its access rules';
const WRONG_CLIENT_ID = 'the MQTT broker refuses our client ID: choose another with mqtt.client_id';

const REFUSALS: Readonly<Record<number, string>> = {
  2: WRONG_CLIENT_ID,
  4: WRONG_LOGIN,
  5: NOT_AUTHORIZED,
  133: WRONG_CLIENT_ID,
  134: WRONG_LOGIN,
  135: NOT_AUTHORIZED,
  138: 'the MQTT broker has banned us',
  140: 'the MQTT broker wants another kind of login than user name and password',
  149: 'the MQTT broker refuses messages as large as ours',
  156: 'the MQTT broker sends us to another server: change mqtt.host',
  157: 'the MQTT broker has moved to another server: change mqtt.host',
};

const NETWORK_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ENOTFOUND: 'no machine has this name',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'no way to this address',
  ENETUNREACH: 'no way to this address',
  ETIMEDOUT: 'no answer from this address',
};

const TLS_CODE =
  /^(?:ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_|EPROTO)/;

const TLS_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is the clock right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself; give it as mqtt.ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an unknown authority; set mqtt.ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is signed by an unknown authority; set mqtt.ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an unknown authority; set mqtt.ca',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name than mqtt.host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'that port speaks no TLS; check mqtt.port',
  EPROTO: 'that port speaks no TLS; check mqtt.port',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    'it wants a client certificate; set mqtt.cert and mqtt.key',
};

const SOON_MS = [1_000, 2_000, 5_000] as const;
/** A broker that refuses us may lock out who knocks too often. */
const LATER_MS = [10_000, 20_000, 30_000, 60_000] as const;
const JITTER_SHARE = 0.25;

/** Milliseconds to wait after the given number of failures in a row, never less than the step. */
export function reconnectInMs(
  { isRefusal }: ConnectionFailure,
  failures: number,
  random: () => number = Math.random,
): number {
  const steps = isRefusal ? LATER_MS : SOON_MS;
  const step = steps[Math.min(Math.max(failures, 1), steps.length) - 1] ?? 0;
  return Math.round(step * (1 + JITTER_SHARE * random()));
}

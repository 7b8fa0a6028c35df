// What the card uses of Home Assistant's frontend. Field names are those over there.

export interface HassEntity {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An entity as the registry shows it to everybody: without its unique id. */
export interface EntityEntry {
  readonly entity_id: string;
  readonly device_id?: string | null;
  readonly entity_category?: string | null;
  readonly platform?: string | null;
}

export interface DeviceEntry {
  readonly id: string;
  readonly identifiers?: readonly (readonly string[])[];
  readonly configuration_url?: string | null;
  readonly manufacturer?: string | null;
}

export interface Panel {
  readonly component_name?: string;
  readonly config?: Readonly<Record<string, unknown>> | null;
}

/** Home Assistant's own connection. */
export interface HassConnection {
  addEventListener(type: 'ready' | 'disconnected', listener: () => void): void;
  removeEventListener(type: 'ready' | 'disconnected', listener: () => void): void;
}

/** Parts that older or odd frontends lack are optional. */
export interface Hass {
  readonly states: Readonly<Record<string, HassEntity>>;
  readonly entities?: Readonly<Record<string, EntityEntry>>;
  readonly devices?: Readonly<Record<string, DeviceEntry>>;
  readonly panels?: Readonly<Record<string, Panel>>;
  readonly user?: { readonly id: string; readonly is_admin?: boolean };
  readonly language?: string;
  readonly locale?: { readonly language?: string };
  readonly connection?: HassConnection;
  readonly connected?: boolean;
  hassUrl(path: string): string;
  callWS<T>(message: Readonly<Record<string, unknown>> & { readonly type: string }): Promise<T>;
  callService(
    domain: string,
    service: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
}

/** How big a card may be in a section: 12 columns of about 40 px, rows of 56 px. */
export interface GridOptions {
  readonly columns: number | 'full';
  readonly rows: number | 'auto';
  readonly min_columns: number;
  readonly min_rows: number;
}

/** Asks the Supervisor through Home Assistant. Rejects as `callWS` does. */
export async function askSupervisor<T>(
  hass: Pick<Hass, 'callWS'>,
  endpoint: string,
  method: 'get' | 'post' = 'get',
): Promise<T> {
  return await hass.callWS<T>({ type: 'supervisor/api', endpoint, method });
}

/** Of what `callWS` rejects with: plain objects, and numbers where the connection is away. */
export function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return String(hasCode ? error.code : error);
}

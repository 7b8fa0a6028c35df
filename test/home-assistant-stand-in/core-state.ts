// What the stand-in of Home Assistant's Core keeps, and what tests change of it.

export interface Resource {
  readonly id?: string;
  readonly type: string;
  readonly url: string;
}

export interface Entry {
  readonly entry_id: string;
  readonly domain: string;
  title: string;
  disabled_by: string | null;
  /** As its integration keeps them; Core does not show them. */
  options: Record<string, unknown>;
}

export interface Entity {
  entity_id: string;
  readonly unique_id: string;
  readonly config_entry_id: string | null;
  readonly platform: string;
  /** Given by a user. */
  name: string | null;
  original_name: string;
  readonly disabled_by?: string;
  readonly device_id?: string;
}

export interface Device {
  readonly id: string;
  readonly name: string;
  /** Given by a user. */
  name_by_user: string | null;
}

export interface CoreState {
  readonly adminToken: string;
  readonly configDirectory: string;
  readonly resourceMode: 'storage' | 'yaml';
  /** Since 2026, Core says where resources are kept. */
  readonly knowsInfo: boolean;
  readonly isSafeMode: boolean;
  readonly isStarting: boolean;
  resources: Resource[];
  /** Since 2026, some fields of the Generic Camera are in a section. */
  readonly form: 'section' | 'flat';
  entries: Entry[];
  entities: Entity[];
  devices: Device[];
}

/** A message of the test. */
export interface Instruction {
  readonly change?: Partial<CoreState>;
  /** Ends all connections, and sees which folders there are. */
  readonly isRestarting?: boolean;
}

/** What it is answered with. */
export interface Report {
  readonly state: CoreState;
  /** Commands and requests so far, in order. */
  readonly asked: readonly string[];
  /** Dialogs that nobody has finished. */
  readonly openFlows: number;
}

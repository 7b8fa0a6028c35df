// One entity of Home Assistant: how Oriel defines it, and what discovery says of it. Keys of the
// payload are Home Assistant's abbreviations.

export type Platform =
  | 'binary_sensor'
  | 'button'
  | 'event'
  | 'image'
  | 'number'
  | 'select'
  | 'sensor'
  | 'switch'
  | 'text';

/** What a version of Oriel, or a camera, may or may not be able to do. */
export type Feature =
  | 'audio'
  | 'bridge_restart'
  | 'bridge_events'
  | 'bridge_stats'
  | 'clip'
  | 'latency'
  | 'renditions'
  | 'snapshot';

export interface Availability {
  readonly t: string;
}

/** As it stands in the payload; a key Home Assistant does not know is dropped there in silence. */
export interface Component {
  readonly p: Platform;
  readonly name?: string;
  readonly uniq_id?: string;
  readonly qos?: 0 | 1;
  readonly en?: false;
  readonly ent_cat?: 'config' | 'diagnostic';
  readonly dev_cla?: string;
  readonly stat_cla?: 'measurement' | 'total_increasing';
  readonly unit_of_meas?: string;
  readonly sug_dsp_prc?: number;
  readonly ic?: string;
  readonly avty?: readonly Availability[];
  readonly avty_mode?: 'all';
  readonly exp_aft?: number;
  readonly stat_t?: string;
  readonly val_tpl?: string;
  readonly json_attr_t?: string;
  readonly img_t?: string;
  readonly cont_type?: string;
  readonly evt_typ?: readonly string[];
  readonly ops?: readonly string[];
  readonly pl_on?: string;
  readonly pl_off?: string;
  readonly stat_on?: string;
  readonly stat_off?: string;
  readonly pl_prs?: string;
  readonly cmd_t?: string;
  readonly cmd_tpl?: string;
  readonly message_expiry_interval?: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly mode?: 'box';
  readonly ptrn?: string;
}

/** The form that makes Home Assistant forget an entity. */
export interface RemovedComponent {
  /** Perhaps one that only an older Oriel knew. */
  readonly p: string;
}

/** What an entity says itself; the rest is the same for all. */
export type Fields = Omit<Component, 'p' | 'name' | 'uniq_id'>;

/** @template C what is known of the device: its topics, its options' limits */
export interface EntityDefinition<C> {
  /** Part of its identity in Home Assistant, like the platform: neither may ever change. */
  readonly key: string;
  readonly platform: Platform;
  /** Home Assistant puts the name of the device in front. */
  readonly name: string;
  /** Left out where it would do nothing. */
  readonly needs?: Feature;
  readonly render: (context: C) => Fields;
}

/** Home Assistant throws a command away that it could not deliver for so long. */
const COMMAND_EXPIRY_SECONDS = 30;

export function renderComponent<C>(
  definition: EntityDefinition<C>,
  context: C & { readonly device: string },
): Component {
  const { key, platform, name, render } = definition;
  const fields = render(context);
  return {
    p: platform,
    name,
    uniq_id: `${context.device}_${key}`,
    // Not at the root of the device: Home Assistant 2026.5 ignores it there.
    qos: 1,
    ...fields,
    ...(fields.cmd_t === undefined ? {} : { message_expiry_interval: COMMAND_EXPIRY_SECONDS }),
  };
}

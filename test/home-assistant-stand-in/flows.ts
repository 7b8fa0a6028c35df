// Config flows of the Generic Camera: forms, and what Core tries before it takes them.

import { randomUUID } from 'node:crypto';
import type { CoreState, Entry } from './core-state.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Flow {
  readonly entry: Entry | null;
  input: Fields | null;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

const flows = new Map<string, Flow>();
const PLAIN = ['stream_source', 'still_image_url', 'username', 'password'];
const ADVANCED = ['framerate', 'verify_ssl', 'rtsp_transport', 'authentication'];

export function startFlow(state: CoreState, handler: unknown, isOptions: boolean): Answer {
  const entry = state.entries.find((each) => each.entry_id === handler) ?? null;
  if (isOptions ? !entry : handler !== 'generic') {
    return { status: 404, body: { message: 'Invalid handler specified' } };
  }
  const id = randomUUID().replaceAll('-', '');
  flows.set(id, { entry, input: null });
  return { status: 200, body: renderForm(state, id, {}) };
}

export function abortFlow(id: string): Answer {
  const isThere = flows.delete(id);
  return isThere
    ? { status: 200, body: { message: 'Flow aborted' } }
    : { status: 404, body: { message: 'Invalid flow specified' } };
}

/** How many dialogs nobody has finished. */
export function countFlows(): number {
  return flows.size;
}

export async function goOn(state: CoreState, id: string, input: Fields): Promise<Answer> {
  const flow = flows.get(id);
  if (!flow) return { status: 404, body: { message: 'Invalid flow specified' } };
  if (flow.input) return { status: 200, body: finish(state, id, { ...flow, input: flow.input }) };
  const problem = findShapeProblem(state, input, flow.entry !== null);
  if (problem !== null) return { status: 400, body: { errors: { base: problem } } };
  const errors = { ...(await tryStill(input)), ...(await tryStream(input)) };
  if (Object.keys(errors).length > 0) return { status: 200, body: renderForm(state, id, errors) };
  flow.input = input;
  const schema = [{ name: 'confirmed_ok', required: true, default: false, type: 'boolean' }];
  return {
    status: 200,
    body: { type: 'form', flow_id: id, step_id: 'user_confirm', data_schema: schema, errors: null },
  };
}

function renderForm(state: CoreState, id: string, errors: object): object {
  const entry = flows.get(id)?.entry ?? null;
  const options = entry?.options ?? { framerate: 2, verify_ssl: true, rtsp_transport: 'tcp' };
  const given = { ...options, ...(options['advanced'] as Fields | undefined) };
  const field = (name: string, type: string): object => {
    const value = given[name];
    const isRequired = ['framerate', 'verify_ssl'].includes(name);
    return {
      name,
      type,
      ...(isRequired ? { required: true } : { optional: true }),
      ...(value === undefined && state.form === 'section'
        ? {}
        : { description: { suggested_value: value ?? (type === 'string' ? '' : null) } }),
    };
  };
  const plain = PLAIN.map((name) => field(name, 'string'));
  const limit = entry
    ? [{ ...field('limit_refetch_to_url_change', 'boolean'), default: false }]
    : [];
  const advanced = [...ADVANCED.map((name) => field(name, 'select')), ...limit];
  const section = { name: 'advanced', type: 'expandable', required: true, schema: advanced };
  return {
    type: 'form',
    flow_id: id,
    step_id: entry ? 'init' : 'user',
    data_schema: state.form === 'flat' ? [...plain, ...advanced] : [...plain, section],
    errors,
  };
}

function findShapeProblem(state: CoreState, input: Fields, isOptions: boolean): string | null {
  const advanced = state.form === 'flat' ? input : input['advanced'];
  if (typeof advanced !== 'object' || advanced === null)
    return "required key not provided @ data['advanced']";
  const { framerate, verify_ssl: verify } = advanced as Fields;
  if (typeof framerate !== 'number' || typeof verify !== 'boolean')
    return 'required key not provided';
  const known = new Set([
    ...PLAIN,
    ...(state.form === 'flat' ? ADVANCED : ['advanced']),
    ...(isOptions && state.form === 'flat' ? ['limit_refetch_to_url_change'] : []),
  ]);
  const strange = Object.keys(input).find((key) => !known.has(key));
  return strange === undefined ? null : `extra keys not allowed @ data['${strange}']`;
}

async function tryStill({ still_image_url: url }: Fields): Promise<object> {
  const response = await fetch(String(url)).catch(() => null);
  if (!response) return { still_image_url: 'unable_still_load' };
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status === 401) return { still_image_url: 'unable_still_load_auth' };
  if (response.status === 404) return { still_image_url: 'unable_still_load_not_found' };
  if (!response.ok) return { still_image_url: 'unable_still_load_server_error' };
  return bytes.readUInt16BE(0) === 0xff_d8 ? {} : { still_image_url: 'invalid_still_image' };
}

/** Until its first fragment. */
async function tryStream({ stream_source: url }: Fields): Promise<object> {
  const stop = new AbortController();
  const patience = AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]);
  try {
    const response = await fetch(String(url), { signal: patience });
    let head = Buffer.alloc(0);
    for await (const piece of response.body ?? []) {
      head = Buffer.concat([head, piece as Uint8Array]);
      if (head.includes('moof')) return {};
    }
    return { stream_source: 'stream_no_video' };
  } catch {
    return { stream_source: 'timeout' };
  } finally {
    stop.abort();
  }
}

function finish(state: CoreState, id: string, flow: Flow & { readonly input: Fields }): object {
  flows.delete(id);
  const options = { ...flow.input, content_type: 'image/jpeg' };
  if (flow.entry) {
    flow.entry.options = options;
    return { type: 'create_entry', flow_id: id, title: flow.entry.title, result: true };
  }
  const title = new URL(String(flow.input['still_image_url'])).hostname.replaceAll(/\W/g, '_');
  const entry = {
    entry_id: `01${randomUUID().replaceAll('-', '').slice(0, 24).toUpperCase()}`,
    domain: 'generic',
    title,
    disabled_by: null,
    options,
  };
  state.entries.push(entry);
  addEntity(state, entry);
  const { options: _options, ...result } = entry;
  return { type: 'create_entry', flow_id: id, title, result };
}

function addEntity(state: CoreState, { entry_id: id, title }: Entry): void {
  const taken = new Set(state.entities.map((entity) => entity.entity_id));
  let entityId = `camera.${title}`;
  for (let number = 2; taken.has(entityId); number++) entityId = `camera.${title}_${number}`;
  state.entities.push({
    entity_id: entityId,
    unique_id: id,
    config_entry_id: id,
    platform: 'generic',
    name: null,
    original_name: title,
    device_id: `device-${id}`,
  });
  state.devices.push({ id: `device-${id}`, name: title, name_by_user: null });
}

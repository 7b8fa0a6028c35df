// All that Oriel ever asks of Home Assistant's Core. The Supervisor's token opens far more: nothing else is sent.

/** Over the WebSocket, by `type`. */
export type CoreCommand =
  | { readonly type: 'get_config' }
  | { readonly type: 'lovelace/info' }
  | { readonly type: 'lovelace/resources' }
  | {
      readonly type: 'lovelace/resources/create';
      readonly res_type: 'module';
      readonly url: string;
    }
  | {
      readonly type: 'lovelace/resources/update';
      readonly resource_id: string;
      readonly res_type: 'module';
      readonly url: string;
    }
  | { readonly type: 'lovelace/resources/delete'; readonly resource_id: string }
  | { readonly type: 'config_entries/get'; readonly domain: 'generic' }
  | { readonly type: 'config_entries/update'; readonly entry_id: string; readonly title: string }
  | {
      readonly type: 'search/related';
      readonly item_type: 'config_entry';
      readonly item_id: string;
    }
  | { readonly type: 'config/entity_registry/get'; readonly entity_id: string }
  | {
      readonly type: 'config/entity_registry/update';
      readonly entity_id: string;
      readonly new_entity_id: string;
    }
  | { readonly type: 'config/device_registry/list' }
  | {
      readonly type: 'config/device_registry/update';
      readonly device_id: string;
      readonly name_by_user: string;
    };

/** Over HTTP: making and changing entries of the Generic Camera, and removing them. */
export type CoreRequest =
  /** @param handler an integration for a new entry, an entry for its options */
  | { readonly kind: 'start'; readonly flow: FlowKind; readonly handler: string }
  | { readonly kind: 'go_on'; readonly flow: FlowKind; readonly id: string; readonly input: object }
  | { readonly kind: 'abort'; readonly flow: FlowKind; readonly id: string }
  | { readonly kind: 'remove_entry'; readonly id: string };

export type FlowKind = 'new_entry' | 'options';

export interface HttpCall {
  readonly method: 'POST' | 'DELETE';
  /** At the Supervisor. */
  readonly path: string;
  readonly body: object | null;
}

const ROOT = '/core/api/config/config_entries';
const FLOW_PATH = { new_entry: `${ROOT}/flow`, options: `${ROOT}/options/flow` } as const;
/** As Core makes them: hexadecimal, or ULIDs. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws RangeError for an id that could lead anywhere else */
export function toHttpCall(request: CoreRequest): HttpCall {
  switch (request.kind) {
    case 'start':
      return {
        method: 'POST',
        path: FLOW_PATH[request.flow],
        body: { handler: checkId(request.handler) },
      };
    case 'go_on':
      return { method: 'POST', path: flowPath(request), body: request.input };
    case 'abort':
      return { method: 'DELETE', path: flowPath(request), body: null };
    case 'remove_entry':
      return { method: 'DELETE', path: `${ROOT}/entry/${checkId(request.id)}`, body: null };
    default:
      return request satisfies never;
  }
}

function flowPath({ flow, id }: { readonly flow: FlowKind; readonly id: string }): string {
  return `${FLOW_PATH[flow]}/${checkId(id)}`;
}

function checkId(id: string): string {
  if (!ID.test(id)) throw new RangeError('not an id of Home Assistant');
  return id;
}

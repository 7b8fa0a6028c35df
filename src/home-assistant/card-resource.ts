// The dashboard resource by which Home Assistant's pages load the card.

import { readText } from '../supervisor/read-fields.ts';
import type { CoreCommand } from './core-calls.ts';
import { ENTRY } from './card-files.ts';

const PATH = `/local/oriel/${ENTRY}`;

/** @param app the app's full slug, by which the card finds its server */
export function renderResourceUrl(hash: string, app: string): string {
  return `${PATH}?v=${hash}&app=${app}`;
}

/** One of those in Home Assistant that load an Oriel card from its own folder. */
export interface CardResource {
  /** Empty where it is in configuration.yaml. */
  readonly id: string;
  readonly url: string;
  readonly isModule: boolean;
  /** The slug of the app it belongs to. */
  readonly app: string | null;
}

/** Whatever else is in the list is nobody's business. */
export function findCardResources(
  list: readonly Readonly<Record<string, unknown>>[],
): readonly CardResource[] {
  return list.flatMap((resource) => {
    const url = readText(resource, 'url') ?? '';
    const address = URL.canParse(url, BASE) ? new URL(url, BASE) : null;
    if (address?.origin !== BASE || address.pathname !== PATH) return [];
    return [
      {
        id: readText(resource, 'id') ?? '',
        url,
        isModule: resource['type'] === 'module',
        app: address.searchParams.get('app'),
      },
    ];
  });
}

/** Only to tell relative addresses from others. */
const BASE = 'http://home-assistant.invalid';

/** What has to be done so that there is one, and it is this one. */
export function planResource(ours: readonly CardResource[], url: string): readonly CoreCommand[] {
  const kept = ours.find((resource) => resource.url === url) ?? ours[0];
  if (!kept) return [{ type: 'lovelace/resources/create', res_type: 'module', url }];
  const others = ours.filter((resource) => resource !== kept);
  const isRight = kept.url === url && kept.isModule;
  return [
    ...(isRight
      ? []
      : [
          {
            type: 'lovelace/resources/update',
            resource_id: kept.id,
            res_type: 'module',
            url,
          } as const,
        ]),
    ...planRemoval(others),
  ];
}

export function planRemoval(ours: readonly CardResource[]): readonly CoreCommand[] {
  return ours.map(({ id }) => ({ type: 'lovelace/resources/delete', resource_id: id }));
}

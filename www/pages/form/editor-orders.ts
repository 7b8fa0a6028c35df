// What the form of a camera asks of the server.

import {
  addCamera,
  changeCamera,
  loadOptions,
  loadSchema,
  removeCamera,
} from '../../server/admin-api.ts';
import type { ChangeEffect } from '../../server/admin-api.ts';
import { askFor } from '../confirm-dialog.ts';
import { catalog } from '../page-words.ts';
import { CameraDraft } from './camera-draft.ts';

export interface EditorPlace {
  readonly rootUrl: string;
  readonly signal: AbortSignal;
}

/** @param id of the camera to be changed; null for a new one */
export async function loadDraft(
  { rootUrl, signal }: EditorPlace,
  id: string | null,
  taken: readonly string[],
): Promise<CameraDraft> {
  const [schema, options] = await Promise.all([
    loadSchema(rootUrl, signal),
    id === null ? null : loadOptions(apiUrl(rootUrl, id), signal),
  ]);
  const camera = id === null || options === null ? null : { id, options };
  return new CameraDraft({ schema, camera, taken });
}

export type Sent =
  | { readonly kind: 'added'; readonly id: string }
  | { readonly kind: 'changed'; readonly id: string; readonly effect: ChangeEffect };

export async function sendDraft(
  { rootUrl, signal }: EditorPlace,
  draft: CameraDraft,
): Promise<Sent> {
  const { id } = draft;
  if (id === null) {
    const camera = await addCamera(rootUrl, draft.toAdd(), signal);
    return { kind: 'added', id: camera.id };
  }
  return {
    kind: 'changed',
    id,
    effect: await changeCamera(apiUrl(rootUrl, id), draft.toChange(), signal),
  };
}

/** False when it was better kept. */
export async function askToRemove(name: string): Promise<boolean> {
  const words = catalog.words.form;
  return await askFor({
    title: words.removeTitle(name),
    text: words.removeText,
    yes: words.removeYes,
    no: words.removeNo,
    isDanger: true,
  });
}

export async function sendRemoval({ rootUrl, signal }: EditorPlace, id: string): Promise<void> {
  await removeCamera(apiUrl(rootUrl, id), signal);
}

function apiUrl(rootUrl: string, id: string): string {
  return `${rootUrl}api/cameras/${id}`;
}

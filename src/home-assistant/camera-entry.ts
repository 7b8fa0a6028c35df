// One entry of Home Assistant's Generic Camera: made, changed and removed as a person would in its dialogs.

import { isRecord, readText } from '../supervisor/read-fields.ts';
import { fillForm } from './config-form.ts';
import type { Core, Fields } from './core.ts';
import type { FlowKind } from './core-calls.ts';
import { CoreError } from './core-error.ts';

/** Secret: they carry the camera's token. */
export interface CameraLinks {
  readonly stream: string;
  readonly still: string;
}

export interface MadeEntry {
  readonly id: string;
  /** As Home Assistant calls it at first: after the host in the links. */
  readonly title: string;
}

/** Core tries the links while it makes the entry. @throws CoreError */
export async function createEntry(core: Core, links: CameraLinks): Promise<MadeEntry> {
  const { result } = await runFlow(core, { kind: 'new_entry', handler: 'generic' }, links);
  const id = isRecord(result) ? readText(result, 'entry_id') : undefined;
  const title = isRecord(result) ? readText(result, 'title') : undefined;
  if (id === undefined || title === undefined) throw notUnderstood();
  return { id, title };
}

/** What users have set in the entry's dialog stays. @throws CoreError */
export async function changeLinks(core: Core, id: string, links: CameraLinks): Promise<void> {
  await runFlow(core, { kind: 'options', handler: id }, links);
}

/** One that is gone already is as good. @throws CoreError */
export async function removeEntry(core: Core, id: string): Promise<void> {
  try {
    await core.request({ kind: 'remove_entry', id });
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'status_404')) throw error;
  }
}

async function runFlow(
  core: Core,
  { kind: flow, handler }: { readonly kind: FlowKind; readonly handler: string },
  { stream, still }: CameraLinks,
): Promise<Fields> {
  const form = await core.request({ kind: 'start', flow, handler });
  const id = readText(form, 'flow_id');
  if (id === undefined || form['type'] !== 'form') throw explainAnswer(form);
  try {
    const input = fillForm(form['data_schema'], { stream_source: stream, still_image_url: still });
    const shown = await core.request({ kind: 'go_on', flow, id, input });
    const isPreview = shown['type'] === 'form' && shown['step_id'] === 'user_confirm';
    const answer = isPreview
      ? await core.request({ kind: 'go_on', flow, id, input: { confirmed_ok: true } })
      : shown;
    if (answer['type'] !== 'create_entry') throw explainAnswer(answer);
    return answer;
  } catch (error) {
    // Nobody waits for the rest of the dialog; should it be gone already, all the better.
    await core.request({ kind: 'abort', flow, id }).catch(() => {});
    throw error;
  }
}

/** Only names of fields and reasons: other texts may quote the links. */
const WORD = /^[a-z0-9_]{1,64}$/;

function explainAnswer(answer: Fields): CoreError {
  const { errors, reason } = answer;
  const pairs = Object.entries(isRecord(errors) ? errors : { reason });
  const said = pairs.flatMap(([field, word]) => {
    const text = String(word);
    return WORD.test(field) && WORD.test(text) ? [REASONS[text] ?? `${field}: ${text}`] : [];
  });
  if (said.length === 0) return notUnderstood();
  return new CoreError('refused', `Home Assistant refuses it (${said.join('; ')})`);
}

const REASONS: Readonly<Record<string, string>> = {
  timeout: 'it gets no video',
  stream_no_video: 'it finds no video',
  stream_not_set_up:
    'its integration “stream” is not set up: add stream: or default_config: to configuration.yaml',
  stream_unauthorised: 'the token is not accepted',
  unable_still_load: 'it gets no picture',
  unable_still_load_auth: 'the token is not accepted',
  unable_still_load_not_found: 'there is no picture yet',
  unable_still_load_server_error: 'there is no picture yet',
};

function notUnderstood(): CoreError {
  return new CoreError('not_understood', 'the answer of Home Assistant is not understood');
}

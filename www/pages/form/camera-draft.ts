// A camera as the form has it: what was typed, what is wrong with it, what the server is to be told.

import type { CameraSchema, OptionValues } from '../../server/admin-api.ts';
import type { Problem } from '../../server/request.ts';
import { proposeId } from './camera-id.ts';
import { changesOf, draftsOf, findFaults } from './option-drafts.ts';
import type { Draft, DraftFault, Drafts } from './option-drafts.ts';
import { hasRedacted, joinSource, REDACTED, splitSource } from './source-parts.ts';
import type { SourceParts } from './source-parts.ts';

export type Fault =
  | DraftFault
  /** The server keeps the secret to itself, so a changed source needs it again. */
  | { readonly kind: 'secret_again' | 'taken' }
  /** In the server's words. */
  | { readonly kind: 'server'; readonly message: string };

export interface CameraDraftOptions {
  readonly schema: CameraSchema;
  /** Of the camera to be changed; null for a new one. */
  readonly camera: { readonly id: string; readonly options: OptionValues } | null;
  /** Ids of the cameras there are. */
  readonly taken: readonly string[];
}

export class CameraDraft {
  readonly schema: CameraSchema;
  /** Null for a new camera. */
  readonly id: string | null;
  readonly #taken: readonly string[];
  readonly #from: Drafts;
  readonly #partsFrom: SourceParts;
  #to: Drafts;
  #parts: SourceParts;
  #isIdTyped = false;
  readonly #refused = new Map<string, string>();

  constructor({ schema, camera, taken }: CameraDraftOptions) {
    this.schema = schema;
    this.id = camera?.id ?? null;
    this.#taken = taken;
    this.#from = draftsOf(schema, camera?.options ?? {});
    this.#to = this.#from;
    this.#partsFrom = splitSource(String(this.#from['source'] ?? ''));
    this.#parts = this.#partsFrom;
  }

  get isDirty(): boolean {
    return this.source !== joinSource(this.#partsFrom) || Object.keys(this.#changes()).length > 0;
  }

  get parts(): SourceParts {
    return this.#parts;
  }

  /** Whether user name and password are known to the server alone, and stay. */
  get keepsSecret(): boolean {
    return this.#parts.user === REDACTED;
  }

  get source(): string {
    return joinSource(this.#parts);
  }

  read(key: string): Draft {
    return this.#to[key] ?? '';
  }

  readText(key: string): string {
    const draft = this.read(key);
    return typeof draft === 'string' ? draft : '';
  }

  /** Whether it is other than by default. */
  isSet(key: string): boolean {
    return this.read(key) !== draftsOf(this.schema, {})[key];
  }

  write(key: string, draft: Draft): void {
    this.#to = { ...this.#to, [key]: draft };
    this.#refused.delete(key);
    if (key === 'id') this.#isIdTyped = draft !== '';
    if (this.id === null && key === 'name' && !this.#isIdTyped) {
      this.#to = { ...this.#to, id: proposeId(String(draft), this.#taken) };
      this.#refused.delete('id');
    }
  }

  writeAddress(text: string): void {
    this.#parts = { ...this.#parts, address: text };
    this.#refused.delete('source');
  }

  /** A user name and password within the address move to their own fields: once it is whole, not while it is typed. */
  settleAddress(): void {
    const split = splitSource(this.#parts.address);
    if (split.user !== '' || split.password !== '') this.#parts = split;
  }

  writeUser(part: 'user' | 'password', text: string): void {
    const known = this.keepsSecret ? { ...this.#parts, user: '' } : this.#parts;
    const next = { ...known, [part]: text };
    const isUntouched = next.user === '' && next.password === '';
    this.#parts = isUntouched ? { ...next, user: this.#partsFrom.user, password: '' } : next;
    this.#refused.delete('source');
  }

  /** What is wrong, by option, as far as it can be told here or the server has said it. */
  get faults(): ReadonlyMap<string, Fault> {
    const faults = new Map<string, Fault>(findFaults(this.schema, this.#withSource()));
    if (this.id === null && this.#taken.includes(this.readText('id'))) {
      faults.set('id', { kind: 'taken' });
    }
    const { source } = this;
    const isChanged = source !== joinSource(this.#partsFrom);
    const lacksUser = this.#partsFrom.user === REDACTED && this.#parts.user === '';
    if (isChanged && (hasRedacted(source) || lacksUser)) {
      faults.set('source', { kind: 'secret_again' });
    }
    for (const [key, message] of this.#refused) {
      if (!faults.has(key)) faults.set(key, { kind: 'server', message });
    }
    return faults;
  }

  /** Puts what the server found wrong to its option; returns what belongs to none. */
  refuse(problems: readonly Problem[]): readonly Problem[] {
    this.#refused.clear();
    return problems.filter((problem) => {
      const key = /^[^.[]*/.exec(problem.path)?.[0] ?? '';
      if (!Object.hasOwn(this.schema.properties, key)) return true;
      const known = this.#refused.get(key);
      this.#refused.set(
        key,
        known === undefined ? problem.message : `${known}; ${problem.message}`,
      );
      return false;
    });
  }

  /** All that a new camera is other than by default. */
  toAdd(): OptionValues {
    return withoutNulls({ ...this.#changes(), source: this.source });
  }

  /** What is different now; null for what goes back to its default. */
  toChange(): OptionValues {
    const isMoved = this.source !== joinSource(this.#partsFrom);
    return { ...this.#changes(), ...(isMoved ? { source: this.source } : {}) };
  }

  /** What the server is to look at. */
  toProbe(): OptionValues {
    if (this.id !== null) return { id: this.id, ...this.toChange() };
    const { id: _id, name: _name, ...others } = this.toAdd();
    return others;
  }

  #changes(): OptionValues {
    return changesOf(this.schema, { ...this.#from, source: '' }, { ...this.#to, source: '' });
  }

  #withSource(): Drafts {
    return { ...this.#to, source: this.source };
  }
}

function withoutNulls(values: OptionValues): OptionValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

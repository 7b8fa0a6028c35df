// The addresses that are given away: where Oriel is found from outside, and the token that opens it.

import { EventEmitter } from 'node:events';
import type { Token } from './token-file.ts';
import type { Tokens } from './tokens.ts';

export interface LinksDeps {
  /** What the user says; it wins. */
  readonly baseUrl: string | undefined;
  /** Null where no LAN listener asks for one. */
  readonly tokens: Tokens | null;
}

export class Links {
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #deps: LinksDeps;
  #foundUrl: string | undefined;
  #app: string | null = null;

  constructor(deps: LinksDeps) {
    this.#deps = deps;
    deps.tokens?.events.on('changed', () => this.events.emit('changed'));
  }

  get tokens(): Tokens | null {
    return this.#deps.tokens;
  }

  /** Where other devices reach Oriel, without any token; undefined where nobody knows. */
  get baseUrl(): string | undefined {
    return this.#deps.baseUrl ?? this.#foundUrl;
  }

  /** Where people find Oriel's pages: in Home Assistant, or where no token is needed. Never holds one. */
  get pagesUrl(): string | undefined {
    if (this.#app !== null) return `homeassistant://app/${this.#app}`;
    return this.#deps.tokens === null ? this.baseUrl : undefined;
  }

  /** Asked from the Supervisor. */
  setFound({ baseUrl, app }: { readonly baseUrl: string | undefined; readonly app: string }): void {
    if (this.#foundUrl === baseUrl && this.#app === app) return;
    this.#foundUrl = baseUrl;
    this.#app = app;
    this.events.emit('changed');
  }

  /** What all addresses of the camera begin with, slash included; empty where they can only be relative. */
  rootOf(camera: string): string {
    const { tokens } = this.#deps;
    const base = this.baseUrl?.replace(/\/+$/, '');
    if (base === undefined) return '';
    if (tokens === null) return `${base}/`;
    const token = tokens.findForCamera(camera);
    // Revoked, and none made since: an address that opens nothing is no use to anybody.
    return token === null ? '' : `${base}/t/${token.secret}/`;
  }

  /** For those who may hand it on. */
  renderToken({ id, secret, camera, name, created_at }: Token): object {
    const path = `t/${secret}/${camera === null ? '' : `cameras/${camera}/`}`;
    const base = this.baseUrl?.replace(/\/+$/, '');
    return {
      id,
      camera,
      name,
      created_at,
      path,
      url: base === undefined ? null : `${base}/${path}`,
    };
  }
}

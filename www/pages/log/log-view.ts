// <oriel-log>: the log, live, with what is not wanted left out.

import { html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { basics } from '../../player/styles.ts';
import { Wording } from '../../words/wording.ts';
import type { CameraState } from '../../server/api.ts';
import { copyText } from '../copy-text.ts';
import { controlStyles } from '../control-styles.ts';
import { icon } from '../icons.ts';
import { catalog } from '../page-words.ts';
import { LEVELS, LogBuffer, renderEntries, selectEntries, UNFILTERED } from './log-buffer.ts';
import type { LogEntry, LogFilter } from './log-buffer.ts';
import { followLog } from './log-socket.ts';
import type { LogLink, LogMessage } from './log-socket.ts';
import { logStyles } from './log-styles.ts';

const SAYS_COPIED_MS = 2000;
/** Whoever scrolled up by less still looks at the end. */
const AT_END_PX = 24;

export class OrielLog extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    rootUrl: { attribute: 'root-url' },
    cameras: { attribute: false },
    startCamera: { attribute: false },
    filter: { state: true },
    link: { state: true },
    heldAt: { state: true },
    isCopied: { state: true },
  };
  static override readonly styles = [basics, controlStyles, logStyles];

  declare rootUrl: string;
  declare cameras: readonly CameraState[];
  /** The one whose lines are shown at first; null: all. */
  declare startCamera: string | null;
  declare filter: LogFilter;
  declare link: LogLink;
  /** The newest entry when the view was paused; null while it follows. */
  declare heldAt: number | null;
  declare isCopied: boolean;

  readonly #buffer = new LogBuffer();
  #following = new AbortController();
  #isDrawing = false;
  #scrollTop = 0;
  #copied: ReturnType<typeof setTimeout> | undefined;

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.rootUrl = '';
    this.cameras = [];
    this.startCamera = null;
    this.filter = UNFILTERED;
    this.link = 'connecting';
    this.heldAt = null;
    this.isCopied = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#following = new AbortController();
    const listener = {
      onMessage: (message: Exclude<LogMessage, { type: 'error' }>) => this.#take(message),
      onLink: (link: LogLink) => {
        this.link = link;
      },
    };
    followLog(this.rootUrl, listener, this.#following.signal).catch(reportError);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following.abort();
    clearTimeout(this.#copied);
  }

  protected override render(): TemplateResult {
    if (this.link === 'forbidden') {
      return html`<p class="nothing">${catalog.words.log.forbidden}</p>`;
    }
    const words = catalog.words.log;
    const shown = this.#shown();
    return html`${this.#renderFilter()}
      <div class="window">
        <div
          class="lines"
          tabindex="0"
          role="log"
          aria-live="off"
          aria-label=${words.lines}
          @scroll=${this.#onScroll}
        >
          ${shown.length === 0 ? this.#renderNothing() : renderLines(shown)}
        </div>
        ${this.#renderNewest()}
      </div>
      <p class="state ${this.link}" role="status">
        ${
          this.link === 'open'
            ? words.shown(shown.length, this.#buffer.entries.length)
            : this.link === 'cut'
              ? words.cut
              : words.connecting
        }
      </p>`;
  }

  #renderFilter(): TemplateResult {
    const words = catalog.words.log;
    const { level, camera, text } = this.filter;
    return html`<form role="search" @submit=${(event: Event) => event.preventDefault()}>
      <div class="field">
        <label for="level">${words.level}</label>
        <select id="level" @change=${this.#onLevel}>
          ${LEVELS.map(
            (each) =>
              html`<option value=${each} ?selected=${each === level}>
                ${words.atLeast[each]}
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="camera">${words.camera}</label>
        <select id="camera" @change=${this.#onCamera}>
          <option value="" ?selected=${camera === null}>${words.everyCamera}</option>
          ${this.cameras.map(
            ({ id, name }) => html`<option value=${id} ?selected=${id === camera}>${name}</option>`,
          )}
        </select>
      </div>
      <div class="field search">
        <label for="search">${words.search}</label>
        <input id="search" type="search" .value=${text} @input=${this.#onSearch} />
      </div>
      <div class="buttons">
        <button
          type="button"
          aria-pressed=${this.heldAt === null ? 'true' : 'false'}
          @click=${this.#onFollow}
        >
          ${icon(this.heldAt === null ? 'pause' : 'play')}${this.heldAt === null ? words.pause : words.follow}
        </button>
        <button type="button" @click=${this.#onCopy}>
          ${icon('copy')}<span role="status">${this.isCopied ? words.copied : words.copy}</span>
        </button>
      </div>
    </form>`;
  }

  #renderNothing(): TemplateResult {
    const { empty, noMatch } = catalog.words.log;
    return html`<p class="nothing">${this.#buffer.entries.length === 0 ? empty : noMatch}</p>`;
  }

  #renderNewest(): TemplateResult | typeof nothing {
    const { heldAt } = this;
    if (heldAt === null) return nothing;
    const news = this.#buffer.entries.filter(({ number }) => number > heldAt);
    const count = selectEntries(news, this.filter).length;
    if (count === 0) return nothing;
    return html`<button type="button" class="primary newest" @click=${this.#onFollow}>
      ${icon('down')}${catalog.words.log.newLines(count)}
    </button>`;
  }

  /** Lines that come while it is paused wait. */
  #shown(): readonly LogEntry[] {
    const { heldAt } = this;
    const { entries } = this.#buffer;
    const held = heldAt === null ? entries : entries.filter(({ number }) => number <= heldAt);
    return selectEntries(held, this.filter);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('startCamera')) this.filter = { ...this.filter, camera: this.startCamera };
  }

  protected override updated(_changed: PropertyValues<this>): void {
    if (this.heldAt !== null) return;
    const lines = this.renderRoot.querySelector('.lines');
    if (lines !== null) lines.scrollTop = lines.scrollHeight;
  }

  #take(message: Exclude<LogMessage, { type: 'error' }>): void {
    if (message.type === 'lines') this.#buffer.catchUp(message.lines);
    else if (message.type === 'line') this.#buffer.add(message.line);
    else this.#buffer.lose(message.count);
    this.#draw();
  }

  /** Many lines at once are drawn once. */
  #draw(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.requestUpdate();
    });
  }

  // Scrolling up is to read: lines must not run away then.
  readonly #onScroll = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLElement)) return;
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    const isUpwards = scrollTop < this.#scrollTop;
    this.#scrollTop = scrollTop;
    const isAtEnd = scrollHeight - scrollTop - clientHeight <= AT_END_PX;
    if (isUpwards && !isAtEnd) this.heldAt ??= this.#buffer.newest;
  };

  readonly #onFollow = (): void => {
    this.heldAt = this.heldAt === null ? this.#buffer.newest : null;
  };

  readonly #onLevel = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    const level = LEVELS.find((each) => each === currentTarget.value) ?? 'trace';
    this.filter = { ...this.filter, level };
  };

  readonly #onCamera = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    const { value } = currentTarget;
    this.filter = { ...this.filter, camera: value === '' ? null : value };
  };

  readonly #onSearch = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    this.filter = { ...this.filter, text: currentTarget.value };
  };

  readonly #onCopy = (): void => {
    this.#copy().catch(reportError);
  };

  async #copy(): Promise<void> {
    await copyText(renderEntries(this.#shown()));
    this.isCopied = true;
    clearTimeout(this.#copied);
    this.#copied = setTimeout(() => {
      this.isCopied = false;
    }, SAYS_COPIED_MS);
  }
}

function renderLines(entries: readonly LogEntry[]): TemplateResult {
  return html`<ol>
    ${repeat(entries, ({ number }) => number, renderEntry)}
  </ol>`;
}

function renderEntry(entry: LogEntry): TemplateResult {
  if (entry.kind === 'lost') {
    return html`<li class="lost">${catalog.words.log.lost(entry.count)}</li>`;
  }
  return html`<li class=${entry.level}>
    <time datetime=${entry.time} title=${entry.time}>${timeText(entry.time)}</time>
    <span class="level">${entry.level}</span>
    <span class="text">
      ${entry.camera === null ? nothing : html`<span class="camera">${entry.camera}</span> `}${entry.text}
    </span>
  </li>`;
}

/** `14:03:27.512`, by the clock of who reads it. */
function timeText(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

customElements.define('oriel-log', OrielLog);

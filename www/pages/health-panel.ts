// <oriel-health>: what is wrong, and what to do about it.

import { css, html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { basics } from '../player/styles.ts';
import type { HealthIssue } from '../server/admin-api.ts';
import type { CameraState } from '../server/api.ts';
import { currentLanguage } from '../words/language.ts';
import { Wording } from '../words/wording.ts';
import { controlStyles } from './control-styles.ts';
import { icon } from './icons.ts';
import { issueText } from './issue-text.ts';
import { catalog } from './page-words.ts';

export class HealthPanel extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    issues: { attribute: false },
    cameras: { attribute: false },
    mayChange: { type: Boolean, attribute: 'may-change' },
  };
  static override readonly styles = [
    basics,
    controlStyles,
    css`
      :host {
        display: block;
      }
      section {
        margin-bottom: 16px;
        padding: 14px 18px 16px;
        border: 1px solid color-mix(in srgb, var(--warn) 45%, var(--line));
        border-radius: 14px;
        background: color-mix(in srgb, var(--warn) 7%, var(--surface));
      }
      h2 {
        display: flex;
        align-items: center;
        gap: 8px;
        margin: 0;
        font-size: 16px;
        font-weight: 600;
      }
      h2 .icon {
        color: var(--warn);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        padding: 12px 0 0 30px;
      }
      li + li {
        margin-top: 12px;
        border-top: 1px solid color-mix(in srgb, var(--warn) 25%, var(--line));
      }
      .words {
        flex: 1 1 320px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
      }
      .fix,
      time {
        color: var(--quiet);
        font-size: 14px;
      }
      .links {
        display: flex;
        gap: 8px;
      }
      .links .button {
        min-height: 44px;
        padding: 0 12px;
        background: none;
        font-size: 14px;
      }
      @media (max-width: 600px) {
        li {
          padding-left: 0;
        }
      }
    `,
  ];

  declare issues: readonly HealthIssue[];
  declare cameras: readonly CameraState[];
  declare mayChange: boolean;

  protected readonly wording = new Wording(this);

  constructor() {
    super();
    this.issues = [];
    this.cameras = [];
    this.mayChange = false;
  }

  protected override render(): TemplateResult {
    const { length } = this.issues;
    // Always there, so that a screen reader hears of what comes into it.
    return html`<div role="status">
      ${
        length === 0
          ? nothing
          : html`<section aria-labelledby="title">
              <h2 id="title">${icon('warning')}${catalog.words.health.title(length)}</h2>
              <ul>
                ${this.issues.map((issue) => this.#renderIssue(issue))}
              </ul>
            </section>`
      }
    </div>`;
  }

  #renderIssue(issue: HealthIssue): TemplateResult {
    const camera = this.cameras.find(({ id }) => id === issue.camera);
    const { reason, fix } = issueText(issue, {
      language: currentLanguage(),
      name: camera?.name ?? null,
    });
    return html`<li>
      <div class="words">
        <p>
          ${camera === undefined ? nothing : html`<strong>${camera.name}:</strong>`}
          <span lang=${reason.isEnglish ? 'en' : nothing}>${reason.text}</span>
          <time datetime=${issue.since}>${catalog.words.health.since(sinceText(issue.since))}</time>
        </p>
        ${
          fix === null
            ? nothing
            : html`<p class="fix" lang=${fix.isEnglish ? 'en' : nothing}>${fix.text}</p>`
        }
      </div>
      ${camera === undefined || !this.mayChange ? nothing : this.#renderLinks(camera)}
    </li>`;
  }

  #renderLinks({ id, name, urls }: CameraState): TemplateResult {
    const { settings, settingsOf, openLog } = catalog.words;
    return html`<div class="links">
      <a class="button" href="${urls.player}#settings" aria-label=${settingsOf(name)}
        >${settings}</a
      >
      <a class="button" href="#log?camera=${id}" aria-label="${openLog}: ${name}">${openLog}</a>
    </div>`;
  }
}

/** `14:03`, with the day when it is another. */
function sinceText(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(currentLanguage(), {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  }).format(date);
}

customElements.define('oriel-health', HealthPanel);

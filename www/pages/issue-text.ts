// What is wrong, in words: translated where the page knows the code, else as the server says it.

import type { HealthIssue } from '../server/admin-api.ts';
import { catalog, find } from './page-words.ts';
import type { Language } from '../words/language.ts';

export interface Told {
  readonly text: string;
  /** Whether it is the server's English on a page of another language. */
  readonly isEnglish: boolean;
}

export interface IssueText {
  readonly reason: Told;
  readonly fix: Told | null;
}

/**
 * What is wrong is told by its code, short; the log has what the server says of it. What to do, the server says best
 * to those who read English. With a name, it is shown beside: not twice.
 */
export function issueText(
  { code, message, fix: served }: HealthIssue,
  { language, name }: { readonly language: Language; readonly name: string | null },
): IssueText {
  const { reasons, fixes } = catalog.words.health;
  const isOther = language !== 'en';
  const reason = find(reasons, code);
  const fix = find(fixes, code);
  const best = (isOther ? (fix ?? served) : (served ?? fix)) ?? null;
  return {
    reason:
      reason === null
        ? { text: withoutName(message, name), isEnglish: isOther }
        : { text: reason, isEnglish: false },
    fix: best === null ? null : { text: best, isEnglish: isOther && best !== fix },
  };
}

function withoutName(message: string, name: string | null): string {
  const text =
    name !== null && message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

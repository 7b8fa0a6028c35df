// What is wrong with an option, in words.

import { currentLanguage } from '../../words/language.ts';
import { catalog } from '../page-words.ts';
import type { Fault } from './camera-draft.ts';

export function faultText(key: string, fault: Fault): string {
  const words = catalog.words.form.faults;
  switch (fault.kind) {
    case 'range':
      return rangeText(fault.min, fault.max);
    case 'too_long':
    case 'too_many':
      return words[fault.kind](String(fault.max));
    case 'form':
      return key === 'id' ? words.idForm : words.like(fault.example);
    case 'server':
      return fault.message;
    case 'missing':
    case 'not_a_number':
    case 'not_whole':
    case 'no_choice':
    case 'secret_again':
    case 'taken':
      return words[fault.kind];
    default:
      return fault satisfies never;
  }
}

function rangeText(min: number | null, max: number | null): string {
  const words = catalog.words.form.faults;
  if (min === null) return words.atMost(numberText(max ?? 0));
  return max === null
    ? words.atLeast(numberText(min))
    : words.between(numberText(min), numberText(max));
}

export function numberText(value: number): string {
  return new Intl.NumberFormat(currentLanguage()).format(value);
}

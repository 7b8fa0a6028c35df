// What the page keeps in its address.

import { isProtocolChoice } from '../media/delivery.ts';
import type { ProtocolChoice } from '../media/delivery.ts';

/** The protocol named in a query string; anything unknown means `auto`. */
export function protocolOf(search: string): ProtocolChoice {
  const value = new URLSearchParams(search).get('protocol');
  return isProtocolChoice(value) ? value : 'auto';
}

/** The address with another protocol; `auto` needs no mention. */
export function withProtocol(address: string, choice: ProtocolChoice): string {
  const url = new URL(address);
  if (choice === 'auto') url.searchParams.delete('protocol');
  else url.searchParams.set('protocol', choice);
  return url.href;
}

// What a machine can tell of a page's accessibility.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** In a line each: the rule, what it wants, where. Evaluated rather than added, which the page's own policy forbids. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations }: { violations: readonly Violation[] } = await page.evaluate('axe.run()');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help} at ${JSON.stringify(target)} (${failureSummary.replaceAll(/\s+/g, ' ')})`,
    ),
  );
}

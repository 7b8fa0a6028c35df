// Lets whoever gave access to a server renew it: behind Home Assistant it ends with a session.

export interface Access {
  /** Resolves with whether it makes sense to ask again. Never rejects. */
  renew(): Promise<boolean>;
}

// Requests that were under way when access was renewed are refused a moment later.
const JUST_RENEWED_MS = 2000;

class SharedAccess {
  readonly #access: Access;
  #renewing: Promise<boolean> | null = null;
  #renewedAtMs = -Infinity;

  constructor(access: Access) {
    this.#access = access;
  }

  async renew(): Promise<boolean> {
    if (performance.now() - this.#renewedAtMs < JUST_RENEWED_MS) return true;
    this.#renewing ??= this.#access.renew().finally(() => {
      this.#renewing = null;
    });
    const isRenewed = await this.#renewing;
    if (isRenewed) this.#renewedAtMs = performance.now();
    return isRenewed;
  }
}

const accesses = new Map<string, SharedAccess>();

/** @param access null: there is nothing to renew any more */
export function setAccess(rootUrl: string, access: Access | null): void {
  if (access === null) accesses.delete(rootUrl);
  else accesses.set(rootUrl, new SharedAccess(access));
}

/** All who ask at the same time share one renewal. False where access cannot be renewed, as on the app's own pages. */
export async function renewAccess(rootUrl: string): Promise<boolean> {
  return (await accesses.get(rootUrl)?.renew()) ?? false;
}

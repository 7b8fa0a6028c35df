// Which cameras this device plays with sound. Kept by camera: a dozen that all begin to speak would help nobody.

/** What is used of `localStorage`. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = 'oriel-sound';

/** Null when nothing is remembered. */
export function rememberedSound(camera: string, store: Store | null): boolean | null {
  const value = readAll(store)[camera];
  return typeof value === 'boolean' ? value : null;
}

export function rememberSound(camera: string, isOn: boolean, store: Store | null): void {
  try {
    store?.setItem(KEY, JSON.stringify({ ...readAll(store), [camera]: isOn }));
  } catch {
    // Private windows and full disks: it is forgotten with the page.
  }
}

/** Null where pages may not keep anything. */
export function deviceStore(): Store | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function readAll(store: Store | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(store?.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

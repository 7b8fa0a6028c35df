// What a page shows, by the fragment of its address: that alone survives every proxy, and makes the browser's back
// button work.

export type ViewName = 'home' | 'add' | 'log' | 'settings';

export interface Route {
  readonly view: ViewName;
  /** `#log?camera=porch` */
  readonly camera: string | null;
}

export function parseRoute(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#/, '').split('?');
  const view = name === 'add' || name === 'log' || name === 'settings' ? name : 'home';
  return { view, camera: new URLSearchParams(query).get('camera') };
}

// The cookie by which Home Assistant lets a browser in to its apps. It ends after 15 minutes without use, one serves all
// apps, and scripts of a dashboard cannot read it: it belongs to another path. So it is remembered how long it holds.

const PATH = '/api/hassio_ingress/';
/** A little less than the Supervisor's quarter of an hour. */
const HOLDS_FOR_MS = 14 * 60_000;

export interface SessionHost {
  /** A new session's id. Rejects when Home Assistant does not answer, or refuses. */
  createSession(): Promise<string>;
  /** Takes a cookie, as `document.cookie` does. */
  writeCookie(cookie: string): void;
  readonly isSecure: boolean;
  /** Sessions belong to users: somebody else may have used this browser. */
  readonly user: string;
  nowMs(): number;
  /** What all pages of this browser know. Where there is no such thing it may throw, or be null in spite of its type. */
  memory(): Pick<Storage, 'getItem' | 'setItem'>;
}

const SESSION = /^[\w-]+$/;
const MEMORY_KEY = 'oriel-ingress-session';

export class IngressSession {
  readonly #host: SessionHost;
  #creating: Promise<void> | null = null;
  /** Instead of the memory, where that takes nothing. */
  #own: string | null = null;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** Resolves when there is a cookie that should hold. Rejects as `createSession` does. */
  async open(): Promise<void> {
    if (this.#holdsUntilMs() < this.#host.nowMs()) await this.renew();
  }

  /** A new cookie, because the old one was refused. All who ask meanwhile share it. */
  async renew(): Promise<void> {
    this.#creating ??= this.#create().finally(() => {
      this.#creating = null;
    });
    await this.#creating;
  }

  /** The cookie was taken: it holds as long again. */
  used(): void {
    const { user } = this.#host;
    const until = this.#host.nowMs() + HOLDS_FOR_MS;
    const text = JSON.stringify({ user, until });
    try {
      this.#host.memory().setItem(MEMORY_KEY, text);
      this.#own = null;
    } catch {
      // Full, or switched off: then each page asks for a session of its own.
      this.#own = text;
    }
  }

  async #create(): Promise<void> {
    const session = await this.#host.createSession();
    if (!SESSION.test(session)) throw new TypeError('expected a session that fits into a cookie');
    const secure = this.#host.isSecure ? '; Secure' : '';
    this.#host.writeCookie(`ingress_session=${session}; path=${PATH}; SameSite=Strict${secure}`);
    this.used();
  }

  #holdsUntilMs(): number {
    try {
      const text = this.#own ?? this.#host.memory().getItem(MEMORY_KEY) ?? '';
      const { user, until }: Partial<Record<string, unknown>> = Object(JSON.parse(text));
      if (user === this.#host.user && typeof until === 'number') return until;
    } catch {
      // Nothing there, somebody else's, cut off, or a memory that does not answer.
    }
    return -Infinity;
  }
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { CommandError, StartupError } from '../errors.ts';
import { loadTokens, saveTokens } from './token-file.ts';
import type { KeptTokens, Token } from './token-file.ts';

export interface NewToken {
  /** null: all cameras. */
  readonly camera: string | null;
  readonly name: string | null;
}

/** `revoked`: what runs under it must end. `changed`: links are different now. */
type TokenEvents = { revoked: [id: string]; changed: [] };

const SECRET_BYTES = 32;
const MAX_TOKENS = 200;
const NONE: KeptTokens = { tokens: [], cameras: [] };
const EVERYTHING: NewToken = { camera: null, name: 'All cameras' };

/** Who may watch over the LAN. What is changed here is kept before it takes effect. */
export class Tokens {
  readonly events = new EventEmitter<TokenEvents>();
  readonly #directory: string;
  #kept: KeptTokens;
  /** Beside its token, so that no comparison begins with hashing them all. */
  #digests: readonly Buffer[] = [];
  #turn: Promise<void> = Promise.resolve();

  private constructor(directory: string, kept: KeptTokens) {
    this.#directory = directory;
    this.#kept = kept;
    this.#hash();
  }

  /**
   * Makes a token for all cameras at the first start, and one for each camera that never had one.
   * @param cameras ids
   * @throws StartupError when the tokens of before may not be read, or new ones not be kept
   */
  static async load(directory: string, cameras: readonly string[]): Promise<Tokens> {
    const kept = await loadTokens(directory);
    const tokens = new Tokens(directory, kept ?? NONE);
    try {
      await tokens.#change((old) =>
        giveEach(cameras, kept ? old : withTokens(old, [createToken(EVERYTHING)])),
      );
    } catch (error) {
      const message = `cannot keep the access tokens in the data folder ${directory}: make room, or give permission`;
      throw new StartupError(message, { cause: error });
    }
    return tokens;
  }

  get all(): readonly Token[] {
    return this.#kept.tokens;
  }

  /** Takes the same time whatever the secret, and whichever of them it is. */
  find(secret: string): Token | null {
    const digest = digestOf(secret);
    let found: Token | null = null;
    for (const [index, known] of this.#digests.entries()) {
      if (timingSafeEqual(known, digest)) found = this.#kept.tokens[index] ?? null;
    }
    return found;
  }

  /** What its published links carry: opens nothing but this camera. */
  findForCamera(camera: string): Token | null {
    return this.#kept.tokens.find((token) => token.camera === camera) ?? null;
  }

  /** @throws CommandError `limit_reached` */
  async add(wanted: NewToken): Promise<Token> {
    const token = createToken(wanted);
    await this.#change((old) => {
      if (old.tokens.length >= MAX_TOKENS) {
        throw new CommandError('limit_reached', `there are ${MAX_TOKENS} tokens already`);
      }
      return withTokens(old, [...old.tokens, token]);
    });
    return token;
  }

  /**
   * A new secret for the same id; the old one opens nothing any more.
   * @throws CommandError `not_found`
   */
  async rotate(id: string): Promise<Token> {
    const { camera, name } = this.#require(id);
    const token = { ...createToken({ camera, name }), id };
    await this.#change((old) => {
      this.#require(id);
      return withTokens(
        old,
        old.tokens.map((each) => (each.id === id ? token : each)),
      );
    });
    this.events.emit('revoked', id);
    return token;
  }

  /** @throws CommandError `not_found` */
  async revoke(id: string): Promise<void> {
    this.#require(id);
    await this.#change((old) =>
      withTokens(
        old,
        old.tokens.filter((token) => token.id !== id),
      ),
    );
    this.events.emit('revoked', id);
  }

  /** A camera that is new gets a token of its own. */
  async onCameraAdded(camera: string): Promise<void> {
    await this.#change((old) => giveEach([camera], old));
  }

  /** Another camera may come under its name: those who watched the old one must not see it. */
  async onCameraRemoved(camera: string): Promise<void> {
    let gone: readonly Token[] = [];
    await this.#change((old) => {
      // Not before its turn: a token may still be on its way into the file.
      gone = old.tokens.filter((token) => token.camera === camera);
      return {
        tokens: old.tokens.filter((token) => token.camera !== camera),
        cameras: old.cameras.filter((known) => known !== camera),
      };
    });
    for (const { id } of gone) this.events.emit('revoked', id);
  }

  #require(id: string): Token {
    const token = this.#kept.tokens.find((known) => known.id === id);
    if (token) return token;
    throw new CommandError('not_found', `there is no token ${JSON.stringify(id.slice(0, 40))}`);
  }

  /** One after the other: each begins with what the one before has left. */
  async #change(apply: (kept: KeptTokens) => KeptTokens): Promise<void> {
    const change = async (previous: Promise<void>): Promise<void> => {
      await previous;
      const kept = apply(this.#kept);
      if (kept === this.#kept) return;
      await saveTokens(this.#directory, kept);
      this.#kept = kept;
      this.#hash();
      this.events.emit('changed');
    };
    const done = change(this.#turn);
    this.#turn = done.catch(() => {});
    await done;
  }

  #hash(): void {
    this.#digests = this.#kept.tokens.map(({ secret }) => digestOf(secret));
  }
}

function giveEach(cameras: readonly string[], kept: KeptTokens): KeptTokens {
  const without = cameras.filter((camera) => !kept.cameras.includes(camera));
  if (without.length === 0) return kept;
  const made = without.map((camera) => createToken({ camera, name: null }));
  return { tokens: [...kept.tokens, ...made], cameras: [...kept.cameras, ...without] };
}

function withTokens(kept: KeptTokens, tokens: readonly Token[]): KeptTokens {
  return { ...kept, tokens };
}

function createToken({ camera, name }: NewToken): Token {
  return {
    id: randomBytes(4).toString('hex'),
    secret: randomBytes(SECRET_BYTES).toString('base64url'),
    camera,
    name,
    created_at: new Date().toISOString(),
  };
}

/** Of equal length for every secret. */
function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

import { CommandError } from '../errors.ts';
import type { Log } from '../log.ts';
import { Answers } from './answers.ts';
import type { Answer } from './answers.ts';
import { findTransaction, nameCommand, parseCommand } from './command.ts';
import type { Command, ScalarKind } from './command.ts';
import { createCommandRunner } from './command-runner.ts';
import type { CommandRunnerDeps } from './command-runner.ts';
import type { InboundMessage, Publication } from './publication.ts';
import { classifyTopic, isResponseTopic, responseTopic } from './topics.ts';
import type { IncomingTopic, TopicSettings } from './topics.ts';

export interface CommandServiceDeps {
  readonly topics: TopicSettings;
  readonly kinds: Readonly<Record<string, ScalarKind>>;
  readonly log: Log;
  readonly publish: (publication: Publication) => void;
  /** Home Assistant has started. */
  readonly onBirth: () => void;
  readonly onDeviceConfig: (message: InboundMessage) => void;
  readonly runner: CommandRunnerDeps;
}

const DEVICE_CONFIGS: readonly IncomingTopic['kind'][] = ['device_config', 'former_device_config'];

/** Takes every message that comes in; every command gets an answer. */
export class CommandService {
  readonly #deps: CommandServiceDeps;
  readonly #answers = new Answers();
  readonly #run: (command: Command) => Promise<object>;
  /** Topics whose retained commands have been warned of. */
  readonly #warned = new Set<string>();

  constructor(deps: CommandServiceDeps) {
    this.#deps = deps;
    this.#run = createCommandRunner(deps.runner);
  }

  onMessage(message: InboundMessage): void {
    const topic = classifyTopic(message.topic, this.#deps.topics);
    const what = nameCommand(topic);
    if (DEVICE_CONFIGS.includes(topic.kind)) this.#deps.onDeviceConfig(message);
    else if (topic.kind === 'home_assistant_status') this.#onStatus(message);
    else if (what !== null && message.isRetained) this.#warn(message);
    else if (what !== null) void this.#answer(topic, message, what);
  }

  #onStatus({ payload, isRetained }: InboundMessage): void {
    if (payload?.toString() === 'online' && !isRetained) this.#deps.onBirth();
  }

  /** It would be repeated at every connect, long after it was meant. */
  #warn({ topic }: InboundMessage): void {
    if (this.#warned.has(topic)) return;
    this.#warned.add(topic);
    const advice =
      'a retained command is ignored: clear it with an empty retained message to its topic';
    this.#deps.log.warn({ topic }, advice);
  }

  async #answer(topic: IncomingTopic, message: InboundMessage, name: string): Promise<void> {
    const { command, failure } = this.#parse(topic, message);
    const what = command?.what ?? name;
    const transaction = command ? command.transaction : findTransaction(message);
    const key = command && transaction !== null ? `${what} ${command.camera} ${transaction}` : null;
    const answer = await this.#answers.remember(key, async () =>
      command ? this.#carryOut(command) : failed(failure),
    );
    if (answer.status === 'error') {
      const { code, message: reason } = answer.error;
      this.#deps.log.warn({ command: what, code }, reason);
    }
    this.#publish(message, what, transaction === null ? answer : { ...answer, transaction });
  }

  #parse(
    topic: IncomingTopic,
    message: InboundMessage,
  ): { readonly command: Command | null; readonly failure: unknown } {
    try {
      return { command: parseCommand(topic, message, this.#deps.kinds), failure: null };
    } catch (failure) {
      return { command: null, failure };
    }
  }

  async #carryOut(command: Command): Promise<Answer> {
    try {
      return { status: 'ok', data: await this.#run(command) };
    } catch (error) {
      if (!(error instanceof CommandError)) {
        this.#deps.log.error({ err: error, command: command.what }, 'a command failed');
      }
      return failed(error);
    }
  }

  #publish(
    { responseTopic: asked, correlationData }: InboundMessage,
    what: string,
    answer: object,
  ): void {
    const { topics, publish } = this.#deps;
    const payload = JSON.stringify(answer);
    // The sender chose the request's name: an answer must not be lost over it.
    const topic = responseTopic(topics.baseTopic, /^[\w/]{1,64}$/.test(what) ? what : 'unknown');
    publish({ topic, payload, qos: 1 });
    if (asked === null || asked === topic || !isResponseTopic(asked, topics)) return;
    publish({ topic: asked, payload, qos: 1, correlationData });
  }
}

function failed(error: unknown): Answer {
  const known = error instanceof CommandError ? error : null;
  return {
    status: 'error',
    data: {},
    error: {
      code: known?.code ?? 'internal',
      message: known?.message ?? 'something went wrong; the log of Oriel says what',
      details: known?.details ?? [],
    },
  };
}

import { randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { SYSTEM } from '#domain/shared/ids.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';
import type { Secrets, World } from './world.ts';

/** What a container holds; built once per cold start, given as values in tests. */
export interface Parts {
  readonly table: Table;
  readonly clock: () => Date;
  /** A ULID for the instant; monotonic within the container, so ids made in one millisecond keep their order. */
  readonly ulid: (at: Date) => string;
  readonly secrets: () => Promise<Secrets>;
  readonly used?: World['used'];
}

/** One run of an operation or of a consumer. */
export interface Invocation {
  readonly actorId?: string;
  readonly cause?: string | undefined;
  /** A row that must be written with the effect: an Idempotency-Key's answer, an event's dedupe row. */
  readonly companion?: (answer: unknown) => Write;
  /** Told of the ids of what was written about: the first subject is charged for the invocation. */
  readonly onEvent?: (subject: string) => void;
}

/** The companion row stands there already: this request or event was handled before, or is being handled beside us. */
export class AlreadyDone extends Error {
  override readonly name = 'AlreadyDone';
}

/** Told where randomness comes from, because looking for it loads the whole of Web Crypto: a tenth of a cold start. */
const nextUlid = monotonicFactory(() => randomInt(2 ** 32) / 2 ** 32);

/** The parts of a real container less its table and secrets. */
export const realTime = { clock: () => new Date(), ulid: (at: Date) => nextUlid(at.getTime()) } as const;

export function makeWorld(parts: Parts, invocation: Invocation = {}): World {
  const now = parts.clock();
  const { table } = parts;
  const newId: World['newId'] = (prefix) => `${prefix}_${parts.ulid(now)}`;
  return {
    table,
    now,
    newId,
    secrets: parts.secrets,
    used: parts.used ?? (() => undefined),
    event: (def, subject, detail) => {
      invocation.onEvent?.(subject);
      return {
        id: newId('evt'),
        type: def.type,
        version: def.version,
        subject,
        at: now.toISOString(),
        actorId: invocation.actorId ?? SYSTEM,
        cause: invocation.cause ?? subject,
        detail: def.detail.parse(detail),
      };
    },
    commit: async (writes, answer) => {
      const companion = invocation.companion?.(answer);
      try {
        await table.commit(companion === undefined ? writes : [...writes, companion]);
      } catch (error) {
        if (companion !== undefined && failedAt(error, writes.length)) throw new AlreadyDone('', { cause: error });
        throw error;
      }
      return answer;
    },
  };
}

function failedAt(error: unknown, index: number): boolean {
  return error instanceof StaleWrite && error.failed.some((each) => each.index === index);
}

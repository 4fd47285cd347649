import type { Context as LambdaContext, SQSBatchResponse } from 'aws-lambda';
import type { EventDef } from '#events/define.ts';
import type { Sweep } from '#functions/agenda/sweep.ts';
import type { Subscription } from '#functions/batch/subscription.ts';
import type { Parts } from '#functions/http/make-world.ts';
import type { World } from '#functions/http/world.ts';
import type { Table, Write } from '#store/table.ts';
import { idOf, testObserver } from '#test/world.ts';

export interface Mail {
  readonly kind: string;
  readonly ref: string;
  readonly to: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, string | number>>;
}

const lambda = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'run' } as LambdaContext;

/** Runs sweeps and subscriptions over the parts of a context in process. */
export function testContext(parts: Parts) {
  const observer = testObserver();
  let sent = 0;
  const run = async <W extends World>(sweep: Sweep<W>): Promise<void> => {
    await sweep.within({ parts, observer })({}, lambda);
    if (observer.bugs.length > 0) throw observer.bugs[0];
  };
  /** Delivers an event that happened at an instant; `id` repeats an earlier delivery. */
  const deliver = async <T, W extends World>(
    subscription: Subscription<T, W>,
    def: EventDef,
    detail: object,
    given: { at?: string; id?: string } = {},
  ): Promise<SQSBatchResponse> => {
    sent += 1;
    const { at = parts.clock().toISOString(), id = idOf('evt', sent) } = given;
    const event = { id, type: def.type, version: 1, subject: 'x', at, actorId: idOf('mem', 1), cause: 'x', detail };
    const body = JSON.stringify({
      id,
      source: `guanxi.${def.context}`,
      'detail-type': def.type,
      time: at,
      detail: event,
    });
    const handler = subscription.within({ parts, observer, deadLetters: async () => {} });
    const answer = await handler({ Records: [{ messageId: id, body }] } as never, lambda);
    if (observer.bugs.length > 0) throw observer.bugs[0];
    return answer;
  };
  return { run, deliver, observer };
}

/** A table that keeps the mails that its writes ask for. */
export function hearing(table: Table): { readonly table: Table; readonly mails: Mail[]; readonly types: string[] } {
  const mails: Mail[] = [];
  const types: string[] = [];
  const commit = async (writes: readonly Write[]): Promise<void> => {
    await table.commit(writes);
    for (const write of writes) {
      for (const { type, detail } of write.op === 'put' ? (write.events ?? []) : []) {
        if (type === 'mail.requested') mails.push(detail as Mail);
        else types.push(type);
      }
    }
  };
  return { table: { ...table, commit }, mails, types };
}

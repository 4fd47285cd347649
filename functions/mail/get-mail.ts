import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Message } from '#domain/mail/message.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import { readBody, readMessage } from '#store/mail.ts';
import type { Table } from '#store/table.ts';
import { seesTriage, visibleTo } from './access.ts';
import type { getMailContract } from './contract.ts';

const Body = z.strictObject({ html: z.string(), text: z.string() });

export const getMail: Operation<typeof getMailContract> = async ({ params }, caller, world) => {
  const message = await readMessage(world.table, params.id);
  const [seen] = message === undefined ? [] : await visibleTo(caller, [message], world.table);
  if (seen === undefined) throw new DomainError('missing', 'mail.not-found');
  const {
    facts: _,
    locale: __,
    gathersAt: ___,
    attempts: ____,
    serviceId: _____,
    cause: ______,
    version,
    ...view
  } = seen;
  const body = await bodyFor(caller, seen, world.table);
  return { ...view, ...(body === undefined ? {} : { body }) };
};

/** What was written is content, as an interaction is: seeing the customer's name and number is not enough. */
async function bodyFor(caller: Caller, { id, to }: Message, table: Table): Promise<z.output<typeof Body> | undefined> {
  if (!(await seesBody(caller, to, table))) return undefined;
  const packed = await readBody(table, id);
  return packed === undefined ? undefined : Body.parse(JSON.parse(gunzipSync(packed).toString()));
}

async function seesBody(caller: Caller, to: Message['to'], table: Table): Promise<boolean> {
  if ('ticketId' in to) return seesTriage(caller);
  const customer = 'customerId' in to ? await readCustomer(table, to.customerId) : undefined;
  return customer !== undefined && reaches(caller, 'interactions.read', customer);
}

import type { Customer } from '#domain/customers/customer.ts';
import { HandOver } from '#domain/customers/hand-over.ts';
import type { Event } from '#events/define.ts';
import { customerPartition } from './customers.ts';
import type { Table, Write } from './table.ts';

const prefix = 'handover#';

/** Who gave a customer to whom, and why. */
export function putHandOver(
  customer: Customer,
  event: Event,
  handOver: Pick<HandOver, 'fromOwnerId' | 'toOwnerId' | 'reason'>,
): Write {
  const { at, actorId } = event;
  return {
    op: 'put',
    key: { pk: customerPartition(customer.id), sk: `${prefix}${event.id.slice(4)}` },
    item: { ...handOver, at, actorId },
    expect: 'any',
  };
}

/** The latest first; `after` is the ULID of the last one given. */
export async function readHandOvers(
  table: Table,
  customerId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: HandOver[]; readonly next: string | undefined }> {
  const pk = customerPartition(customerId);
  const place = after === undefined ? {} : { after: { pk, sk: `${prefix}${after}` } };
  const page = await table.query({ pk, beginsWith: prefix, descending: true, limit, ...place });
  return { items: page.items.map(({ item }) => HandOver.parse(item)), next: page.next?.sk.slice(prefix.length) };
}

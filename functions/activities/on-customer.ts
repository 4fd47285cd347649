import { entered, handedOver, left, type Silence } from '#domain/activities/silence.ts';
import {
  customerCreated,
  customerDeleted,
  customerErased,
  customerOwnerChanged,
  customerRestored,
} from '#events/customers.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { readLastInteractionAt } from '#store/activities-interactions.ts';
import { putSilence, readSilence } from '#store/activities-silence.ts';
import { readCompany, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';

const wentBy: Readonly<Record<string, 'deleted' | 'erased' | 'back'>> = {
  'customer.deleted': 'deleted',
  'customer.erased': 'erased',
  'customer.restored': 'back',
};

/** Keeps who is to be told of a customer's silence. The events' instants decide, so neither order nor repetition matters. */
export const handler = subscription(
  {
    context: 'activities',
    name: 'on-customer',
    dedupe: false,
    events: [customerCreated, customerOwnerChanged, customerDeleted, customerRestored, customerErased],
    inBulk: enterAll,
  },
  async ({ type, at, detail }, { table, now }) => {
    const { customerId } = detail;
    const before = await readSilence(table, customerId);
    const went = wentBy[type];
    if (went !== undefined) {
      await keep(table, before, left(before, customerId, went, at, now));
      return;
    }
    const ownerId = type === customerCreated.type ? Entered.parse(detail).ownerId : HandedOver.parse(detail).toOwnerId;
    const [zone, lastInteractionAt] = await Promise.all([
      zoneOf(table, ownerId),
      readLastInteractionAt(table, customerId),
    ]);
    const news = { customerId, ownerId, zone, at, lastInteractionAt };
    const apply = type === customerCreated.type ? entered : handedOver;
    await keep(table, before, apply(before, news, now));
  },
);

/**
 * Customers come by hundreds when a file of them is imported: those of a batch are kept in one transaction. None is read
 * before, since nothing is known of who is new; who is known is found standing there, and then each is looked at alone.
 */
async function enterAll(events: readonly News[], { table, now }: World): Promise<readonly News[]> {
  const created = new Map(
    events.filter(({ type }) => type === customerCreated.type).map((event) => [event.detail.customerId, event]),
  );
  if (created.size < 2) return events;
  const writes = [...created.values()].map(async ({ at, detail }) => {
    const { customerId, ownerId } = Entered.parse(detail);
    const silence = entered(undefined, { customerId, ownerId, zone: await zoneOf(table, ownerId), at }, now);
    return putSilence(silence, 'absent');
  });
  await table.commit(await Promise.all(writes));
  return events.filter((event) => created.get(event.detail.customerId) !== event);
}

type News = Consumed<{ readonly customerId: string }>;

const Entered = customerCreated.detail;
const HandedOver = customerOwnerChanged.detail;

function keep(table: Table, before: Silence | undefined, after: Silence): Promise<void> {
  return table.commit([putSilence(after, before === undefined ? 'absent' : { version: before.version })]);
}

async function zoneOf(table: Table, memberId: string): Promise<string> {
  const member = await readMember(table, memberId);
  return member?.zone ?? (await readCompany(table)).zone;
}

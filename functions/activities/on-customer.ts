import { entered, handedOver, left, type Silence } from '#domain/activities/silence.ts';
import {
  customerCreated,
  customerDeleted,
  customerErased,
  customerOwnerChanged,
  customerRestored,
} from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
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

const Entered = customerCreated.detail;
const HandedOver = customerOwnerChanged.detail;

function keep(table: Table, before: Silence | undefined, after: Silence): Promise<void> {
  return table.commit([putSilence(after, before === undefined ? 'absent' : { version: before.version })]);
}

async function zoneOf(table: Table, memberId: string): Promise<string> {
  const member = await readMember(table, memberId);
  return member?.zone ?? (await readCompany(table)).zone;
}

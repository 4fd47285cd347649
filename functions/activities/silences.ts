import { dayListMs, judge, listAsked, SilentDay, withSeen } from '#domain/activities/silence.ts';
import { mailRequested } from '#events/mail.ts';
import type { World } from '#functions/http/world.ts';
import { readLastInteractionAt } from '#store/activities-interactions.ts';
import {
  putSilence,
  putSilentDay,
  readSilentCustomersOf,
  readSilentDay,
  toSilence,
} from '#store/activities-silence.ts';
import { readMember } from '#store/members.ts';
import { type Item, StaleWrite, type Table, type Write } from '#store/table.ts';

/** A silence is due: told to its owner through his list of the day, or moved because the customer was talked with. */
export async function tellSilence(item: Item, { table, now }: World): Promise<Write[]> {
  const before = toSilence(item);
  const [lastInteractionAt, owner] = await Promise.all([
    readLastInteractionAt(table, before.customerId),
    before.ownerId === undefined ? undefined : readMember(table, before.ownerId),
  ]);
  const silence = withSeen(before, lastInteractionAt, owner?.zone ?? before.zone);
  const list = listAsked(silence, now);
  const day = list && (await readSilentDay(table, list));
  const after = judge(silence, day, now);
  const { told } = after;
  if (told !== undefined && told.at !== before.told?.at && day === undefined) await beginDay(table, told, now);
  return [putSilence(after, { version: before.version })];
}

/**
 * The list of the day is made before the first customer stands on it, in a write of its own: hundreds of customers
 * that fall silent at nine o'clock would else wait for each other's transactions. A list that stays empty sends nothing.
 */
async function beginDay(
  table: Table,
  { memberId, date }: Pick<SilentDay, 'memberId' | 'date'>,
  now: Date,
): Promise<void> {
  const sendAt = new Date(now.getTime() + dayListMs).toISOString();
  try {
    await table.commit([putSilentDay({ memberId, date, sendAt, version: 1 }, 'absent')]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

/** One mail a day for all silent customers of an owner. Mail reads the list when it writes. */
export async function sendSilentDay(item: Item, world: World): Promise<Write[]> {
  const day = SilentDay.parse(item);
  const { memberId, date } = day;
  const customers = await readSilentCustomersOf(world.table, memberId, date);
  const event = world.event(mailRequested, memberId, {
    kind: 'customer.silent',
    ref: `${memberId}#${date}`,
    to: { memberId },
    facts: { date, customers: customers.length },
  });
  const sent = { ...day, sentAt: world.now.toISOString(), version: day.version + 1 };
  return [putSilentDay(sent, { version: day.version }, customers.length === 0 ? [] : [event])];
}

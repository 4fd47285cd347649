import { Silence, SilentDay } from '#domain/activities/silence.ts';
import type { Event } from '#events/define.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Expect, Item, Table, Write } from './table.ts';

function silenceKey(customerId: string): Key {
  return { pk: partition('activities', 'silence', customerId), sk: 'silence' };
}

function silentDayKey({ memberId, date }: Pick<SilentDay, 'memberId' | 'date'>): Key {
  return { pk: partition('activities', 'silent-day', memberId), sk: date };
}

/** The customers that an owner is told of on a day. */
function toldPartition({ memberId, date }: Pick<SilentDay, 'memberId' | 'date'>): string {
  return partition('activities', 'silent', memberId, date);
}

/** 0.5 RRU. */
export async function readSilence(table: Table, customerId: string): Promise<Silence | undefined> {
  const item = await table.get(silenceKey(customerId));
  return item === undefined ? undefined : toSilence(item);
}

export function toSilence({ since: _, ...item }: Item): Silence {
  return Silence.parse(item);
}

export function putSilence(silence: Silence, expect: Expect): Write {
  const { told, nextAt, customerId, gone } = silence;
  return {
    op: 'put',
    key: silenceKey(customerId),
    item: silence,
    ...(told === undefined || gone !== undefined
      ? {}
      : { gsi1: { pk: toldPartition(told), sk: customerId }, slim: { since: told.since } }),
    ...(nextAt === undefined ? {} : { agenda: agendaKey('activities', nextAt, customerId) }),
    expect,
  };
}

/** 0.5 RRU. */
export async function readSilentDay(
  table: Table,
  day: Pick<SilentDay, 'memberId' | 'date'>,
): Promise<SilentDay | undefined> {
  const item = await table.get(silentDayKey(day));
  return item === undefined ? undefined : SilentDay.parse(item);
}

/** A list is of no use when its day is long past. */
const keptSeconds = 60 * 24 * 60 * 60;

export function putSilentDay(day: SilentDay, expect: Expect, events: readonly Event[] = []): Write {
  return {
    op: 'put',
    key: silentDayKey(day),
    item: day,
    ...(day.sentAt === undefined
      ? { agenda: agendaKey('activities', day.sendAt, `${day.memberId}/${day.date}`) }
      : { expiresAt: Math.floor(Date.parse(day.sentAt) / 1000) + keptSeconds }),
    expect,
    events,
  };
}

export interface SilentCustomer {
  readonly customerId: string;
  /** Since when: the last interaction, else entry or hand-over. */
  readonly since: string;
}

/** All customers that an owner is told of in the mail `mem_…#<date>`. One RRU for about 60. */
export async function readSilentCustomersOf(table: Table, memberId: string, date: string): Promise<SilentCustomer[]> {
  const customers: SilentCustomer[] = [];
  for await (const { item, indexSk = '' } of rowsOf(table, {
    index: 'gsi1',
    pk: toldPartition({ memberId, date }),
    limit: 500,
  })) {
    customers.push({ customerId: indexSk, since: String(item['since']) });
  }
  return customers;
}

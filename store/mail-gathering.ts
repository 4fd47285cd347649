import * as z from 'zod';
import { type Gathering, gatheredMax } from '#domain/mail/gathering.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Table, Write } from './table.ts';

/** All of one kind, to one member, of one minute wait side by side on the agenda. */
export function gatheringKey(message: Gathering): Key {
  const { pk, sk } = agendaKey('mail', message.gathersAt, groupOf(message));
  return { pk, sk: `${sk}#${message.id}` };
}

function groupOf({ kind, to }: Gathering): string {
  return `${kind}#${to.memberId}`;
}

/** Ids of those that wait with a message, itself among them, but those told in earlier letters; as many as a letter holds. */
export async function readGathering(
  table: Table,
  message: Gathering,
  told: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { pk, sk } = agendaKey('mail', message.gathersAt, groupOf(message));
  // The index is seconds behind: it may not know this one yet, or still those told in an earlier letter.
  const ids = new Set([message.id]);
  for await (const { indexSk = '' } of rowsOf(table, {
    index: 'agenda',
    pk,
    beginsWith: `${sk}#`,
    limit: gatheredMax,
  })) {
    const id = indexSk.slice(sk.length + 1);
    if (!told.has(id)) ids.add(id);
    if (ids.size === gatheredMax) break;
  }
  return [...ids];
}

const Letter = z.object({ ids: z.array(z.string()) });

/** Who is told in a letter is decided once, before it is written: whoever comes later reads the same. 1 WRU per 33 messages. */
export function putGathered(letterId: string, ids: readonly string[], now: Date): Write {
  const expiresAt = Math.ceil(now.getTime() / 1000) + keptDays * 86_400;
  return { op: 'put', key: gatheredKey(letterId), item: { ids }, expect: 'absent', expiresAt };
}

/** Longer than a message is tried. */
const keptDays = 90;

/** The messages that a letter tells; undefined as long as nobody has decided. 1 RRU per 130. */
export async function readGathered(table: Table, letterId: string): Promise<readonly string[] | undefined> {
  const item = await table.get(gatheredKey(letterId), { consistent: true });
  return item === undefined ? undefined : Letter.parse(item).ids;
}

function gatheredKey(letterId: string): Key {
  return { pk: partition('mail', letterId), sk: '~gathered' };
}

import { Replan } from '#domain/tickets/replan.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import type { Item, Table, Write } from './table.ts';

const replanPartition = partition('tickets', 'replan');

type Which = Pick<Replan, 'of' | 'name' | 'to'>;

function replanKey({ of, name, to }: Which): Key {
  return { pk: replanPartition, sk: `${of}#${name}#${String(to).padStart(6, '0')}` };
}

export function isReplanKey({ pk }: Key): boolean {
  return pk === replanPartition;
}

export function toReplan(item: Item): Replan {
  return Replan.parse(item);
}

/** 0.5 RRU. */
export async function readReplan(table: Table, which: Which): Promise<Replan | undefined> {
  const item = await table.get(replanKey(which));
  return item === undefined ? undefined : toReplan(item);
}

/** While it runs it waits for the next sweep. */
export function putReplan(replan: Replan, now: Date): Write {
  const { version, state } = replan;
  const key = replanKey(replan);
  return {
    op: 'put',
    key,
    item: replan,
    ...(state === 'running' ? { agenda: agendaKey('tickets', now.toISOString(), key.sk) } : {}),
    expect: version === 1 ? 'absent' : { version: version - 1 },
  };
}

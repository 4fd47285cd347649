import { type Key, partition } from './keys.ts';
import type { Placement, Table } from './table.ts';

export interface JobsAsked {
  /** Those of one member; of everybody unless stated. */
  readonly createdBy: string | undefined;
  readonly limit: number;
  /** The id of the last one already given. */
  readonly after: string | undefined;
}

interface Job {
  readonly id: string;
  readonly createdBy: string;
}

/** Where imports, or exports, are listed: gsi1 by who made them, gsi2 all. Their ids are the order. */
export function placesOf(what: 'imports' | 'exports') {
  const of = ({ id, createdBy }: Job): Placement => ({
    gsi1: { pk: partition('customers', what, createdBy), sk: id },
    gsi2: { pk: partition('customers', what), sk: id },
  });
  const keyOf = (id: string): Key => ({
    pk: partition('customers', what.slice(0, -1), id),
    sk: what.slice(0, -1),
  });
  const read = async (table: Table, { createdBy, limit, after }: JobsAsked) => {
    const pk = createdBy === undefined ? partition('customers', what) : partition('customers', what, createdBy);
    const { items, next } = await table.query({
      index: createdBy === undefined ? 'gsi2' : 'gsi1',
      pk,
      descending: true,
      limit,
      ...(after === undefined ? {} : { after: { ...keyOf(after), indexSk: after } }),
    });
    const ids = items.map(({ key }) => key.pk.slice(partition('customers', what.slice(0, -1), '').length));
    return { ids, next: next === undefined ? undefined : ids.at(-1) };
  };
  return { of, keyOf, read };
}

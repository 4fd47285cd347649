import type { Customer } from '#domain/customers/customer.ts';
import type { Merge } from '#domain/customers/merge.ts';
import { customerPartition, toContact } from '#store/customers.ts';
import type { Digest } from '#store/customers-matching.ts';
import type { MovedRows } from '#store/customers-merges.ts';
import { rowsOf } from '#store/rows.ts';
import type { Found, Table } from '#store/table.ts';
import { carried, contactWrites, keyUnits, type Unit } from './merge-rows.ts';

export interface Back {
  readonly merge: Pick<Merge, 'survivorId'>;
  readonly moved: readonly MovedRows[];
  /** Those who are customers again. */
  readonly losers: readonly Customer[];
  readonly now: Date;
}

/** A row of the ledger with what stands at the survivor now. */
interface Ledgered {
  readonly sk: string;
  readonly from: string;
  readonly version: number | undefined;
  readonly found: Found | undefined;
}

/** Everything that nobody has touched since, on its way back; what has gone back is not found again. */
export async function unitsBack(table: Table, digest: Digest, back: Back): Promise<Unit[]> {
  const { merge, losers, now } = back;
  const rows = await ledgered(table, back);
  const contacts = rows.filter(({ sk }) => sk.startsWith('contact#'));
  const others = rows.filter((row) => !/^(contact|open|consent|consent-now)#/.test(row.sk) && !isTouchedNote(row));
  const wayTo = (to: string) => ({ from: merge.survivorId, to, now });
  const untouched = await Promise.all(
    contacts.flatMap(({ found, from, version }) => {
      const contact = found && toContact(contactIdIn(found.key.sk), found.item);
      if (found === undefined || contact === undefined || contact.version !== version) return [];
      return [contactWrites(table, digest, contact, found, wayTo(from)).then((writes): Unit => ({ writes }))];
    }),
  );
  const keys = await Promise.all(losers.map((loser) => keyUnits(table, digest, loser, wayTo(loser.id))));
  return [
    ...untouched,
    ...(await consentUnits(table, back, homesOf(losers, contacts))),
    ...others.flatMap(({ found, from }) => (found === undefined ? [] : [{ writes: carried(found, wayTo(from)) }])),
    ...keys.flat(),
  ];
}

/** What a person allows goes with the person, whenever it was said. */
async function consentUnits(table: Table, { merge, now }: Back, homes: ReadonlyMap<string, string>): Promise<Unit[]> {
  const units: Unit[] = [];
  const pk = customerPartition(merge.survivorId);
  for await (const row of rowsOf(table, { pk, beginsWith: 'consent', limit: 500, consistent: true })) {
    const { key, item } = row;
    const contactId = key.sk.startsWith('consent-now#') ? key.sk.split('#')[1] : item['contactId'];
    const to = homes.get(String(contactId));
    if (to !== undefined) units.push({ writes: carried(row, { from: merge.survivorId, to, now }) });
  }
  return units;
}

/** To whom contacts go back: main contacts in any case, the others if nobody has touched them. */
function homesOf(losers: readonly Customer[], contacts: readonly Ledgered[]): Map<string, string> {
  const homes = new Map(losers.map(({ id, mainContact }) => [mainContact.id, id]));
  for (const { sk, from, version, found } of contacts) {
    // Not there any more: he has gone back in a part before.
    if (found === undefined || found.item['version'] === version) homes.set(contactIdIn(sk), from);
  }
  return homes;
}

function isTouchedNote({ sk, version, found }: Ledgered): boolean {
  return sk.startsWith('note#') && found !== undefined && found.item['version'] !== version;
}

/** Contacts whom somebody has changed since, or made the main one, and notes that somebody has changed. */
export async function keptOwn(table: Table, back: Back): Promise<string[]> {
  const rows = await ledgered(table, back);
  const kept = rows.filter(({ sk, found }) => /^(contact|note)#/.test(sk) && found !== undefined);
  return kept.map(({ sk }) => sk.slice(sk.indexOf('#') + 1));
}

/** What is known of follow-ups, contracts and tickets follows them, less those that stay. */
export async function stateUnits(table: Table, back: Back, kept: ReadonlySet<string>): Promise<Unit[]> {
  const rows = await ledgered(table, back);
  const states = rows.filter(({ sk }) => sk.startsWith('open#') && !kept.has(sk.slice('open#'.length)));
  return states.flatMap(({ found, from }) =>
    found === undefined ? [] : [{ writes: carried(found, { from: back.merge.survivorId, to: from, now: back.now }) }],
  );
}

async function ledgered(table: Table, { merge, moved }: Back): Promise<Ledgered[]> {
  const pk = customerPartition(merge.survivorId);
  const rows = moved.flatMap(({ from, rows: all }) => all.map(({ sk, version }) => ({ sk, from, version })));
  const items = await table.getMany(
    rows.map(({ sk }) => ({ pk, sk })),
    { consistent: true },
  );
  return rows.map((row, i) => {
    const item = items[i];
    return { ...row, found: item === undefined ? undefined : { key: { pk, sk: row.sk }, item } };
  });
}

function contactIdIn(sk: string): string {
  return sk.slice('contact#'.length);
}

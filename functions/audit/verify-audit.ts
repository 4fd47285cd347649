import * as z from 'zod';
import { stateOf } from '#domain/audit/changes.ts';
import { type Fault, faultOf, idOf } from '#domain/audit/row.ts';
import type { Digest } from '#domain/audit/value.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { type Around, type AuditRow, entryOf, isUnrecorded, placeOf, readAround, readSubject } from '#store/audit.ts';
import { maskedOf } from '#store/table.ts';
import { verifyAuditContract } from './contract.ts';
import { digestOf } from './digest.ts';

/**
 * Looks at each row alone: its hash, its place, its link to the row before; and at the last row of each chain whether it
 * says how the item stands. So a page may be of any length, and all pages together have checked all chains.
 */
export const verifyAudit = route(verifyAuditContract, async ({ query }, _caller, { table, secrets }) => {
  const { subject, limit } = query;
  const { items, next } = await readSubject(table, subject, { limit, after: fromCursor(z.string(), query.cursor) });
  const [around, digest, isLost] = await Promise.all([
    readAround(maskedOf(table), items),
    digestOf(secrets),
    query.cursor === undefined && isUnrecorded(table, subject),
  ]);
  const broken = items.flatMap((row, i) => {
    const fault = faultIn(row, around[i] as Around, digest);
    return fault === undefined ? [] : [{ row, fault }];
  });
  // The rows came newest first: what was broken first is what stands last.
  const last = broken.at(-1);
  const first = isLost
    ? ({ id: subject, seq: 1, fault: 'behind' } as const)
    : last && { ...named(last.row), fault: last.fault };
  return {
    ok: first === undefined,
    rows: items.length,
    ...(first === undefined ? {} : { broken: first }),
    next: next === undefined ? null : toCursor(next),
  };
});

function faultIn(row: AuditRow, { before, after, item }: Around, digest: Digest): Fault | 'behind' | undefined {
  const fault = faultOf(row, placeOf(row.key), before, digest);
  if (fault !== undefined || after !== undefined) return fault;
  const last = entryOf(row);
  const isThere = item !== undefined;
  const isSaid = isThere === (last?.action !== 'removed') && last?.state === stateOf(last?.kind ?? '', item, digest);
  return isSaid ? undefined : 'behind';
}

function named({ key }: AuditRow) {
  const place = placeOf(key);
  return { id: idOf(place), seq: place.seq };
}

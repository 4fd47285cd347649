import * as z from 'zod';
import { type Entry, idOf } from '#domain/audit/row.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { type AuditRow, entryOf, readActor, readSubject } from '#store/audit.ts';
import { type AuditEntry, listAuditContract } from './contract.ts';

export const listAudit = route(listAuditContract, async ({ query }, _caller, { table }) => {
  const { subject, actor, limit } = query;
  const [from, to] = [instantOf(query.from), instantOf(query.to)];
  if (from !== undefined && to !== undefined && from > to) throw refused('?to', 'audit.bad-period');
  const asked = { from, to, limit, after: fromCursor(z.string(), query.cursor) };
  const { items, next } = await readRows(subject, actor, asked, table);
  return { items: items.flatMap(toAnswer), next: next === undefined ? null : toCursor(next) };
});

function readRows(
  subject: string | undefined,
  actor: string | undefined,
  asked: Parameters<typeof readActor>[2],
  table: Parameters<typeof readActor>[0],
) {
  if (subject !== undefined) {
    return readSubject(table, subject, asked, (entry) => entry !== undefined && (actor ?? entry.actor) === entry.actor);
  }
  if (actor === undefined) throw refused('?subject', 'audit.no-filter');
  return readActor(table, actor, asked);
}

function refused(pointer: string, code: 'audit.no-filter' | 'audit.bad-period'): DomainError {
  return new DomainError('invalid', code, {}, [{ pointer, code }]);
}

/** As instants are in keys. */
function instantOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : new Date(text).toISOString();
}

function toAnswer(row: AuditRow): AuditEntry[] {
  const entry = entryOf(row);
  if (entry === undefined) return [];
  const { item, kind, subject, action, at, actor, request, reason, changes, seq } = entry;
  const answer = {
    id: idOf({ pk: item[0], sk: item[1] }),
    ...{ kind, subject, action, at, actorId: actor, seq, hash: row.hash },
    ...(request === undefined ? {} : { requestId: request }),
    ...(reason === undefined ? {} : { reason }),
    changes: Object.entries(changes).map(toChange),
  };
  return [answer];
}

function toChange([path, [from, to]]: [string, Entry['changes'][string]]): AuditEntry['changes'][number] {
  return { field: `/${path}`, ...(from == null ? {} : { from }), ...(to == null ? {} : { to }) };
}

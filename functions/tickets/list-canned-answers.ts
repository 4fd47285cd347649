import * as z from 'zod';
import type { Caller } from '#domain/shared/caller.ts';
import { type CannedAnswerRow, fitsKind } from '#domain/tickets/canned-answer.ts';
import { type Input, route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { Table } from '#store/table.ts';
import { listCannedAnswers as listed, readAllUses } from '#store/tickets-canned-answers.ts';
import { readAbove, readPlaces } from './canned-answer-access.ts';
import { listCannedAnswersContract } from './canned-answer-contracts.ts';

type Query = Input<typeof listCannedAnswersContract>['query'];
type Row = CannedAnswerRow & { readonly uses: number };

const Position = z.object({ title: z.string(), uses: z.int(), id: z.string() });
type Position = z.output<typeof Position>;

/** All that are offered are read, there are few: no index knows the order of titles in the reader's language. */
export const listCannedAnswers = route(listCannedAnswersContract, async ({ query }, caller, { table }) => {
  const position = fromCursor(Position, query.cursor);
  const [places, uses] = await Promise.all([placesOf(table, caller, query), readAllUses(table)]);
  const rows = await listed(table, places, query.archived === 'true' ? 'archived' : 'live');
  const order = orderOf(query, caller);
  const rest = rows
    .filter((row) => fitsKind(row, query.kind))
    .map((row): Row => ({ ...row, uses: uses.get(row.id) ?? 0 }))
    .filter((row) => position === undefined || order(row, position) > 0)
    .toSorted(order);
  const items = rest.slice(0, query.limit);
  const last = items.at(-1);
  return { items, next: last === undefined || rest.length <= query.limit ? null : toCursor(positionOf(last)) };
});

/** What is offered in a department is its own, those of the departments above it, and the company's. */
async function placesOf(table: Table, caller: Caller, { departmentId }: Query) {
  const places = await readPlaces(table, caller);
  if (departmentId === undefined) return places;
  const offered = [...(await readAbove(table, departmentId)), undefined];
  return places === 'all' ? offered : offered.filter((place) => places.includes(place));
}

function orderOf({ sort }: Query, { locale }: Caller) {
  const { compare } = new Intl.Collator(locale);
  const byTitle = (a: Position, b: Position): number =>
    compare(a.title, b.title) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  if (sort === 'title') return byTitle;
  return (a: Position, b: Position): number => b.uses - a.uses || byTitle(a, b);
}

function positionOf({ title, uses, id }: Row): Position {
  return { title, uses, id };
}

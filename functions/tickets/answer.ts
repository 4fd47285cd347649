import type { Caller } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import { fillCannedAnswer, leftIn } from '#domain/tickets/canned-answer.ts';
import { type Ticket, textMax } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import type { Table, Write } from '#store/table.ts';
import { countUse } from '#store/tickets-canned-answers.ts';
import { findOffered } from './canned-answer-access.ts';
import { readCannedValues } from './canned-values.ts';

interface Asked {
  readonly text?: string | undefined;
  readonly cannedAnswerId?: string | undefined;
  /** Where the text stands in the body. */
  readonly pointer: '/message' | '/solution';
}

interface Answer {
  readonly said: { readonly text: string; readonly cannedAnswerId?: string };
  /** What counts that a canned answer was given. */
  readonly writes: readonly Write[];
}

/** What is said to the customer: one's own words, a canned answer filled, or the words that were made of one. */
export async function readAnswer({ table }: World, caller: Caller, ticket: Ticket, asked: Asked): Promise<Answer> {
  const { text, cannedAnswerId, pointer } = asked;
  if (cannedAnswerId === undefined) {
    if (text === undefined) throw invalidField(pointer, 'tickets.answer-missing');
    return { said: { text }, writes: [] };
  }
  const canned = await readUsable(table, caller, cannedAnswerId);
  const writes = [countUse(cannedAnswerId)];
  if (text !== undefined) {
    assertFilled(leftIn(text), pointer);
    return { said: { text, cannedAnswerId }, writes };
  }
  const { values, locale } = await readCannedValues(table, caller, ticket);
  const filled = fillCannedAnswer(canned, locale, values);
  assertFilled(filled.missing, '/cannedAnswerId');
  if (filled.text.length > textMax) {
    throw invalidField('/cannedAnswerId', 'tickets.canned-answer-too-long', { maximum: textMax });
  }
  return { said: { text: filled.text, cannedAnswerId }, writes };
}

async function readUsable(table: Table, caller: Caller, id: string) {
  const canned = await findOffered(table, caller, id);
  if (canned === undefined) throw invalidField('/cannedAnswerId', 'tickets.unknown-canned-answer');
  if (canned.archivedAt !== undefined) throw invalidField('/cannedAnswerId', 'tickets.canned-answer-archived');
  return canned;
}

/** No customer reads what stands in braces. */
function assertFilled(names: readonly string[], pointer: string): void {
  if (names.length > 0) throw invalidField(pointer, 'tickets.canned-answer-unfilled', { names: names.join(', ') });
}

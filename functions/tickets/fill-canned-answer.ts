import { assertLive, fillCannedAnswer as filled } from '#domain/tickets/canned-answer.ts';
import { route } from '#functions/http/contract.ts';
import { readOffered } from './canned-answer-access.ts';
import { fillCannedAnswerContract } from './canned-answer-contracts.ts';
import { readCannedValues } from './canned-values.ts';
import { readVisible } from './read-visible.ts';

export const fillCannedAnswer = route(fillCannedAnswerContract, async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const answer = await readOffered(world.table, caller, params.cannedAnswerId);
  assertLive(answer);
  const { values, locale } = await readCannedValues(world.table, caller, ticket);
  const { missing, ...text } = filled(answer, locale, values);
  return { ticketId: ticket.id, cannedAnswerId: answer.id, ...text, missing: [...missing] };
});

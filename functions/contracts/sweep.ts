import { take } from '#domain/contracts/rules.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import { putContract, toContract } from '#store/contracts.ts';
import { newsOf } from './news.ts';

/** Reminds, renews and expires: one step of one contract at a time. */
export const handler = sweep({ context: 'contracts', name: 'sweep' }, async (item, _key, _at, world) => {
  const before = toContract(item);
  const outcome = take(before, world.now);
  if (outcome === undefined) throw new Error(`${before.id} stands on the agenda with nothing to do`);
  return [putContract(outcome.contract, { version: before.version }, await newsOf(outcome, world))];
});

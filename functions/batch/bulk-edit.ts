import type { BulkOutcome } from '#domain/shared/bulk-outcome.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { InvalidInput } from '#functions/http/problem.ts';
import type { World } from '#functions/http/world.ts';
import type { Refused } from '#store/bulk-edits.ts';
import { StaleWrite, signedBy, type Write, withConsistentReads } from '#store/table.ts';

type Done = Exclude<BulkOutcome, 'refused'>;
export type Edited = { readonly outcome: Done } | { readonly outcome: 'refused'; readonly why: Omit<Refused, 'id'> };

/** A record that somebody else changes at the same moment is tried so often. */
const attemptsMax = 4;

/** How one record of many fared: a lost race is run again, a rule's no is its outcome. */
export async function edited(world: World, edit: (world: World) => Promise<Done>): Promise<Edited> {
  for (let attempt = 1; ; attempt += 1) {
    const table = attempt === 1 ? world.table : withConsistentReads(world.table);
    try {
      return { outcome: await edit({ ...world, table }) };
    } catch (error) {
      if (error instanceof StaleWrite && attempt < attemptsMax) continue;
      return { outcome: 'refused', why: whyOf(error) };
    }
  }
}

/** The rule that said no. What is no fault of the record's is thrown again. */
function whyOf(error: unknown): Omit<Refused, 'id'> {
  if (error instanceof DomainError) {
    const { code, facts = {} } = error.errors[0] ?? error;
    return { code, ...(Object.keys(facts).length === 0 ? {} : { facts }) };
  }
  if (error instanceof StaleWrite) return { code: 'shared.conflict' };
  // What stands in the record is not what the contract takes by now.
  if (error instanceof InvalidInput) return { code: 'shared.invalid-input' };
  throw error;
}

/** A world whose news says who asked for them, and whose every change joins the note that it was made. */
export function noting(world: World, caller: Caller, bulkEditId: string, note: Write): World {
  const table = signedBy(world.table, { actor: caller.memberId, request: bulkEditId });
  return {
    ...world,
    table,
    event: (...asked) => ({ ...world.event(...asked), actorId: caller.memberId }),
    commit: async (writes, answer) => {
      await table.commit([...writes, note]);
      return answer;
    },
  };
}

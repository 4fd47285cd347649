import { DomainError } from '#domain/shared/error.ts';
import type { Table } from '#store/table.ts';

/** One thing that nobody would look after once the member has left. */
export interface OpenWork {
  readonly kind: 'customer' | 'follow-up' | 'contract' | 'ticket';
  readonly id: string;
}

/** Enough to see what is left; the rest is found by the lists of each kind. */
const shownOfEach = 20;

type Source = (table: Table, memberId: string, limit: number) => Promise<readonly OpenWork[]>;

const sources: readonly Source[] = [];

/** Nobody leaves with open work behind him that has no successor (rules.md 4): 409 with the list of it. */
export async function assertNothingOpen(table: Table, memberId: string): Promise<void> {
  const openWork = (await Promise.all(sources.map((read) => read(table, memberId, shownOfEach)))).flat();
  if (openWork.length > 0) throw new DomainError('conflict', 'members.open-work', { openWork });
}

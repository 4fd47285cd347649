import { assertNoCycle, type Customer, type ExternalId } from '#domain/customers/customer.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { type Code, DomainError, type FieldError, invalidField } from '#domain/shared/error.ts';
import { customerKey, readCustomer } from '#store/customers.ts';
import { claimExternalId, type Digest, readExternalHolders } from '#store/customers-matching.ts';
import { readList } from '#store/members.ts';
import type { Table, Write } from '#store/table.ts';
import { sees } from './access.ts';

/** What a customer refers to outside himself. */

interface Choice {
  readonly list: 'industries' | 'levels' | 'sources' | 'buyer-types' | 'consent-purposes';
  readonly code: string | undefined | null;
  readonly pointer: string;
}

export function choicesOf(fields: {
  readonly industry?: string | undefined | null;
  readonly level?: string | undefined;
  readonly source?: string | undefined | null;
  readonly buyerType?: string | undefined | null;
}): Choice[] {
  return [
    { list: 'industries', code: fields.industry, pointer: '/industry' },
    { list: 'levels', code: fields.level, pointer: '/level' },
    { list: 'sources', code: fields.source, pointer: '/source' },
    { list: 'buyer-types', code: fields.buyerType, pointer: '/buyerType' },
  ];
}

/** New values come from the company's lists; an archived one stays only where it is. All bad ones are told at once. */
export async function assertChoices(table: Table, choices: readonly Choice[]): Promise<void> {
  const given = choices.filter(({ code }) => code !== undefined && code !== null);
  const errors = await Promise.all(given.map((choice) => whyNot(table, choice)));
  const bad = errors.filter((error) => error !== undefined);
  const [first] = bad;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts, bad);
}

async function whyNot(table: Table, { list, code, pointer }: Choice): Promise<FieldError | undefined> {
  const entry = (await readList(table, list)).find((each) => each.code === code);
  const refused = (problem: Code): FieldError => ({ pointer, code: problem, facts: { list } });
  if (entry === undefined) return refused('customers.unknown-choice');
  return entry.archived ? refused('customers.archived-choice') : undefined;
}

const ancestorsMax = 20;

/**
 * The parent must be there for the caller, and the way up from it must not lead to the customer. The checks hold the
 * whole way to what was read, so that two who move at once cannot close a loop between them.
 */
export async function checkParent(
  table: Table,
  caller: Caller,
  { id, parentId }: { readonly id?: string | undefined; readonly parentId?: string | undefined },
): Promise<Write[]> {
  if (parentId === undefined) return [];
  const line: Customer[] = [];
  let next: string | undefined = parentId;
  while (next !== undefined && next !== id) {
    if (line.length === ancestorsMax) {
      throw invalidField('/parentId', 'customers.parent-too-deep', { maximum: ancestorsMax });
    }
    const found: Customer | undefined = await readCustomer(table, next);
    if (found === undefined) break;
    line.push(found);
    // Above may stand an old id of the customer himself.
    next = found.id === id ? id : found.parentId;
  }
  const [parent] = line;
  if (next !== undefined && next === id) assertNoCycle(id, [next]);
  if (parent === undefined || !sees(caller, parent)) throw invalidField('/parentId', 'customers.unknown-parent');
  if (id === undefined) return [];
  return line.map((each) => ({ op: 'check', key: customerKey(each.id), expect: { version: each.version } }));
}

/** Claims of the external ids that are new to the customer; one that another has had, ever, is refused. */
export async function claimExternalIds(
  table: Table,
  digest: Digest,
  customerId: string,
  externalIds: readonly ExternalId[],
): Promise<Write[]> {
  if (externalIds.length === 0) return [];
  const holders = await readExternalHolders(table, digest, externalIds);
  const code = 'customers.external-id-taken';
  const errors = externalIds.flatMap((_, i) =>
    holders[i] === undefined || holders[i] === customerId ? [] : [{ pointer: `/externalIds/${i}`, code } as const],
  );
  if (errors.length > 0) throw new DomainError('conflict', code, {}, errors);
  return externalIds
    .filter((_, i) => holders[i] === undefined)
    .map((each) => claimExternalId(digest, each, customerId));
}

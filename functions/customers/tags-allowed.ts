import { DomainError, type FieldError } from '#domain/shared/error.ts';
import { readArchived } from '#store/customers-tags.ts';
import type { Table } from '#store/table.ts';

/** Archived tags stay where they are and come nowhere new: 0.5 RRU for each tag that the customer did not have. */
export async function assertTags(
  table: Table,
  given: readonly string[] | undefined | null,
  before: readonly string[] = [],
): Promise<void> {
  const tags = given ?? [];
  const come = tags.filter((tag) => !before.includes(tag));
  if (come.length === 0) return;
  const archived = await readArchived(table, come);
  const bad = new Set(come.filter((_, i) => archived[i] === true));
  const code = 'customers.tag-archived';
  const errors = tags.flatMap((tag, i): FieldError[] => (bad.has(tag) ? [{ pointer: `/tags/${i}`, code }] : []));
  if (errors.length > 0) throw new DomainError('invalid', code, {}, errors);
}

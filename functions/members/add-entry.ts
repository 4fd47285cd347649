import { assertExtensible, type ListEntry } from '#domain/members/list.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readList } from '#store/members.ts';
import { putEntry } from '#store/members-settings.ts';
import type { addEntryContract } from './settings-contracts.ts';

export const addEntry: Operation<typeof addEntryContract> = async ({ params: { name }, body }, _caller, world) => {
  assertExtensible(name);
  const entries = await readList(world.table, name);
  if (entries.some(({ code }) => code === body.code)) {
    throw new DomainError('conflict', 'members.entry-exists', {}, [{ pointer: '/code', code: 'members.entry-exists' }]);
  }
  const entry: ListEntry = { ...body, archived: false, version: 1 };
  return world.commit([putEntry(name, entry)], entry);
};

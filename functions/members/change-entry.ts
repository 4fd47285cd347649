import { assertExtensible, type ListEntry } from '#domain/members/list.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readList } from '#store/members.ts';
import { putEntry } from '#store/members-settings.ts';
import { StaleWrite } from '#store/table.ts';
import type { changeEntryContract } from './settings-contracts.ts';

export const changeEntry: Operation<typeof changeEntryContract> = async (input, _caller, world) => {
  const { params, body, ifMatch } = input;
  assertExtensible(params.name);
  const before = (await readList(world.table, params.name)).find(({ code }) => code === params.code);
  if (before === undefined) throw new DomainError('missing', 'members.not-found');
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const after: ListEntry = {
    code: before.code,
    labels: { 'zh-CN': body.labels?.['zh-CN'] ?? before.labels['zh-CN'], en: body.labels?.en ?? before.labels.en },
    archived: body.archived ?? before.archived,
    version: before.version + 1,
  };
  return world.commit([putEntry(params.name, after)], after);
};

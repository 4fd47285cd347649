import type { Company } from '#domain/members/company.ts';
import { changedFields, merged } from '#domain/members/merge.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCompany } from '#store/members.ts';
import { putCompany } from '#store/members-settings.ts';
import { StaleWrite } from '#store/table.ts';
import { checkReferences } from './references.ts';
import type { changeCompanyContract } from './settings-contracts.ts';

export const changeCompany: Operation<typeof changeCompanyContract> = async ({ body, ifMatch }, caller, world) => {
  const before = await readCompany(world.table);
  if (before.version !== ifMatch) throw new StaleWrite([]);
  if (changedFields(before, body).length === 0) return before;
  const checks = await checkReferences(world.table, { members: { defaultOwnerId: body.defaultOwnerId } });
  const after: Company = {
    ...merged(before, body),
    version: before.version + 1,
    updatedAt: world.now.toISOString(),
    updatedBy: caller.memberId,
  };
  return world.commit([putCompany(after), ...checks], after);
};

import type { Company } from '#domain/members/company.ts';
import type { ListEntry } from '#domain/members/list.ts';
import type { ListName } from '#domain/members/list-name.ts';
import { companyKey, listPartition } from './members.ts';
import type { Write } from './table.ts';

/** Under the version before: 0 is the company as delivered, which no row holds. */
export function putCompany(company: Company): Write {
  return {
    op: 'put',
    key: companyKey,
    item: company,
    expect: company.version === 1 ? 'absent' : { version: company.version - 1 },
  };
}

export function putEntry(list: ListName, entry: ListEntry): Write {
  return {
    op: 'put',
    key: { pk: listPartition(list), sk: entry.code },
    item: entry,
    expect: entry.version === 1 ? 'absent' : { version: entry.version - 1 },
  };
}

import { sweepsAreNotRetried } from './agenda.ts';
import { customerManagedKey, deletionProtection, pointInTimeRecovery } from './data-protection.ts';
import { deadLetterAlarms, deadLetters } from './dead-letters.ts';
import { noManagedPolicy, noWildcardAction, noWildcardResource } from './least-privilege.ts';
import { logRetention } from './log-retention.ts';
import { noFixedPlace, noPhysicalNames } from './names.ts';
import { routeCount, stackSize } from './sizes.ts';
import { streamReaders } from './streams.ts';
import { leadingKeys, noScan, tableKey } from './table-grants.ts';
import type { Check } from './template.ts';
import { validWorkflows } from './workflows.ts';

/** What holds for every stage. Each has a canary in test/contract/infra/checks.test.ts. */
export const checks = {
  pointInTimeRecovery,
  customerManagedKey,
  leadingKeys,
  tableKey,
  noScan,
  noWildcardAction,
  noWildcardResource,
  noManagedPolicy,
  logRetention,
  deadLetters,
  deadLetterAlarms,
  sweepsAreNotRetried,
  streamReaders,
  stackSize,
  routeCount,
  noPhysicalNames,
  noFixedPlace,
  validWorkflows,
} as const satisfies Readonly<Record<string, Check>>;

/** And for a stage that keeps its data. */
export const checksOfKeptData = { deletionProtection } as const satisfies Readonly<Record<string, Check>>;

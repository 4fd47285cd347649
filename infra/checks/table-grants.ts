import { type Check, grantsOf, policiesOf, type Statement } from './template.ts';

const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(named);
const itemActions = [
  'BatchGetItem',
  'BatchWriteItem',
  'ConditionCheckItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'UpdateItem',
].map(named);

/** Scan and its disguises read every partition: no condition on keys holds them. */
export const noScan: Check = (templates) =>
  policiesOf(templates)
    .flatMap(grantsOf)
    .flatMap(({ place, actions }) =>
      actions
        .filter((action) => action.startsWith('dynamodb:') && ![...itemActions, ...streamActions].includes(action))
        .map((action) => `${place} grants ${action}, which no key confines.`),
    );

/** Every right to items is confined to named contexts' partitions, also for a request that names no key. */
export const leadingKeys: Check = (templates) =>
  policiesOf(templates)
    .flatMap(grantsOf)
    .filter(({ actions }) => actions.some((action) => itemActions.includes(action)))
    .flatMap(({ place, condition }) => {
      const keys = [condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []].flat();
      return [
        ...(keys.length > 0 && keys.every((key) => /^[a-z]+#\*$/.test(String(key)))
          ? []
          : [`${place} grants items without confining their leading keys to contexts.`]),
        ...(condition['Null']?.['dynamodb:LeadingKeys'] === 'false'
          ? []
          : [`${place} grants items also to a request without a leading key.`]),
      ];
    });

/** DynamoDB opens the table with its key on behalf of the caller: a role without it is refused on AWS. */
export const tableKey: Check = (templates) =>
  policiesOf(templates).flatMap((policy) => {
    const grants = grantsOf(policy);
    const reachesTable = grants.some(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')));
    return reachesTable && !grants.some(opensTable) ? [`${policy.place} reaches the table without its key.`] : [];
  });

function opensTable({ actions, condition }: Statement): boolean {
  const via = JSON.stringify(condition['StringEquals']?.['kms:ViaService'] ?? '');
  return actions.includes('kms:Decrypt') && via.includes('dynamodb.');
}

function named(action: string): string {
  return `dynamodb:${action}`;
}

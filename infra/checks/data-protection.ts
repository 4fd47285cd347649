import { type Check, resourcesOf } from './template.ts';

const tables = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** Our own assertion, because cdk-nag does not see every kind of table. */
export const pointInTimeRecovery: Check = (templates) =>
  resourcesOf(templates, ...tables)
    .filter(({ properties }) => !isOn(properties['PointInTimeRecoverySpecification'], 'PointInTimeRecoveryEnabled'))
    .map(({ place }) => `${place} has no point-in-time recovery.`);

export const customerManagedKey: Check = (templates) =>
  resourcesOf(templates, ...tables)
    .filter(({ properties }) => {
      const encryption = properties['SSESpecification'] as { readonly KMSMasterKeyId?: unknown } | undefined;
      return encryption?.KMSMasterKeyId === undefined;
    })
    .map(({ place }) => `${place} is not encrypted with a key of ours.`);

/** For stages that keep data: nobody deletes the table, its key or the user pool by a slip. */
export const deletionProtection: Check = (templates) => [
  ...resourcesOf(templates, ...tables)
    .filter(({ properties }) => properties['DeletionProtectionEnabled'] !== true)
    .map(({ place }) => `${place} may be deleted.`),
  ...resourcesOf(templates, 'AWS::Cognito::UserPool')
    .filter(({ properties }) => properties['DeletionProtection'] !== 'ACTIVE')
    .map(({ place }) => `${place} may be deleted.`),
  ...resourcesOf(templates, ...tables, 'AWS::Cognito::UserPool', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret')
    .filter(({ DeletionPolicy }) => DeletionPolicy !== 'Retain')
    .map(({ place }) => `${place} goes with its stack.`),
];

function isOn(specification: unknown, name: string): boolean {
  return (specification as Readonly<Record<string, unknown>> | undefined)?.[name] === true;
}

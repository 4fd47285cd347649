import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Context } from '#domain/contexts.ts';
import type { Needs } from './declaration.ts';
import type { BundledFunction } from './function.ts';
import type { Platform } from './platform.ts';

export interface Supply {
  readonly platform: Platform;
  readonly context: Context;
  /** Of the context's own stack, where it has the workflow. */
  readonly escalationArn: string | undefined;
  /** Made in the context's own stack with the first function that needs it. */
  readonly searchBucket: () => Bucket;
}

/** Gives a function of a context its items and what more it declares: variable and right together, and no more. */
export function fulfil(target: BundledFunction, needs: Needs, supply: Supply): void {
  const { platform, context, escalationArn } = supply;
  const { items } = platform;
  const reads = needs.reads ?? [];
  const { readsOnly, batchWrites } = needs;
  items.grant(target.role, readsOnly ? { reads: [context, ...reads] } : { owns: context, reads, batchWrites });
  target.allow({ TABLE_NAME: items.table.tableName });
  if (needs.secrets || needs.mail) target.allow({ PUBLIC_URL: platform.api.apiEndpoint });
  if (needs.secrets) allowSecret(target, platform);
  if (needs.persons) allowPersons(target, needs.persons, platform);
  if (needs.mail) allowMail(target, platform);
  if (needs.escalation) allowEscalation(target, context, escalationArn);
  if (needs.costRecords) allowCostRecords(target, platform);
  if (needs.files) allowFiles(target, platform);
  if (needs.attachments) allowAttachments(target, needs.attachments, platform);
  if (needs.users) allowUsers(target, platform);
  if (needs.searchSnapshot) allowSnapshot(target, needs.searchSnapshot, supply);
}

function allowSecret(target: BundledFunction, { secret }: Platform): void {
  target.allow(
    { SECRET_ARN: secret.secretArn },
    { actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] },
  );
}

/** As functions/http/persons.ts says it to KMS: the key is good for the wrapping keys and nothing else. */
const wrappingKeysOnly = { StringEquals: { 'kms:EncryptionContext:guanxi': 'wrapping-key' } };

function allowPersons(target: BundledFunction, needed: 'read' | 'write', { items }: Platform): void {
  target.allow({ PERSONS_KEY_ARN: items.personsKey.keyArn, PERSONS_KEY_USE: needed });
  target.role.addToPolicy(
    new PolicyStatement({
      actions: needed === 'write' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
      resources: [items.personsKey.keyArn],
      conditions: wrappingKeysOnly,
    }),
  );
}

function allowMail(target: BundledFunction, { mail, stage }: Platform): void {
  target.allow(
    {
      MAIL_TRANSPORT: stage.mail.transport,
      SENDER: stage.mail.sender,
      CONFIGURATION_SET: mail.configurationSet.configurationSetName,
    },
    {
      // The library's own grant leaves out the configuration set, and SES then refuses the mail (aws-cdk#34402).
      actions: ['ses:SendRawEmail'],
      resources: [mail.identity.emailIdentityArn, mail.configurationSetArn],
    },
    // The quota belongs to the account: SES knows no narrower resource for it.
    { actions: ['ses:GetSendQuota'], resources: ['*'] },
  );
}

function allowEscalation(target: BundledFunction, context: Context, escalationArn: string | undefined): void {
  if (escalationArn === undefined)
    throw new Error(`${context} needs the escalation but declares no step escalation-step.`);
  target.allow({ ESCALATION_ARN: escalationArn }, { actions: ['states:StartExecution'], resources: [escalationArn] });
}

function allowCostRecords(target: BundledFunction, { costs }: Platform): void {
  target.allow(
    { COST_BUCKET: costs.bucket.bucketName },
    { actions: ['s3:ListBucket'], resources: [costs.bucket.bucketArn] },
    { actions: ['s3:GetObject'], resources: [costs.bucket.arnForObjects('records/*')] },
  );
}

/** A presigned link is good for what its signer may do, so there is no right to list or to remove. */
function allowFiles(target: BundledFunction, { files }: Platform): void {
  target.allow(
    { FILES_BUCKET: files.bucket.bucketName },
    { actions: ['s3:GetObject', 's3:PutObject'], resources: folders.map((each) => files.bucket.arnForObjects(each)) },
  );
}

/** The bucket has the key of the items, which S3 uses on behalf of whoever reads or writes. */
function allowAttachments(
  target: BundledFunction,
  actions: NonNullable<Needs['attachments']>,
  { attachments, items }: Platform,
): void {
  const { bucket } = attachments;
  target.allow(
    { ATTACHMENTS_BUCKET: bucket.bucketName },
    { actions: [...actions], resources: [bucket.arnForObjects('attachments/*')] },
  );
  const uses = [
    ...(actions.includes('s3:GetObject') ? ['kms:Decrypt'] : []),
    ...(actions.includes('s3:PutObject') ? ['kms:GenerateDataKey'] : []),
  ];
  if (uses.length > 0) allowKeyThroughS3(target, uses, items);
}

function allowKeyThroughS3(target: BundledFunction, actions: string[], { key }: Platform['items']): void {
  target.role.addToPolicy(
    new PolicyStatement({
      actions,
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Aws.REGION}.amazonaws.com` } },
    }),
  );
}

const folders = ['imports/*', 'exports/*'];

function allowUsers(target: BundledFunction, { pool }: Platform): void {
  target.allow(
    { USER_POOL_ID: pool.userPoolId },
    {
      actions: [
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminDisableUser',
        'cognito-idp:AdminEnableUser',
        'cognito-idp:AdminUpdateUserAttributes',
        'cognito-idp:AdminUserGlobalSignOut',
      ],
      resources: [pool.userPoolArn],
    },
  );
}

/** Without the right to list, S3 answers that a missing object is forbidden. The bucket has the key of the items. */
function allowSnapshot(target: BundledFunction, needed: 'read' | 'write', { platform, searchBucket }: Supply): void {
  const bucket = searchBucket();
  const actions = needed === 'write' ? ['s3:GetObject', 's3:PutObject'] : ['s3:GetObject'];
  target.allow(
    { SEARCH_BUCKET: bucket.bucketName },
    { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
    { actions, resources: [bucket.arnForObjects('snapshot')] },
  );
  allowKeyThroughS3(
    target,
    needed === 'write' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
    platform.items,
  );
}

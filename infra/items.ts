import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Context } from '#domain/contexts.ts';
import type { Stage } from './stages.ts';

/** The sparse index of what waits for an instant. */
export const agendaIndex = 'agenda';

/** As `agendaShards` in store/keys.ts, which infra/ may not import; test/contract/infra compares the two. */
export const agendaShards = 4;

export interface ItemsProps {
  readonly stage: Stage;
}

interface Grant {
  readonly owns?: Context;
  readonly reads?: readonly Context[];
  readonly batchWrites?: boolean | undefined;
}

/**
 * The one table with its key. `Table` and not `TableV2`, which cannot render a customer-managed key without a fixed
 * region and whose settings cdk-nag does not see.
 */
export class Items extends Construct {
  readonly table: Table;
  readonly key: Key;
  /** Of its own, so that a right to the items is none to what of a person is sealed in them. */
  readonly personsKey: Key;

  constructor(scope: Construct, id: string, { stage }: ItemsProps) {
    super(scope, id);
    const removalPolicy = stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'key', {
      enableKeyRotation: true,
      description: 'Encrypts the items of Guanxi',
      removalPolicy,
    });
    this.personsKey = new Key(this, 'persons-key', {
      enableKeyRotation: true,
      description: 'Seals the wrapping keys of persons (store/sealed-values.ts)',
      removalPolicy,
    });
    this.table = new Table(this, 'table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.keepsData,
      timeToLiveAttribute: 'expiresAt',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      removalPolicy,
    });
    this.addIndexes();
  }

  /** All four from the first deployment: CloudFormation makes or removes one per update. */
  private addIndexes(): void {
    this.table.addGlobalSecondaryIndex({
      indexName: agendaIndex,
      partitionKey: { name: 'agendapk', type: AttributeType.STRING },
      sortKey: { name: 'agendask', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    for (const indexName of ['gsi1', 'gsi2', 'gsi3']) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: `${indexName}pk`, type: AttributeType.STRING },
        sortKey: { name: `${indexName}sk`, type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: ['slim'],
      });
    }
  }

  /** The context's own partitions to read and write, others' to read. Nobody gets Scan. */
  grant(role: IRole, { owns, reads = [], batchWrites = false }: Grant): void {
    const foreign = reads.filter((context) => context !== owns);
    const onOwn = [...readActions, ...writeActions, ...(batchWrites ? ['dynamodb:BatchWriteItem'] : [])];
    if (owns !== undefined) role.addToPrincipalPolicy(this.partitions([owns], onOwn));
    // With its own among them: one request may ask for rows of several contexts, and one statement must allow it whole.
    const readable = owns === undefined ? foreign : [owns, ...foreign];
    if (foreign.length > 0) role.addToPrincipalPolicy(this.partitions(readable, readActions));
    this.grantKey(role);
  }

  /** What an event source mapping needs to follow the table's stream. */
  grantStream(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [`${this.table.tableArn}/stream/*`],
      }),
    );
    this.grantKey(role);
  }

  /** Null: ForAllValues is true when a request has no leading key at all. */
  private partitions(contexts: readonly Context[], actions: string[]): PolicyStatement {
    return new PolicyStatement({
      actions,
      resources: [this.table.tableArn, `${this.table.tableArn}/index/*`],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': contexts.map((context) => `${context}#*`) },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  }

  /** DynamoDB uses the table's key on behalf of the caller: without this every call is refused on AWS. */
  private grantKey(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com` } },
      }),
    );
  }
}

const readActions = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const writeActions = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Assembly, type AssemblyOptions } from '#local/assembly.ts';

export type Resources = Readonly<Record<string, { readonly Type: string } & Readonly<Record<string, unknown>>>>;

export interface Stack {
  readonly resources: Resources;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A folder inside the project that is gone after the test file. */
export function scratch(): string {
  const dir = join(import.meta.dirname, '../../../.guanxi/test', randomUUID());
  mkdirSync(dir, { recursive: true });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Writes a cloud assembly as the CDK does. Code of functions is given by asset name and stands as ES module text. */
export function writeAssembly(
  stacks: Readonly<Record<string, Stack>>,
  code: Readonly<Record<string, string>> = {},
): string {
  const dir = scratch();
  const artifacts: Record<string, unknown> = {};
  for (const [name, { resources, outputs = {}, dependencies = [], more = {} }] of Object.entries(stacks)) {
    const template = { Resources: resources, Outputs: outputs, ...more };
    writeFileSync(join(dir, `${name}.template.json`), JSON.stringify(template));
    const files = Object.fromEntries(
      Object.keys(code).map((asset) => [asset, { source: { path: `asset.${asset}`, packaging: 'zip' } }]),
    );
    writeFileSync(join(dir, `${name}.assets.json`), JSON.stringify({ files }));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      dependencies,
      properties: { templateFile: `${name}.template.json` },
    };
  }
  for (const [asset, source] of Object.entries(code)) {
    mkdirSync(join(dir, `asset.${asset}`));
    writeFileSync(join(dir, `asset.${asset}`, 'index.mjs'), source);
  }
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ artifacts }));
  return dir;
}

/** One stack named App. */
export function assembly(
  resources: Resources,
  code: Readonly<Record<string, string>> = {},
  options: AssemblyOptions = {},
): Assembly {
  return new Assembly(writeAssembly({ App: { resources } }, code), options);
}

/** A function whose role is `role` and whose code is the asset of its own name. */
export function lambda(name: string, properties: Readonly<Record<string, unknown>> = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/role',
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      MemorySize: 128,
      Timeout: 3,
      ...properties,
    },
  };
}

/** A variable of Fn::Sub. */
export const variable = (name: string) => `\${${name}}`;

export const functionArn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;

/** The product's table in small: one index, a stream, time to live and a key of its own. */
export const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'items',
    AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'agendapk', 'agendask'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: ['gsi1', 'agenda'].map((index) => ({
      IndexName: index,
      KeySchema: [
        { AttributeName: `${index}pk`, KeyType: 'HASH' },
        { AttributeName: `${index}sk`, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    SSESpecification: { SSEEnabled: true, KMSMasterKeyId: { 'Fn::GetAtt': ['key', 'Arn'] }, SSEType: 'KMS' },
  },
};

export const key = { Type: 'AWS::KMS::Key', Properties: {} };

export function role(...statements: readonly Readonly<Record<string, unknown>>[]) {
  return {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'role', Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }] },
  };
}

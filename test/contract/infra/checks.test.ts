import { readFileSync, rmSync } from 'node:fs';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { acknowledgements } from '#infra/checks/acknowledgements.ts';
import { checks, checksOfKeptData } from '#infra/checks/all.ts';
import { type Finding, nagFaults, nagFindings } from '#infra/checks/nag.ts';
import { routesMax, stackResourcesMax } from '#infra/checks/sizes.ts';
import type { Check, Template, Templates } from '#infra/checks/template.ts';
import { scratchFolder } from '#infra/scratch.ts';
import { sampleDeclarations } from './sample.ts';
import { synthesized } from './sample-assembly.ts';

const { app, templates } = synthesized(sampleDeclarations);
const all: Readonly<Record<string, Check>> = { ...checks, ...checksOfKeptData };

interface Loose {
  Type: string;
  DeletionPolicy?: string;
  Metadata?: Record<string, unknown>;
  Properties: Record<string, unknown>;
}

/** The sample with every resource of a type (and, where stated, that the test picks) changed. */
function spoilt(
  type: string,
  spoil: (resource: Loose) => void,
  pick: (resource: Loose) => boolean = () => true,
): Templates {
  const copy = structuredClone(templates) as Record<string, Template>;
  const found = Object.values(copy)
    .flatMap(({ Resources }) => Object.values(Resources) as unknown as Loose[])
    .filter((resource) => resource.Type === type && pick(resource));
  if (found.length === 0) throw new Error(`The sample has no ${type} to spoil.`);
  for (const resource of found) spoil(resource);
  return copy;
}

function without(type: string, property: string): Templates {
  return spoilt(type, ({ Properties }) => {
    delete Properties[property];
  });
}

function withProperty(type: string, property: string, value: unknown): Templates {
  return spoilt(type, ({ Properties }) => {
    Properties[property] = value;
  });
}

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, unknown>;
}

function withStatements(spoil: (statement: Statement) => void): Templates {
  return spoilt('AWS::IAM::Policy', ({ Properties }) => {
    const { Statement: statements } = Properties['PolicyDocument'] as { Statement: Statement[] };
    for (const statement of statements)
      if (JSON.stringify(statement.Action).includes('dynamodb:Query')) spoil(statement);
  });
}

function crowded(count: number, type: string): Templates {
  const Resources = Object.fromEntries(Array.from({ length: count }, (_, i) => [`r${i}`, { Type: type }]));
  return { crowded: { Resources } };
}

const target = (change: (target: Record<string, unknown>) => void) => (resource: Loose) =>
  change(resource.Properties['Target'] as Record<string, unknown>);

/** What each check exists to refuse. */
const canaries: Readonly<Record<string, readonly Templates[]>> = {
  pointInTimeRecovery: [without('AWS::DynamoDB::Table', 'PointInTimeRecoverySpecification')],
  customerManagedKey: [withProperty('AWS::DynamoDB::Table', 'SSESpecification', { SSEEnabled: true })],
  deletionProtection: [
    without('AWS::DynamoDB::Table', 'DeletionProtectionEnabled'),
    without('AWS::Cognito::UserPool', 'DeletionProtection'),
    spoilt('AWS::KMS::Key', (resource) => {
      resource.DeletionPolicy = 'Delete';
    }),
  ],
  leadingKeys: [
    withStatements((statement) => {
      delete statement.Condition;
    }),
    withStatements((statement) => {
      statement.Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['tickets#*'] } };
    }),
    withStatements((statement) => {
      statement.Condition = {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      };
    }),
  ],
  tableKey: [
    spoilt('AWS::IAM::Policy', ({ Properties }) => {
      const document = Properties['PolicyDocument'] as { Statement: Statement[] };
      document.Statement = document.Statement.filter(({ Action }) => !JSON.stringify(Action).includes('kms:'));
    }),
  ],
  noScan: [
    withStatements((statement) => {
      statement.Action = [statement.Action, 'dynamodb:Scan'].flat();
    }),
    withStatements((statement) => {
      statement.Action = [statement.Action, 'dynamodb:PartiQLSelect'].flat();
    }),
  ],
  noWildcardAction: [
    withStatements((statement) => {
      statement.Action = 'dynamodb:*';
    }),
  ],
  noWildcardResource: [
    withStatements((statement) => {
      statement.Resource = '*';
    }),
  ],
  noManagedPolicy: [
    withProperty('AWS::IAM::Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
  ],
  logRetention: [without('AWS::Logs::LogGroup', 'RetentionInDays'), without('AWS::Lambda::Function', 'LoggingConfig')],
  deadLetters: [
    without('AWS::SQS::Queue', 'RedrivePolicy'),
    without('AWS::Lambda::EventSourceMapping', 'DestinationConfig'),
    spoilt('AWS::Events::Rule', ({ Properties }) => {
      for (const each of Properties['Targets'] as Record<string, unknown>[]) delete each['DeadLetterConfig'];
    }),
    spoilt(
      'AWS::Scheduler::Schedule',
      target((each) => {
        delete each['DeadLetterConfig'];
      }),
    ),
  ],
  deadLetterAlarms: [without('AWS::CloudWatch::Alarm', 'Dimensions')],
  sweepsAreNotRetried: [
    spoilt(
      'AWS::Scheduler::Schedule',
      target((each) => {
        delete each['RetryPolicy'];
      }),
      ({ Metadata }) => Metadata?.['agenda'] !== undefined,
    ),
  ],
  streamReaders: [
    without('AWS::Lambda::EventSourceMapping', 'FilterCriteria'),
    withProperty('AWS::Lambda::EventSourceMapping', 'StartingPosition', 'LATEST'),
  ],
  stackSize: [crowded(stackResourcesMax + 1, 'AWS::SQS::Queue')],
  routeCount: [crowded(routesMax + 1, 'AWS::ApiGatewayV2::Route')],
  noPhysicalNames: [
    withProperty('AWS::DynamoDB::Table', 'TableName', 'guanxi'),
    withProperty('AWS::Lambda::Function', 'FunctionName', 'guanxi-http'),
  ],
  noFixedPlace: [
    withProperty('AWS::Lambda::Function', 'Role', 'arn:aws:iam::123456789012:role/x'),
    withProperty('AWS::Lambda::Function', 'Environment', { Variables: { AWS: 'eu-central-1' } }),
  ],
  validWorkflows: [
    withProperty('AWS::StepFunctions::StateMachine', 'DefinitionString', '{"StartAt":"A","States":{}}'),
    withProperty(
      'AWS::StepFunctions::StateMachine',
      'DefinitionString',
      JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Nowhere',
        States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } },
      }),
    ),
  ],
};

describe('the checks of the assembly', () => {
  test('each check has a canary', () => {
    expect(Object.keys(canaries).sort()).toEqual(Object.keys(all).sort());
  });

  test.each(Object.entries(all))('%s accepts the sample, and refuses what it exists to refuse', (name, check) => {
    expect(check(templates)).toEqual([]);
    for (const canary of canaries[name] ?? []) expect(check(canary)).not.toEqual([]);
  });
});

describe('cdk-nag', () => {
  const findings = nagFindings(app);

  test('cdk-nag sees our tree: without acknowledgements there is something to answer for', () => {
    expect(nagFaults(findings, []).length).toBeGreaterThan(5);
  });

  test('each acknowledgement hides something and together they hide all of the sample', () => {
    expect(nagFaults(findings, acknowledgements)).toEqual([]);
  });

  test('a finding that nobody has answered for is told with its rule and place', () => {
    const open: Finding = {
      rule: 'AwsSolutions-SQS4',
      at: 'events/queue',
      what: 'The queue takes requests without SSL.',
    };

    expect(nagFaults([...findings, open], acknowledgements)).toEqual([
      'AwsSolutions-SQS4 at events/queue: The queue takes requests without SSL.',
    ]);
  });

  test('each acknowledgement gives its reason in a sentence', () => {
    for (const { reason } of acknowledgements) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });
});

test("what breaks CloudFormation's own rules is not synthesized: the context of cdk.json makes them errors", () => {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const outdir = scratchFolder('validation');
  const broken = new App({ outdir, analyticsReporting: false, context });
  const properties = { VisibilityTimeout: 'long' };
  new CfnResource(new Stack(broken, 'broken'), 'queue', { type: 'AWS::SQS::Queue', properties });

  try {
    expect(() => broken.synth()).toThrow("'long' is not of type 'integer'");
  } finally {
    rmSync(outdir, { recursive: true });
  }
}, 30_000);

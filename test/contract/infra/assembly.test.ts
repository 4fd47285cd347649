import { describe, expect, test } from 'vitest';
import { type Placed, resourcesOf } from '#infra/checks/template.ts';
import { agendaIndex, agendaShards } from '#infra/items.ts';
import { stageNamed } from '#infra/stages.ts';
import { agendaPartition, indexNames, agendaShards as shardsOfTheStore } from '#store/keys.ts';
import { sampleDeclarations } from './sample.ts';
import { synthesized } from './sample-assembly.ts';

const { templates } = synthesized(sampleDeclarations);

function only(type: string, stack: string): Placed {
  const [found, ...more] = resourcesOf(templates, type).filter((resource) => resource.stack === stack);
  if (found === undefined || more.length > 0) throw new Error(`${stack} has not exactly one ${type}.`);
  return found;
}

function functionOf(stack: string, file: string): Placed {
  const found = resourcesOf(templates, 'AWS::Lambda::Function').find(
    (fn) => fn.stack === stack && String(fn.properties['Description']).endsWith(file),
  );
  if (found === undefined) throw new Error(`${stack} has no function of ${file}.`);
  return found;
}

function variables(fn: Placed): readonly string[] {
  const { Variables } = fn.properties['Environment'] as { readonly Variables: Record<string, unknown> };
  return Object.keys(Variables).sort();
}

/** The policies of a function's role, as JSON. */
function rightsOf(fn: Placed): string {
  const role = JSON.stringify((fn.properties['Role'] as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt'][0]);
  const policies = resourcesOf(templates, 'AWS::IAM::Policy').filter(
    ({ stack, properties }) => stack === fn.stack && JSON.stringify(properties['Roles']).includes(role),
  );
  return JSON.stringify(policies.map(({ properties }) => properties['PolicyDocument']));
}

describe('routes', () => {
  const routes = resourcesOf(templates, 'AWS::ApiGatewayV2::Route');

  test('every contract has its route in its own stack, with a token exactly where the contract asks for one', () => {
    const expected = sampleDeclarations.flatMap(({ context, contracts }) =>
      contracts.map(({ method, path, permission }) => [
        context,
        `${method} ${path}`,
        permission === 'public' ? 'NONE' : 'JWT',
      ]),
    );
    const made = routes
      .filter(({ stack }) => stack !== 'api')
      .map(({ stack, properties }) => [stack, properties['RouteKey'], properties['AuthorizationType']]);

    expect(made.sort()).toEqual(expected.sort());
  });

  test('what no route answers reaches the function that says so in our words, without a token', () => {
    const keys = routes.filter(({ stack }) => stack === 'api').map(({ properties }) => properties['RouteKey']);

    expect(keys.sort()).toEqual(['$default', 'GET /docs', 'GET /v1/openapi.json']);
  });

  test('one permission lets the API call a function, however many routes it has', () => {
    const permissions = resourcesOf(templates, 'AWS::Lambda::Permission').filter(({ stack }) => stack === 'tickets');

    expect(permissions).toHaveLength(1);
  });

  test('tokens of another issuer are accepted where the stage says so', () => {
    const issuer = { url: 'https://id.example.com', audience: ['crm'] };
    const foreign = synthesized([], { ...stageNamed('prod'), issuer }).templates;

    expect(resourcesOf(foreign, 'AWS::ApiGatewayV2::Authorizer')[0]?.properties['JwtConfiguration']).toEqual({
      Issuer: issuer.url,
      Audience: issuer.audience,
    });
  });
});

describe('rights', () => {
  test('a function writes its own partitions and only reads those that its context declares', () => {
    const rights = rightsOf(functionOf('tickets', 'functions/tickets/index.ts'));

    expect(rights).toContain('"dynamodb:LeadingKeys":["tickets#*"]');
    expect(rights).toMatch(
      /"Action":\["dynamodb:BatchGetItem","dynamodb:GetItem","dynamodb:Query"\],"Condition":\{"ForAllValues:StringLike":\{"dynamodb:LeadingKeys":\["tickets#\*","customers#\*","members#\*"\]\}/,
    );
  });

  test('the claims trigger reads members and writes nothing', () => {
    const rights = rightsOf(functionOf('identity', 'functions/members/claims.ts'));

    expect(rights).toContain('"dynamodb:LeadingKeys":["members#*"]');
    expect(rights).not.toContain('PutItem');
  });

  test('the relay publishes and follows the stream, but cannot read an item of its own accord', () => {
    const rights = rightsOf(functionOf('events', 'functions/relay/index.ts'));

    expect(rights).toContain('events:PutEvents');
    expect(rights).not.toContain('dynamodb:GetItem');
  });

  test('a mail may go out through the identity and through the configuration set, which SES asks for both', () => {
    const rights = rightsOf(functionOf('mail', 'functions/mail/on-mail-sent.ts'));

    const [, resources = ''] = /"ses:SendRawEmail","Effect":"Allow","Resource":(.*?)\},\{"Action"/.exec(rights) ?? [];
    expect(resources).toContain(':identity/');
    expect(resources).toContain(':configuration-set/');
  });

  test('each need brings its variable, and nothing brings one that was not declared', () => {
    const base = ['POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME', 'STAGE', 'TABLE_NAME'];
    const seen = (stack: string, file: string) =>
      variables(functionOf(stack, file)).filter((name) => !base.includes(name));

    expect(seen('tickets', 'tickets/index.ts')).toEqual([]);
    expect(seen('tickets', 'on-ticket-opened.ts')).toEqual(['DEAD_LETTER_URL', 'ESCALATION_ARN']);
    expect(seen('mail', 'mail/index.ts')).toEqual([
      'ATTACHMENTS_BUCKET',
      'FILES_BUCKET',
      'PUBLIC_URL',
      'SECRET_ARN',
      'USER_POOL_ID',
    ]);
    expect(seen('mail', 'on-mail-sent.ts')).toEqual([
      'CONFIGURATION_SET',
      'DEAD_LETTER_URL',
      'MAIL_TRANSPORT',
      'PUBLIC_URL',
      'SENDER',
    ]);
    expect(seen('mail', 'recount.ts')).toEqual(['COST_BUCKET']);
  });
});

test('a link is good for what its signer may do: who takes files in may neither list nor remove them', () => {
  const rights = rightsOf(functionOf('mail', 'functions/mail/index.ts'));

  expect(rights).toMatch(
    /"Action":"s3:PutObject","Effect":"Allow","Resource":\{"Fn::Join":\["",\[.{0,200}\/attachments\/\*/,
  );
  expect(rights).toContain('kms:GenerateDataKey');
  expect(rights).not.toMatch(/s3:(ListBucket|DeleteObject)/);
});

describe('the bucket of attachments', () => {
  const buckets = resourcesOf(templates, 'AWS::S3::Bucket').filter(({ stack }) => stack === 'data');
  const [bucket] = buckets;

  test('is encrypted with our key, private, restorable, retained, and tells of what comes', () => {
    expect(buckets).toHaveLength(1);
    expect(bucket?.DeletionPolicy).toBe('Retain');
    expect(bucket?.properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    const policies = resourcesOf(templates, 'AWS::S3::BucketPolicy').filter(({ stack }) => stack === 'data');
    expect(JSON.stringify(policies)).toContain('"aws:SecureTransport":"false"');
  });
});

describe('time and events', () => {
  test('a schedule that serves an agenda says where its work stands, in the words of the store', () => {
    const schedule = only('AWS::Scheduler::Schedule', 'tickets');

    expect(schedule.Metadata?.['agenda']).toEqual({ index: agendaIndex, prefix: 'tickets#due', shards: agendaShards });
    expect(agendaShards).toBe(shardsOfTheStore);
    expect(agendaPartition('tickets', 0)).toBe('tickets#due#0');
  });

  test('the table has the indexes of the store', () => {
    const indexes = only('AWS::DynamoDB::Table', 'data').properties['GlobalSecondaryIndexes'] as {
      readonly IndexName: string;
      readonly Projection: unknown;
    }[];

    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(['agenda', ...indexNames]);
    expect(indexes.map(({ Projection }) => Projection)).toEqual([
      { ProjectionType: 'KEYS_ONLY' },
      ...indexNames.map(() => ({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['slim'] })),
    ]);
  });

  test('the relay is woken by news and by nothing else', () => {
    const { FilterCriteria } = only('AWS::Lambda::EventSourceMapping', 'events').properties as {
      FilterCriteria: { readonly Filters: readonly { readonly Pattern: string }[] };
    };

    expect(FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { news: { N: ['1'] } } } },
    ]);
  });

  test('a subscription hears its events on our bus, or those of SES on the default bus of the account', () => {
    const ours = only('AWS::Events::Rule', 'tickets').properties;
    const ofSes = only('AWS::Events::Rule', 'mail').properties;

    expect(ours['EventPattern']).toEqual({ source: ['guanxi.tickets'], 'detail-type': ['ticket.opened'] });
    expect(ours['EventBusName']).toBeDefined();
    expect(ofSes['EventPattern']).toEqual({ source: ['aws.ses'], 'detail-type': ['Email Bounced'] });
    expect(ofSes['EventBusName'] ?? 'default').toBe('default');
  });

  test('a message that is being worked on is not handed out again before the function must have ended', () => {
    const queues = resourcesOf(templates, 'AWS::SQS::Queue').filter(({ properties }) => properties['RedrivePolicy']);
    const { Timeout } = functionOf('tickets', 'on-ticket-opened.ts').properties as { Timeout: number };

    expect(queues).not.toHaveLength(0);
    for (const { properties } of queues) expect(properties['VisibilityTimeout']).toBe(Timeout * 6);
  });
});

describe('stages', () => {
  test('a stage that nobody has described is refused by name', () => {
    expect(() => stageNamed('staging')).toThrow('There is no stage staging');
  });

  test('an escalation without its workflow is refused while the assembly is made', () => {
    const declaration = { context: 'mail', contracts: [], http: { escalation: true } } as const;

    expect(() => synthesized([declaration])).toThrow('escalation-step');
  });
});

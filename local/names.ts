import { type JsonObject, maybeTextAt } from './json.ts';

/** Where the laptop pretends to be. A real region, so that issuers and ARNs have the form that code expects. */
export const account = '000000000000';
export const region = 'eu-central-1';
export const partition = 'aws';

export function arnOf(service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

interface Named {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly properties: JsonObject;
}

interface Naming {
  /** Physical name: the template's, else made from stack and logical id, so that it is the same at every start. */
  readonly name?: (properties: JsonObject, generated: string) => string | undefined;
  readonly arn: (name: string, properties: JsonObject) => string;
  /** What Ref answers; the name unless stated. */
  readonly ref?: (resource: Named) => string;
  /** What Fn::GetAtt answers besides Arn. */
  readonly attributes?: Readonly<Record<string, (resource: Named) => string>>;
}

const byArn = (resource: Named) => resource.arn;
const byName = (resource: Named) => resource.name;
const named = (property: string) => (properties: JsonObject) => maybeTextAt(properties, property);

/** Short, stable ids where AWS makes ids that are no names (user pools, APIs). */
function shortId(generated: string, length: number): string {
  let hash = 0x811c9dc5n;
  for (const char of generated) hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return `${hash.toString(36)}${hash.toString(36).split('').reverse().join('')}`.slice(0, length);
}

export const queueHost = `https://sqs.${region}.amazonaws.com`;

export function queueUrl(name: string, host: string = queueHost): string {
  return `${host}/${account}/${name}`;
}

export function issuerOf(userPoolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

function ruleArn(name: string, properties: JsonObject): string {
  const bus = (maybeTextAt(properties, 'EventBusName') ?? 'default').split('/').at(-1);
  return arnOf('events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
}

const table: Naming = {
  name: named('TableName'),
  arn: (name) => arnOf('dynamodb', `table/${name}`),
  attributes: { StreamArn: (it) => `${it.arn}/stream/2026-01-01T00:00:00.000` },
};

const key: Naming = {
  name: (_, generated) => `${shortId(generated, 8)}-0000-4000-8000-${shortId(generated, 12)}`,
  arn: (name) => arnOf('kms', `key/${name}`),
  attributes: { KeyId: byName },
};

export const namings: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::KMS::Key': key,
  'AWS::KMS::Alias': { name: named('AliasName'), arn: (name) => arnOf('kms', name) },
  'AWS::Lambda::Function': {
    name: (properties, generated) => maybeTextAt(properties, 'FunctionName') ?? generated.slice(-64),
    arn: (name) => arnOf('lambda', `function:${name}`),
  },
  'AWS::Lambda::EventSourceMapping': {
    name: (_, generated) => shortId(generated, 12),
    arn: (name) => arnOf('lambda', `event-source-mapping:${name}`),
    attributes: { Id: byName, EventSourceMappingArn: byArn },
  },
  'AWS::IAM::Role': {
    name: named('RoleName'),
    arn: (name) => `arn:${partition}:iam::${account}:role/${name}`,
    attributes: { RoleId: (it) => `AROA${shortId(it.name, 16).toUpperCase()}` },
  },
  'AWS::IAM::ManagedPolicy': {
    name: named('ManagedPolicyName'),
    arn: (name) => `arn:${partition}:iam::${account}:policy/${name}`,
    ref: byArn,
    attributes: { PolicyArn: byArn },
  },
  'AWS::SQS::Queue': {
    name: named('QueueName'),
    arn: (name) => arnOf('sqs', name),
    ref: (it) => queueUrl(it.name),
    attributes: { QueueName: byName, QueueUrl: (it) => queueUrl(it.name) },
  },
  'AWS::SNS::Topic': {
    name: named('TopicName'),
    arn: (name) => arnOf('sns', name),
    ref: byArn,
    attributes: { TopicName: byName, TopicArn: byArn },
  },
  'AWS::Events::EventBus': {
    name: named('Name'),
    arn: (name) => arnOf('events', `event-bus/${name}`),
    attributes: { Name: byName },
  },
  'AWS::Events::Rule': { name: named('Name'), arn: ruleArn },
  'AWS::Scheduler::ScheduleGroup': { name: named('Name'), arn: (name) => arnOf('scheduler', `schedule-group/${name}`) },
  'AWS::Scheduler::Schedule': {
    name: named('Name'),
    arn: (name, properties) =>
      arnOf('scheduler', `schedule/${maybeTextAt(properties, 'GroupName') ?? 'default'}/${name}`),
  },
  'AWS::StepFunctions::StateMachine': {
    name: named('StateMachineName'),
    arn: (name) => arnOf('states', `stateMachine:${name}`),
    ref: byArn,
    attributes: { Name: byName },
  },
  'AWS::Cognito::UserPool': {
    name: (_, generated) => `${region}_${shortId(generated, 9)}`,
    arn: (name) => arnOf('cognito-idp', `userpool/${name}`),
    attributes: {
      UserPoolId: byName,
      ProviderName: (it) => `cognito-idp.${region}.amazonaws.com/${it.name}`,
      ProviderURL: (it) => issuerOf(it.name),
    },
  },
  'AWS::Cognito::UserPoolClient': {
    name: (_, generated) => shortId(generated, 26),
    arn: (name) => arnOf('cognito-idp', `client/${name}`),
    attributes: { ClientId: byName, Name: byName },
  },
  'AWS::ApiGatewayV2::Api': {
    name: (_, generated) => shortId(generated, 10),
    arn: (name) => `arn:${partition}:apigateway:${region}::/apis/${name}`,
    attributes: { ApiId: byName, ApiEndpoint: (it) => apiEndpoint(it.name) },
  },
  'AWS::ApiGatewayV2::Stage': { name: named('StageName'), arn: (name) => arnOf('apigateway', `stages/${name}`) },
  'AWS::ApiGatewayV2::Integration': plain('integrations'),
  'AWS::ApiGatewayV2::Authorizer': { ...plain('authorizers'), attributes: { AuthorizerId: byName } },
  'AWS::ApiGatewayV2::Route': { ...plain('routes'), attributes: { RouteId: byName } },
  'AWS::SES::EmailIdentity': {
    name: named('EmailIdentity'),
    arn: (name) => arnOf('ses', `identity/${name}`),
    attributes: Object.fromEntries(
      [1, 2, 3].flatMap((n) => [
        [`DkimDNSTokenName${n}`, (it: Named) => `token${n}._domainkey.${it.name}`],
        [`DkimDNSTokenValue${n}`, () => `token${n}.dkim.amazonses.com`],
      ]),
    ),
  },
  'AWS::SES::ConfigurationSet': {
    name: named('Name'),
    arn: (name) => arnOf('ses', `configuration-set/${name}`),
  },
  'AWS::SecretsManager::Secret': {
    name: named('Name'),
    // Secrets Manager ends every ARN with six random characters.
    arn: (name) => arnOf('secretsmanager', `secret:${name}-${shortId(name, 6)}`),
    ref: byArn,
    attributes: { Id: byArn },
  },
  'AWS::S3::Bucket': {
    name: (properties, generated) => maybeTextAt(properties, 'BucketName') ?? generated.toLowerCase().slice(-63),
    arn: (name) => `arn:${partition}:s3:::${name}`,
    attributes: {
      DomainName: (it) => `${it.name}.s3.amazonaws.com`,
      RegionalDomainName: (it) => `${it.name}.s3.${region}.amazonaws.com`,
    },
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: named('DeliveryStreamName'),
    arn: (name) => arnOf('firehose', `deliverystream/${name}`),
  },
  'AWS::Logs::LogGroup': {
    name: named('LogGroupName'),
    arn: (name) => arnOf('logs', `log-group:${name}:*`),
    attributes: { LogGroupName: byName },
  },
  'AWS::CloudWatch::Alarm': { name: named('AlarmName'), arn: (name) => arnOf('cloudwatch', `alarm:${name}`) },
  'AWS::CloudWatch::CompositeAlarm': { name: named('AlarmName'), arn: (name) => arnOf('cloudwatch', `alarm:${name}`) },
};

/** Placeholder in resolved texts for the address of the API, which is known once the port is. */
export function apiEndpoint(apiId: string): string {
  return `https://${apiId}.execute-api.${region}.amazonaws.com`;
}

function plain(kind: string): Naming {
  return {
    name: (_, generated) => shortId(generated, 10),
    arn: (name) => `arn:${partition}:apigateway:${region}::/${kind}/${name}`,
  };
}

import type { Assembly } from './assembly.ts';

/** What becomes of a type of resource on the laptop. */
export type Treatment =
  | { readonly run: string }
  /** Left out knowingly: what is then missing. */
  | { readonly ignored: string }
  | { readonly refused: string };

const run = (by: string): Treatment => ({ run: by });
const ignored = (reason: string): Treatment => ({ ignored: reason });
const refused = (reason: string): Treatment => ({ refused: reason });

const nobodyWatches = 'nobody is woken by a laptop; the log has what happened';
const resourcePolicy = 'policies of roles are enforced, those of resources are not';

/** Every type of resource that may stand in the assembly. A type that is not here stops the start. */
export const treatments: Readonly<Record<string, Treatment>> = {
  'AWS::ApiGatewayV2::Api': run('http-api.ts'),
  'AWS::ApiGatewayV2::Authorizer': run('http-api.ts'),
  'AWS::ApiGatewayV2::Integration': run('http-api.ts'),
  'AWS::ApiGatewayV2::Route': run('http-api.ts'),
  'AWS::ApiGatewayV2::Stage': ignored('only $default is served, without throttling and access log'),
  'AWS::CDK::Metadata': ignored('says which library made the template'),
  'AWS::CloudFormation::CustomResource': refused('it would run code at deployment that the laptop cannot'),
  'AWS::CloudFormation::Stack': refused('nested stacks are not read'),
  'AWS::CloudWatch::Alarm': ignored(nobodyWatches),
  'AWS::CloudWatch::CompositeAlarm': ignored(nobodyWatches),
  'AWS::CloudWatch::Dashboard': ignored(nobodyWatches),
  'AWS::Cognito::UserPool': run('users.ts'),
  'AWS::Cognito::UserPoolClient': run('users.ts'),
  'AWS::DynamoDB::GlobalTable': run('dynamodb/'),
  'AWS::DynamoDB::Table': run('dynamodb/'),
  'AWS::Events::EventBus': run('events/bus.ts'),
  'AWS::Events::Rule': run('events/bus.ts'),
  'AWS::IAM::ManagedPolicy': run('iam/policies.ts'),
  'AWS::IAM::Policy': run('iam/policies.ts'),
  'AWS::IAM::Role': run('iam/policies.ts'),
  'AWS::KinesisFirehose::DeliveryStream': run('logs.ts'),
  'AWS::KMS::Alias': ignored('keys are known by their ARN'),
  'AWS::KMS::Key': run('keys/service.ts'),
  'AWS::Lambda::EventInvokeConfig': run('events/delivery.ts'),
  'AWS::Lambda::EventSourceMapping': run('dynamodb/streams.ts and queues/mapping.ts'),
  'AWS::Lambda::Function': run('lambda/'),
  'AWS::Lambda::LayerVersion': refused('code comes in the bundle'),
  'AWS::Lambda::Permission': run('lambda/permissions.ts'),
  'AWS::Lambda::Url': refused('functions are reached through the API'),
  'AWS::Logs::LogGroup': run('logs.ts'),
  'AWS::Logs::MetricFilter': ignored(nobodyWatches),
  'AWS::Logs::QueryDefinition': ignored(nobodyWatches),
  'AWS::Logs::ResourcePolicy': ignored(resourcePolicy),
  'AWS::Logs::SubscriptionFilter': run('logs.ts'),
  'AWS::Pipes::Pipe': refused('streams and queues have event source mappings'),
  'AWS::S3::Bucket': run('s3.ts'),
  'AWS::S3::BucketPolicy': ignored(resourcePolicy),
  'AWS::Scheduler::Schedule': run('events/schedule.ts'),
  'AWS::Scheduler::ScheduleGroup': ignored('schedules run the same in any group'),
  'AWS::SecretsManager::ResourcePolicy': ignored(resourcePolicy),
  'AWS::SecretsManager::RotationSchedule': ignored('a secret is made once and kept'),
  'AWS::SecretsManager::Secret': run('secrets.ts'),
  'AWS::SES::ConfigurationSet': run('ses.ts'),
  'AWS::SES::ConfigurationSetEventDestination': run('ses.ts'),
  'AWS::SES::EmailIdentity': run('ses.ts'),
  'AWS::SNS::Subscription': ignored(nobodyWatches),
  'AWS::SNS::Topic': ignored(nobodyWatches),
  'AWS::SNS::TopicPolicy': ignored(resourcePolicy),
  'AWS::SQS::Queue': run('queues/'),
  'AWS::SQS::QueuePolicy': ignored(resourcePolicy),
  'AWS::StepFunctions::StateMachine': run('states/'),
};

export function treatmentOf(type: string): Treatment {
  if (type.startsWith('Custom::')) return refused('it would run code at deployment that the laptop cannot');
  return treatments[type] ?? refused('the laptop does not know this type: add it to local/resources.ts');
}

/** Throws for all resources at once that the laptop cannot stand for: half a system would look like a whole one. */
export function requireTreated(assembly: Assembly): void {
  const complaints = assembly.resources.flatMap(({ stack, id, type }) => {
    const treatment = treatmentOf(type);
    return 'refused' in treatment ? [`${stack}/${id} (${type}): ${treatment.refused}`] : [];
  });
  if (complaints.length > 0) throw new Error(`The assembly cannot be run:\n${complaints.join('\n')}`);
}

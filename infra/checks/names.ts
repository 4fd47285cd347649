import { type Check, resourcesOf } from './template.ts';

/** Properties that fix a resource's name. A policy's and a bus's must be given: the library makes them from the path. */
const nameOf: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::Cognito::UserPoolClient': 'ClientName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** A name that we choose can be taken, and a resource that must be replaced then cannot be. */
export const noPhysicalNames: Check = (templates) =>
  resourcesOf(templates).flatMap(({ Type, properties, place }) => {
    const property = nameOf[Type];
    return property !== undefined && properties[property] !== undefined ? [`${place} has a fixed ${property}.`] : [];
  });

const account = /(?<![\w-])\d{12}(?![\w-])/;
const region = /(?<![\w-])(af|ap|ca|cn|eu|il|me|mx|sa|us)-(gov-)?[a-z]+-\d(?![\w-])/;

/** The same templates deploy to any account and region. */
export const noFixedPlace: Check = (templates) =>
  resourcesOf(templates).flatMap(({ properties, place }) => {
    const found = JSON.stringify(properties).match(account) ?? JSON.stringify(properties).match(region);
    return found === null ? [] : [`${place} names ${found[0]}: an account or a region.`];
  });

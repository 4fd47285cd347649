/** One finding of cdk-nag that we live with, exactly where, and why. */
export interface Acknowledgement {
  /** The rule's id; findings of IAM5 name the resource in brackets after it. */
  readonly rule: RegExp;
  /** Path of the construct; everywhere unless stated. */
  readonly at?: RegExp;
  readonly reason: string;
}

/** A line that no longer hides anything fails the check, so that the list stays as short as the truth. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    rule: /^Serverless-LambdaDLQ$/,
    reason:
      'A Lambda dead-letter queue serves asynchronous invocation, which only schedules use, and theirs is on the schedule; what a queue, a stream or the API invokes has its failures there.',
  },
  {
    rule: /^Serverless-LambdaTracing$/,
    reason: 'X-Ray costs more per request than the function; one log record per invocation carries the same.',
  },
  {
    rule: /^Serverless-LambdaAsyncFailureDestination$/,
    reason: 'A sweep that failed is run again a minute later and finds the same items; its error alarm tells of it.',
  },
  {
    rule: /^Serverless-LambdaEventSourceMappingDestination$/,
    at: /SqsEventSource/,
    reason: 'A queue sets failed messages aside by its own redrive policy; a destination is for streams.',
  },
  {
    rule: /^(Serverless-SQSRedrivePolicy|AwsSolutions-SQS3)$/,
    at: /\/dead-letters\//,
    reason: 'These queues are the dead-letter queues themselves.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.*\/index\/\*\]$/,
    reason: 'The indexes of the one table, in which leading keys confine each role to its contexts.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.*\/stream\/\*\]$/,
    at: /\/(relay|record-changes)\//,
    reason: 'The label of the stream of the one table changes whenever the stream is made anew.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<(costsbucket|relayfailedbatches|recordchangesfailedbatches)[0-9A-F]+\.Arn>\/\*\]$/,
    at: /\/(costs\/writer|relay\/function\/role|record-changes\/role)\//,
    reason: 'Firehose and Lambda name the objects that they write: a bucket of one purpose is granted whole.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.*\/records\/\*\]$/,
    reason: 'The records lie in folders by the hour, and the job of the costs reads any hour again.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    reason:
      'The quota (ses:GetSendQuota) belongs to the account: SES knows no narrower resource, and our own check allows this action alone.',
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    reason:
      'The description of the API, the answer to unknown routes and the contracts marked public (unsubscribing) need no token; test/contract/infra holds every other route to the authorizer.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.*\/(imports|exports)\/\*\]$/,
    reason: 'Every import and export has a folder of its own, named by its id.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.*\/attachments\/\*\]$/,
    reason: 'Every attachment is an object of its own, named by its id.',
  },
  {
    rule: /^AwsSolutions-SMG4$/,
    reason:
      'Rotation adds a key id beside the old one, so that links already sent keep working: an operator starts it.',
  },
  {
    rule: /^AwsSolutions-S1$/,
    reason:
      'CloudTrail data events tell more than access logs; the records are read by one job, and files only by links that the table tells of.',
  },
  {
    rule: /^AwsSolutions-COG2$/,
    reason: 'Members may turn on a one-time password; a company that demands it says so in infra/stacks/identity.ts.',
  },
  {
    rule: /^AwsSolutions-COG8$/,
    reason: 'Essentials is the plan that was chosen: Plus costs four times as much per member.',
  },
  {
    rule: /^AwsSolutions-SF1$/,
    reason: 'The history of each execution is kept for 90 days and its step logs every rung.',
  },
  {
    rule: /^(AwsSolutions-SF2|Serverless-StepFunctionStateMachineXray)$/,
    reason: 'The machine calls one function and waits: there is nothing to trace.',
  },
];

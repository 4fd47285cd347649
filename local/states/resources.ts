/** A service that a machine calls through AWS JSON: how it signs, the prefix of its target, its name in errors. */
interface Callable {
  readonly signing: string;
  readonly target: string;
  readonly errors: string;
}

const dynamodb = { signing: 'dynamodb', target: 'DynamoDB_20120810' };
const events = { signing: 'events', target: 'AWSEvents', errors: 'EventBridge' };
const sqs = { signing: 'sqs', target: 'AmazonSQS' };
const states = { signing: 'states', target: 'AWSStepFunctions' };

/** Optimized integrations and `aws-sdk:` ones name services and errors each in their own way. */
const callables: Readonly<Record<string, Callable>> = {
  dynamodb: { ...dynamodb, errors: 'DynamoDB' },
  events,
  sqs: { ...sqs, errors: 'SQS' },
  states: { ...states, errors: 'StepFunctions' },
  'aws-sdk:dynamodb': { ...dynamodb, errors: 'DynamoDb' },
  'aws-sdk:eventbridge': events,
  'aws-sdk:sqs': { ...sqs, errors: 'Sqs' },
  'aws-sdk:sfn': { ...states, errors: 'Sfn' },
  'aws-sdk:secretsmanager': { signing: 'secretsmanager', target: 'secretsmanager', errors: 'SecretsManager' },
};

export type Resource =
  | { readonly kind: 'function'; readonly functionArn: string }
  | { readonly kind: 'invoke' }
  | (Callable & { readonly kind: 'call'; readonly service: string; readonly operation: string });

/** What a Task's Resource names; undefined when it is not run on a laptop (callbacks, `.sync`, other services). */
export function toResource(arn: string): Resource | undefined {
  if (/^arn:[^:]+:lambda:/.test(arn)) return { kind: 'function', functionArn: arn };
  const [, service = '', action = ''] = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?\w+):(\w+)$/.exec(arn) ?? [];
  if ((service === 'lambda' || service === 'aws-sdk:lambda') && action === 'invoke') return { kind: 'invoke' };
  const callable = callables[service];
  if (!callable) return undefined;
  return { ...callable, kind: 'call', service, operation: action.charAt(0).toUpperCase() + action.slice(1) };
}

export function isRunHere(arn: string): boolean {
  return toResource(arn) !== undefined;
}

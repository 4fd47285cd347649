import { isObject, type JsonObject, objectsAt } from '../json.ts';
import { AwsError, type AwsReply, type AwsRequest } from '../service.ts';
import { jsonRequest, parseReply } from '../wire.ts';
import { StatesError } from './error.ts';
import { type Resource, toResource } from './resources.ts';

/** Runs a Task as its machine's role; rejects with StatesError. */
export type RunTask = (roleName: string, resource: string, input: unknown) => Promise<unknown>;

/** `call` is the endpoint of all services, so that IAM, faults and errors are the same as for a function's calls. */
export function createRunTask(call: (request: AwsRequest) => Promise<AwsReply>): RunTask {
  return async (role, arn, input) => {
    const resource = toResource(arn);
    if (!resource) throw new StatesError('States.Runtime', `${arn} is not run on a laptop`);
    switch (resource.kind) {
      case 'function':
        return invoke(call, role, resource.functionArn, input);
      case 'invoke': {
        const { FunctionName, Payload } = isObject(input) ? input : {};
        return {
          ExecutedVersion: '$LATEST',
          Payload: await invoke(call, role, String(FunctionName), Payload),
          StatusCode: 200,
        };
      }
      case 'call':
        return callService(call, role, resource, isObject(input) ? input : {});
    }
  };
}

type Call = (request: AwsRequest) => Promise<AwsReply>;

async function invoke(call: Call, role: string, functionArn: string, payload: unknown): Promise<unknown> {
  const reply = await call({
    ...jsonRequest(role, 'lambda', '', payload ?? {}),
    path: `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`,
  });
  if (reply.status >= 300) throw named('Lambda', reply);
  const text = reply.body.toString();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  const isFailed = Object.keys(reply.headers).some((name) => name.toLowerCase() === 'x-amz-function-error');
  if (!isFailed) return answer;
  const type = isObject(answer) ? answer['errorType'] : undefined;
  throw new StatesError(typeof type === 'string' ? type : 'Lambda.Unknown', text);
}

async function callService(
  call: Call,
  role: string,
  { service, signing, target, operation, errors }: Extract<Resource, { kind: 'call' }>,
  input: JsonObject,
): Promise<unknown> {
  const body = toRequest(service, input);
  const reply = await call(jsonRequest(role, signing, `${target}.${operation}`, body));
  if (reply.status >= 300) throw named(errors, reply);
  const answer = parseReply(reply);
  if (service === 'events' && Number(answer['FailedEntryCount'] ?? 0) > 0) {
    throw new StatesError('EventBridge.FailedEntry', JSON.stringify(answer));
  }
  return answer;
}

/** The optimized integrations take JSON where the service's own API takes text. */
function toRequest(service: string, input: JsonObject): JsonObject {
  if (service === 'events') {
    const entries = objectsAt(input, 'Entries');
    return { ...input, Entries: entries.map((each) => ({ ...each, Detail: asText(each['Detail']) })) };
  }
  if (service === 'sqs') return { ...input, MessageBody: asText(input['MessageBody']) };
  if (service !== 'states' && service !== 'aws-sdk:sfn') return input;
  // A machine's definition begins members with a capital, the API of Step Functions does not.
  const lower: JsonObject = Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
  return 'input' in lower ? { ...lower, input: asText(lower['input']) } : lower;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function named(service: string, reply: AwsReply): StatesError {
  try {
    parseReply(reply);
  } catch (error) {
    if (error instanceof AwsError) return new StatesError(`${service}.${error.name}`, error.message);
  }
  return new StatesError(`${service}.Unknown`, reply.body.toString());
}

import type { Assembly } from '../assembly.ts';
import { AwsError, type AwsReply, type AwsRequest, type Invoke, type Service } from '../service.ts';
import { FunctionError } from './failure.ts';

export interface LambdaServiceOptions {
  readonly assembly: Assembly;
  readonly invoke: Invoke;
  /** Invokes as an event, for which nobody waits. */
  readonly invokeLater: (functionArn: string, payload: unknown) => void;
}

/** Lambda's Invoke, for state machines and for functions that call functions. */
export function lambdaService(options: LambdaServiceOptions): Service {
  return {
    plan: (request) => {
      const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path);
      if (!path || request.method !== 'POST') {
        throw new AwsError(
          'UnknownOperationException',
          `lambda ${request.method} ${request.path} is not run on the laptop`,
        );
      }
      const arn = functionArn(options.assembly, decodeURIComponent(path[1] ?? ''));
      return {
        operation: 'Invoke',
        needs: [{ action: 'lambda:InvokeFunction', resource: arn }],
        run: () => run(request, arn, options),
      };
    },
  };
}

async function run({ headers, body }: AwsRequest, arn: string, options: LambdaServiceOptions): Promise<AwsReply> {
  const payload: unknown = body.length > 0 ? JSON.parse(body.toString()) : null;
  if (headers['x-amz-invocation-type'] === 'Event') {
    options.invokeLater(arn, payload);
    return { status: 202, headers: {}, body: '' };
  }
  const answered = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  try {
    return { status: 200, headers: answered, body: JSON.stringify(await options.invoke(arn, payload)) ?? 'null' };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const failed = { ...answered, 'x-amz-function-error': 'Unhandled' };
    return { status: 200, headers: failed, body: JSON.stringify(error.failure) };
  }
}

function functionArn(assembly: Assembly, nameOrArn: string): string {
  const found = assembly
    .ofType('AWS::Lambda::Function')
    .find(({ name, arn }) => nameOrArn === name || nameOrArn === arn || nameOrArn.startsWith(`${arn}:`));
  if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  return found.arn;
}

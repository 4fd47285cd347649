import { type JsonObject, maybeTextAt, parseObject } from './json.ts';
import { AwsError, type AwsRequest, type Need, type Service } from './service.ts';

/** One operation of a service that speaks AWS JSON. `run` gets the parsed body and answers what is to be serialised. */
export interface JsonOperation {
  readonly needs: (input: JsonObject) => readonly Need[];
  readonly run: (input: JsonObject, request: AwsRequest) => unknown;
}

/** A service of the AWS JSON protocol: the operation is named by the header `x-amz-target`. */
export function jsonService(operations: Readonly<Record<string, JsonOperation>>, version: '1.0' | '1.1'): Service {
  return {
    plan: (request) => {
      const name = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation) {
        throw new AwsError(
          'UnknownOperationException',
          `${request.service}:${name || 'unnamed'} is not run on a laptop.`,
        );
      }
      const input = parseBody(request.body);
      return {
        operation: name,
        needs: operation.needs(input),
        run: async () => ({
          status: 200,
          headers: { 'content-type': `application/x-amz-json-${version}` },
          body: JSON.stringify((await operation.run(input, request)) ?? {}),
        }),
      };
    },
  };
}

/** A text that AWS refuses to do without. */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') {
    throw new AwsError('ValidationException', `The request must contain the parameter ${name}.`);
  }
  return value;
}

export function optionalText(input: JsonObject, name: string): string | undefined {
  try {
    return maybeTextAt(input, name);
  } catch (cause) {
    throw new AwsError('ValidationException', `The parameter ${name} must be a text.`, 400, { cause });
  }
}

/** A whole number within bounds, or undefined where it is left out. */
export function optionalNumber(input: JsonObject, name: string, least: number, most: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameter ${name} must be a whole number from ${least} to ${most}.`,
    );
  }
  return Number(value);
}

function parseBody(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  try {
    return parseObject(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The body is not a JSON object.');
  }
}

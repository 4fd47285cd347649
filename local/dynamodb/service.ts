import type { Assembly } from '../assembly.ts';
import { type JsonObject, parseObject } from '../json.ts';
import { AwsError, type Service } from '../service.ts';
import type { Engine } from './engine.ts';
import { dynamoNeeds } from './needs.ts';

/** A write that the engine has taken. */
export interface Written {
  readonly operation: string;
  readonly input: JsonObject;
  /** The request as it was sent: cheaper to search than to walk. */
  readonly body: Buffer;
}

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** DynamoDB for functions and state machines: the engine does the work, IAM stands before it. */
export function dynamoService(assembly: Assembly, engine: Engine, onWrite: (written: Written) => void): Service {
  return {
    plan: ({ headers, body }) => {
      const target = headers['x-amz-target'] ?? '';
      const operation = target.split('.').at(-1) ?? '';
      if (!target.startsWith('DynamoDB_')) {
        throw new AwsError('UnknownOperationException', `${target} is not run on the laptop`);
      }
      const input = body.length > 0 ? parseObject(body.toString()) : {};
      return {
        operation,
        needs: dynamoNeeds(assembly, operation, input),
        run: async () => {
          const { status, headers: sent, body: answer } = await engine.forward(target, body);
          if (status < 300 && writes.has(operation)) onWrite({ operation, input, body });
          return { status, headers: passedOn(sent), body: answer };
        },
      };
    },
  };
}

/** The length is counted anew, and the connection is ours. */
function passedOn(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { 'content-length': _length, 'transfer-encoding': _coding, connection: _connection, ...rest } = headers;
  return rest;
}

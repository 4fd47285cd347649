import type { Assembly, Resource } from './assembly.ts';
import { encryptionNeeds } from './dynamodb/needs.ts';
import type { Policies } from './iam/policies.ts';
import { textAt } from './json.ts';
import type { Need } from './service.ts';

const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
const queueActions = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];

/** AWS refuses to make a mapping whose function may not read the source; so does the start. */
export function requireMappingRights(assembly: Assembly, policies: Policies): void {
  for (const mapping of assembly.ofType('AWS::Lambda::EventSourceMapping')) {
    const role = textAt(functionOf(assembly, mapping).properties, 'Role').split('/').at(-1) ?? '';
    const refusal = policies.firstRefusal(role, needsOf(assembly, mapping));
    if (refusal) throw new Error(`${mapping.stack}/${mapping.id}: ${refusal}`);
  }
}

/** The mapped function; the template may name it or give its ARN. */
function functionOf(assembly: Assembly, mapping: Resource): Resource {
  const nameOrArn = textAt(mapping.properties, 'FunctionName');
  const found = assembly.byArn(nameOrArn) ?? assembly.byName('AWS::Lambda::Function', nameOrArn);
  if (!found) throw new Error(`${mapping.stack}/${mapping.id}: there is no function ${nameOrArn}`);
  return found;
}

/** The table of a mapping that follows a stream. */
export function streamTable(assembly: Assembly, mapping: Resource): Resource | undefined {
  const source = textAt(mapping.properties, 'EventSourceArn');
  return source.includes(':dynamodb:') ? assembly.byArn(source) : undefined;
}

function needsOf(assembly: Assembly, mapping: Resource): readonly Need[] {
  const source = textAt(mapping.properties, 'EventSourceArn');
  const table = streamTable(assembly, mapping);
  if (table) {
    return [
      ...streamActions.map((name) => ({ action: `dynamodb:${name}`, resource: source })),
      ...encryptionNeeds(table),
    ];
  }
  if (source.includes(':sqs:')) return queueActions.map((name) => ({ action: `sqs:${name}`, resource: source }));
  throw new Error(`${mapping.stack}/${mapping.id}: ${source} is no source on the laptop`);
}

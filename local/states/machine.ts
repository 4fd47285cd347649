import type { Resource } from '../assembly.ts';
import { type JsonObject, maybeTextAt, objectAt, objectsAt, parseObject, textAt } from '../json.ts';
import { isRunHere } from './resources.ts';

/** A state machine or a branch of one: both start somewhere and have states. */
export interface Machine {
  readonly startAt: string;
  readonly states: Readonly<Record<string, JsonObject>>;
}

export interface NamedMachine extends Machine {
  readonly name: string;
  readonly arn: string;
  readonly roleName: string;
  /** Of a whole execution. */
  readonly timeoutSeconds: number | undefined;
}

/** Reads a machine of the template; refuses at the start of the system what would be misunderstood later. */
export function toMachine({ name, arn, properties }: Resource): NamedMachine {
  if (properties['StateMachineType'] === 'EXPRESS') throw refused(name, 'an express machine');
  const definition = parseObject(definitionOf(properties));
  if (definition['QueryLanguage'] !== 'JSONata') throw refused(name, 'a machine that does not say JSONata');
  const timeout = definition['TimeoutSeconds'];
  return {
    ...toBranch(definition, name),
    name,
    arn,
    roleName: textAt(properties, 'RoleArn').split('/').at(-1) ?? '',
    timeoutSeconds: timeout === undefined ? undefined : Number(timeout),
  };
}

export function toBranch(definition: JsonObject, name: string): Machine {
  const raw = objectAt(definition, 'States');
  const states = Object.fromEntries(Object.keys(raw).map((state) => [state, objectAt(raw, state)]));
  const startAt = textAt(definition, 'StartAt');
  for (const target of [startAt, ...Object.values(states).flatMap(targetsOf)]) {
    if (!Object.hasOwn(states, target))
      throw new Error(`${name} goes to the state '${target}', which it does not have`);
  }
  for (const [state, body] of Object.entries(states)) checkState(body, `${name}, state '${state}'`);
  return { startAt, states };
}

function definitionOf(properties: JsonObject): string {
  const text = maybeTextAt(
    { text: properties['DefinitionString'] ?? JSON.stringify(properties['Definition']) },
    'text',
  );
  if (text === undefined) throw new Error('a state machine has neither DefinitionString nor Definition');
  return Object.entries(objectAt(properties, 'DefinitionSubstitutions')).reduce(
    (filled, [name, value]) => filled.replaceAll(`\${${name}}`, String(value)),
    text,
  );
}

function targetsOf(state: JsonObject): readonly string[] {
  const inner = [...objectsAt(state, 'Choices'), ...objectsAt(state, 'Catch')];
  const named = [
    maybeTextAt(state, 'Next'),
    maybeTextAt(state, 'Default'),
    ...inner.map((each) => textAt(each, 'Next')),
  ];
  return named.filter((target) => target !== undefined);
}

const types = ['Pass', 'Task', 'Choice', 'Wait', 'Parallel', 'Map', 'Succeed', 'Fail'];

function checkState(state: JsonObject, where: string): void {
  const type = textAt(state, 'Type');
  if (!types.includes(type)) throw refused(where, `the state type ${type}`);
  if (state['QueryLanguage'] !== undefined && state['QueryLanguage'] !== 'JSONata') throw refused(where, 'JSONPath');
  if (type === 'Task') {
    if (!isRunHere(textAt(state, 'Resource'))) throw refused(where, textAt(state, 'Resource'));
    if (state['HeartbeatSeconds'] !== undefined) throw refused(where, 'a heartbeat');
  }
  for (const branch of objectsAt(state, 'Branches')) toBranch(branch, where);
  if (type !== 'Map') return;
  const processor = objectAt(state, 'ItemProcessor');
  if (objectAt(processor, 'ProcessorConfig')['Mode'] === 'DISTRIBUTED' || state['ItemReader'] !== undefined) {
    throw refused(where, 'a distributed map');
  }
  toBranch(processor, where);
}

function refused(where: string, what: string): Error {
  return new Error(`${where}: ${what} is not run on a laptop`);
}

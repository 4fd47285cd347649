import { isObject, type JsonObject } from './json.ts';

/** What an intrinsic may ask of the stack it stands in. */
export interface Scope {
  readonly where: string;
  readonly condition: (name: string) => unknown;
  readonly mapping: (name: string) => JsonObject;
  readonly ref: (id: string) => unknown;
  readonly attribute: (id: string, attribute: string) => string;
  readonly imported: (name: string) => unknown;
  /** Last touch to a text that was put together. */
  readonly finish: (text: string) => string;
}

/** Replaces CloudFormation's intrinsic functions by their values; undefined is AWS::NoValue and drops out. */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  const inner = (part: unknown) => resolveIntrinsics(part, scope);
  if (Array.isArray(value)) return value.map(inner).filter((part) => part !== undefined);
  if (!isObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && isIntrinsic(name, value[name])) {
    const run = intrinsics[name];
    if (!run) throw new Error(`${scope.where}: ${name} is not supported on the laptop`);
    return run(value[name], scope, inner);
  }
  const entries = Object.entries(value).map(([key, part]) => [key, inner(part)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

/** `Condition` is an intrinsic only where its value is a name: in policies it is a block. */
function isIntrinsic(name: string, value: unknown): boolean {
  return name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof value === 'string');
}

type Intrinsic = (argument: unknown, scope: Scope, inner: (value: unknown) => unknown) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (id, scope) => scope.ref(String(id)),
  Condition: (name, scope, inner) => inner(scope.condition(String(name))),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return scope.attribute(id ?? '', attribute.join('.'));
  },
  'Fn::Join': (argument, scope, inner) => {
    const [separator, parts] = list(argument);
    return scope.finish(list(inner(parts)).map(text).join(String(separator)));
  },
  'Fn::Sub': substitute,
  'Fn::ImportValue': (argument, scope, inner) => scope.imported(String(inner(argument))),
  'Fn::Select': (argument, _, inner) => {
    const [index, parts] = list(argument);
    return list(inner(parts))[Number(inner(index))];
  },
  'Fn::Split': (argument, _, inner) => {
    const [separator, source] = list(argument);
    return String(inner(source)).split(String(separator));
  },
  'Fn::Base64': (argument, _, inner) => Buffer.from(String(inner(argument))).toString('base64'),
  'Fn::FindInMap': (argument, scope, inner) => {
    const [map, first, second] = list(inner(argument)).map(String);
    const found = scope.mapping(map ?? '')[first ?? ''];
    const value = isObject(found) ? found[second ?? ''] : undefined;
    if (value === undefined) throw new Error(`${scope.where}: no ${map}.${first}.${second}`);
    return value;
  },
  'Fn::If': (argument, scope, inner) => {
    const [condition, yes, no] = list(argument);
    return inner(inner(scope.condition(String(condition))) === true ? yes : no);
  },
  'Fn::Equals': (argument, _, inner) => {
    const [one, other] = list(inner(argument));
    return String(one) === String(other);
  },
  'Fn::Not': (argument, _, inner) => list(inner(argument))[0] !== true,
  'Fn::And': (argument, _, inner) => list(inner(argument)).every((part) => part === true),
  'Fn::Or': (argument, _, inner) => list(inner(argument)).some((part) => part === true),
  'Fn::Length': (argument, _, inner) => list(inner(argument)).length,
  'Fn::ToJsonString': (argument, _, inner) => JSON.stringify(inner(argument)),
};

function substitute(argument: unknown, scope: Scope, inner: (value: unknown) => unknown) {
  const [template, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = inner(given);
  const done = String(template).replace(/\$\{(!?)([^}]+)\}/g, (_, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`;
    if (isObject(variables) && name in variables) return text(variables[name]);
    const [id, ...attribute] = name.split('.');
    return attribute.length > 0 ? scope.attribute(id ?? '', attribute.join('.')) : text(scope.ref(name));
  });
  return scope.finish(done);
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`a list is expected, not ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

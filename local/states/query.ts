import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { isObject, type JsonObject } from '../json.ts';
import { StatesError } from './error.ts';

/** Variables of a branch; those of the branches around it can be read, not assigned. */
export interface Scope {
  readonly variables: Record<string, unknown>;
  readonly outer?: Scope;
}

export interface Query {
  readonly scope: Scope;
  /** `$states`: input, result or errorOutput, and context. */
  readonly states: JsonObject;
  readonly now: number;
}

/** A state's input or output may hold 256 KiB. */
const mostBytes = 256 * 1024;
const compiled = new Map<string, ReturnType<typeof jsonata>>();

/** A template with every `{% … %}` in it replaced by what its JSONata expression yields. */
export async function evaluate(template: unknown, query: Query): Promise<unknown> {
  if (typeof template === 'string') {
    const [, expression] = /^\{%([\s\S]*)%\}$/.exec(template.trim()) ?? [];
    return expression === undefined ? template : evaluateExpression(expression.trim(), query);
  }
  if (Array.isArray(template)) return Promise.all(template.map((each) => evaluate(each, query)));
  if (!isObject(template)) return template;
  const entries = Object.entries(template).map(async ([name, each]) => [name, await evaluate(each, query)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluateExpression(expression: string, query: Query): Promise<unknown> {
  let result: unknown;
  try {
    result = await compile(expression).evaluate(undefined, bindingsOf(query));
  } catch (error) {
    throw failed(expression, isObject(error) ? String(error['message']) : String(error));
  }
  if (result === undefined) throw failed(expression, 'returned nothing (undefined)');
  // JSONata's lists carry more than their elements.
  const text = JSON.stringify(result);
  if (text === undefined) throw failed(expression, 'returned a function');
  return JSON.parse(text);
}

function failed(expression: string, why: string): StatesError {
  return new StatesError('States.QueryEvaluationError', `The JSONata expression '${expression}' failed: ${why}`);
}

function compile(expression: string): ReturnType<typeof jsonata> {
  const known = compiled.get(expression);
  if (known) return known;
  const made = jsonata(expression);
  compiled.set(expression, made);
  return made;
}

function bindingsOf({ scope, states, now }: Query): Record<string, unknown> {
  const clock = { millis: () => now, now: () => new Date(now).toISOString() };
  return { ...variablesOf(scope), ...functions, ...clock, states };
}

function variablesOf({ variables, outer }: Scope): Record<string, unknown> {
  return outer ? { ...variablesOf(outer), ...variables } : variables;
}

/** What Step Functions adds to JSONata; it takes `$eval` away. */
const functions: Readonly<Record<string, unknown>> = {
  parse: (text: string): unknown => JSON.parse(text),
  uuid: () => randomUUID(),
  random: () => Math.random(),
  hash: (text: string, algorithm: string) =>
    createHash(algorithm.toLowerCase().replace('-', '')).update(text).digest('hex'),
  range: (first: number, last: number, step: number) => {
    if (step === 0) throw new Error('a range needs a step');
    const count = Math.max(0, Math.floor((last - first) / step) + 1);
    return Array.from({ length: count }, (_, index) => first + index * step);
  },
  partition: (list: readonly unknown[], size: number) =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size)),
  eval: () => {
    throw new Error('$eval is not part of Step Functions');
  },
};

export function checkSize(value: unknown, what: string): void {
  if (Buffer.byteLength(JSON.stringify(value ?? null)) > mostBytes) {
    throw new StatesError('States.DataLimitExceeded', `${what} is larger than 256 KiB.`);
  }
}

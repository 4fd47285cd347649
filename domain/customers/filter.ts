import * as z from 'zod';
import { DomainError, type FieldError } from '../shared/error.ts';
import { line } from '../shared/text.ts';
import { Duration, durationMs, Instant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import type { Customer } from './customer.ts';
import type { Field } from './field.ts';
import { assertOwnConditions, holdsOwn, isOwnField, type OwnCondition, ownSchemaOf } from './filter-own.ts';
import { folded } from './filter-words.ts';
import type { View } from './view.ts';

/** What a filter may ask about, by how it is asked. One language for lists, saved views and exports. */
const codeFields = [
  'kind',
  'industry',
  'level',
  'source',
  'buyerType',
  'ownerId',
  'departmentId',
  'parentId',
  'address.country',
] as const;
const textFields = ['name', 'number', 'contactName', 'address.province', 'address.city', 'address.district'] as const;
const instantFields = ['createdAt', 'lastFollowUpAt'] as const;

const code = line(100);
const codeField = z.enum(codeFields);
const instantField = z.enum(instantFields);
const tagsField = z.literal('tags');
const one = z.strictObject({ field: codeField, op: z.enum(['is', 'is-not']), value: code });
const several = z.strictObject({
  field: codeField,
  op: z.enum(['in', 'not-in']),
  value: z.array(code).min(1).max(100),
});
const text = z.strictObject({
  field: z.enum(textFields),
  op: z.enum(['is', 'is-not', 'contains', 'starts-with']),
  value: line(200),
});
const tagged = z.strictObject({ field: tagsField, op: z.enum(['has', 'has-not']), value: line(40) });
const instant = z.strictObject({ field: instantField, op: z.enum(['before', 'after']), value: Instant });
/** Of the moment in which the list is read: a saved view stays true. */
const age = z.strictObject({ field: instantField, op: z.enum(['older-than', 'within']), value: Duration });
const anyField = z.enum([...codeFields, ...textFields, ...instantFields, 'tags']);
const set = z.strictObject({ field: anyField, op: z.literal('is-set'), value: z.boolean() });
type ListedCondition = z.output<
  typeof one | typeof several | typeof text | typeof tagged | typeof instant | typeof age | typeof set
>;

type Condition = ListedCondition | OwnCondition;

/** A tree: conditions joined by all, any and not. */
export type Filter =
  | Condition
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter };

const depthMax = 5;
const conditionsMax = 50;

/** By what a node says of itself, so that a mistake is told where it was made. */
const Node: z.ZodType<Filter> = z.unknown().transform((value, context) => {
  const parsed = schemaOf(value).safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data as Filter;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: issue.input } as z.core.$ZodRawIssue);
  return z.NEVER;
});
const parts = z.array(Node).min(1).max(conditionsMax);
const all = z.strictObject({ all: parts });
const any = z.strictObject({ any: parts });
const not = z.strictObject({ not: Node });
const condition = z.strictObject({ field: anyField, op: z.string(), value: z.unknown() });

/** Of something that says nothing of what it is, nothing is missing more than anything else. */
const none = z.custom(() => false, says('customers.filter-node'));

function schemaOf(node: unknown): z.ZodType {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return none;
  if ('all' in node) return all;
  if ('any' in node) return any;
  if ('not' in node) return not;
  if (!('field' in node)) return none;
  const { field, op } = node as Readonly<Record<string, unknown>>;
  if (isOwnField(field)) return ownSchemaOf(node as Readonly<Record<string, unknown>>);
  if (!anyField.safeParse(field).success) return condition;
  if (op === 'is-set') return set;
  if (codeField.safeParse(field).success) return op === 'in' || op === 'not-in' ? several : one;
  if (instantField.safeParse(field).success) return op === 'older-than' || op === 'within' ? age : instant;
  return field === 'tags' ? tagged : text;
}

/** Measured before it is parsed: a tree that is too deep is never walked. */
export const Filter = z
  .unknown()
  .refine((tree) => depthOf(tree, depthMax + 2) <= depthMax, {
    ...says('customers.filter-depth', { maximum: depthMax }),
    abort: true,
  })
  .pipe(Node)
  .refine((filter) => conditionsOf(filter).length <= conditionsMax, {
    ...says('customers.filter-conditions', { maximum: conditionsMax }),
  });

/** At most `most`: deeper than that nobody needs to know. */
function depthOf(tree: unknown, most: number): number {
  if (tree === null || typeof tree !== 'object' || most === 0) return 0;
  // A list within a list is no filter, so it is not looked into.
  if (Array.isArray(tree)) return deepest(tree.map((each) => (Array.isArray(each) ? 0 : depthOf(each, most))));
  const { all, any, not } = tree as Readonly<Record<string, unknown>>;
  return 1 + deepest([all, any, not].map((each) => depthOf(each, most - 1)));
}

function deepest(depths: readonly number[]): number {
  return depths.reduce((most, depth) => Math.max(most, depth), 0);
}

function conditionsOf(filter: Filter): readonly Condition[] {
  if ('all' in filter) return filter.all.flatMap(conditionsOf);
  if ('any' in filter) return filter.any.flatMap(conditionsOf);
  return 'not' in filter ? conditionsOf(filter.not) : [filter];
}

/** What a row of a list holds; everything else is in the customer's item. */
const listedFields: ReadonlySet<string> = new Set([
  ...['kind', 'name', 'number', 'industry', 'level', 'ownerId', 'departmentId', 'contactName'],
  ...instantFields,
]);

/** Whether the filter asks for more than a row of a list holds. */
export function needsItem(filter: Filter): boolean {
  return conditionsOf(filter).some(({ field }) => !listedFields.has(field));
}

const seenIn: Partial<Record<View, readonly string[]>> = {
  card: ['name', 'number', 'level'],
  contacts: ['name', 'number', 'contactName', 'phone', 'email'],
};

/** To filter by a field is to learn it: only what the view shows may be asked (rules.md 1). */
export function assertMayAsk(filter: Filter, view: View, pointer: string): void {
  const fields = [...new Set(conditionsOf(filter).map(({ field }) => field))];
  assertShown(
    fields.map((field) => ({ field, pointer })),
    view,
  );
}

/** The same of a list, a look-up or an order by one field, each at its own place in the request. */
export function assertShown(asked: readonly { readonly field: string; readonly pointer: string }[], view: View): void {
  const seen = seenIn[view];
  if (seen === undefined) return;
  const errors = asked
    .filter(({ field }) => !seen.includes(field))
    .map(({ field, pointer }): FieldError => ({ pointer, code: 'customers.field-not-seen', facts: { field } }));
  if (errors.length > 0) throw new DomainError('invalid', 'customers.field-not-seen', errors[0]?.facts, errors);
}

function isOwn(condition: Condition): condition is OwnCondition {
  return isOwnField(condition.field);
}

/** Whether the filter asks of the company's own fields, so that their definitions must be read. */
export function asksOwn(filter: Filter): boolean {
  return conditionsOf(filter).some(isOwn);
}

/** The company's own fields that it asks of must be there, be asked what they can answer, and not be masked. */
export function assertMayAskOwn(filter: Filter, fields: readonly Field[], view: View, pointer: string): void {
  assertOwnConditions(conditionsOf(filter).filter(isOwn), fields, view === 'masked', pointer);
}

/** What a filter is held against: a list's row, with the rest of the customer where the filter needs it. */
export interface Filtered extends Partial<Omit<Customer, 'mainContact'>> {
  readonly contactName?: string | undefined;
  readonly lastFollowUpAt?: string | undefined;
}

export function holds(filter: Filter, customer: Filtered, now: Date): boolean {
  if ('all' in filter) return filter.all.every((each) => holds(each, customer, now));
  if ('any' in filter) return filter.any.some((each) => holds(each, customer, now));
  if ('not' in filter) return !holds(filter.not, customer, now);
  if (isOwn(filter)) return holdsOwn(filter, customer.fields);
  return holdsOne(filter, valueIn(customer, filter.field), now);
}

/** Where nothing is known, `is-not`, `not-in`, `has-not` hold and everything else does not. */
function holdsOne({ op, value }: ListedCondition, known: string | readonly string[] | undefined, now: Date): boolean {
  const said = typeof known === 'string' ? known : undefined;
  switch (op) {
    case 'is':
      return said !== undefined && folded(said) === folded(value);
    case 'is-not':
      return said === undefined || folded(said) !== folded(value);
    case 'in':
      return said !== undefined && value.includes(said);
    case 'not-in':
      return said === undefined || !value.includes(said);
    case 'contains':
      return said !== undefined && folded(said).includes(folded(value));
    case 'starts-with':
      return said !== undefined && folded(said).startsWith(folded(value));
    case 'has':
      return Array.isArray(known) && known.includes(value.normalize('NFC'));
    case 'has-not':
      return !(Array.isArray(known) && known.includes(value.normalize('NFC')));
    case 'before':
      return said !== undefined && said < value;
    case 'after':
      return said !== undefined && said > value;
    case 'older-than':
      return said !== undefined && Date.parse(said) < now.getTime() - durationMs(value);
    case 'within':
      return said !== undefined && Date.parse(said) >= now.getTime() - durationMs(value);
    case 'is-set':
      return (known !== undefined && known.length > 0) === value;
  }
}

function valueIn(customer: Filtered, field: ListedCondition['field']): string | readonly string[] | undefined {
  const [name = '', part] = field.split('.');
  const value: unknown = customer[name as keyof Filtered];
  if (part === undefined) return value as string | readonly string[] | undefined;
  return (value as Readonly<Record<string, string>> | undefined)?.[part];
}

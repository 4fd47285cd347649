import { isObject, type JsonObject, toList } from '../json.ts';
import { matchesWildcard } from './wildcard.ts';

export type Context = Readonly<Record<string, string | readonly string[]>>;

type Compare = (have: string, want: string) => boolean;

const same: Compare = (have, want) => have === want;
const sameIgnoringCase: Compare = (have, want) => have.toLowerCase() === want.toLowerCase();
const like: Compare = (have, want) => matchesWildcard(want, have);

const comparisons: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: sameIgnoringCase,
  NumericEquals: (have, want) => Number(have) === Number(want),
  NumericLessThan: (have, want) => Number(have) < Number(want),
  NumericLessThanEquals: (have, want) => Number(have) <= Number(want),
  NumericGreaterThan: (have, want) => Number(have) > Number(want),
  NumericGreaterThanEquals: (have, want) => Number(have) >= Number(want),
};

/** Operators that hold when none of the values is met. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

type Test = (context: Context) => boolean | undefined;

/** Statements are read once and asked with every request. */
const understood = new WeakMap<JsonObject, readonly Test[]>();

/** Whether all conditions of a statement hold; undefined when one of them is not understood here. */
export function conditionsHold(conditions: unknown, context: Context): boolean | undefined {
  if (conditions === undefined) return true;
  if (!isObject(conditions)) return undefined;
  const tests = understood.get(conditions) ?? testsOf(conditions);
  understood.set(conditions, tests);
  const results = tests.map((test) => test(context));
  if (results.includes(undefined)) return undefined;
  return results.every((result) => result === true);
}

function testsOf(conditions: JsonObject): readonly Test[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, want]) => testOf(operator, key, toList(want).map(String)))
      : [notUnderstood],
  );
}

const notUnderstood: Test = () => undefined;

function testOf(operator: string, key: string, wanted: readonly string[]): Test {
  // ${aws:…} would have to be filled in first.
  if (wanted.some((value) => value.includes('${'))) return notUnderstood;
  if (operator === 'Null') {
    return (context) =>
      wanted.every((value) => (value.toLowerCase() === 'true') === (valuesOf(key, context).length === 0));
  }
  const [, quantifier, base = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(?:IfExists)?$/.exec(operator) ?? [];
  const compare = comparisons[negations[base] ?? base];
  if (!compare) return notUnderstood;
  const isNegated = base in negations;
  const whenAbsent = absentHolds(quantifier, operator.endsWith('IfExists') || isNegated);
  const needsEvery = quantifier === 'ForAllValues' || (isNegated && quantifier !== 'ForAnyValue');
  const meets = (value: string) => wanted.some((each) => compare(value, each)) !== isNegated;
  return (context) => {
    const have = valuesOf(key, context);
    if (have.length === 0) return whenAbsent;
    return needsEvery ? have.every(meets) : have.some(meets);
  };
}

/** A key that the request does not have: ForAllValues holds for nothing at all, which is why policies add `Null`. */
function absentHolds(quantifier: string | undefined, otherwise: boolean): boolean {
  if (quantifier === 'ForAllValues') return true;
  return quantifier === 'ForAnyValue' ? false : otherwise;
}

/** Names of condition keys ignore case; a key without a value counts as absent. */
function valuesOf(key: string, context: Context): readonly string[] {
  const name = Object.hasOwn(context, key) ? key : sameName(key, context);
  return name === undefined ? [] : toList(context[name]).map(String);
}

function sameName(key: string, context: Context): string | undefined {
  return Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase());
}

import { isObject, toList } from '../json.ts';
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

/** Whether all conditions of a statement hold; undefined when one of them is not understood here. */
export function conditionsHold(conditions: unknown, context: Context): boolean | undefined {
  if (conditions === undefined) return true;
  if (!isObject(conditions)) return undefined;
  const results = Object.entries(conditions).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, want]) => holds(operator, key, want, context)) : [undefined],
  );
  if (results.includes(undefined)) return undefined;
  return results.every((result) => result === true);
}

function holds(operator: string, key: string, want: unknown, context: Context): boolean | undefined {
  const wanted = toList(want).map(String);
  // ${aws:…} would have to be filled in first.
  if (wanted.some((value) => value.includes('${'))) return undefined;
  const have = valuesOf(key, context);
  if (operator === 'Null') return wanted.every((value) => (value.toLowerCase() === 'true') === (have.length === 0));
  const [, quantifier, base = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(?:IfExists)?$/.exec(operator) ?? [];
  const compare = comparisons[negations[base] ?? base];
  if (!compare) return undefined;
  const isNegated = base in negations;
  const meets = (value: string) => wanted.some((each) => compare(value, each)) !== isNegated;
  if (have.length === 0) return absentHolds(quantifier, operator.endsWith('IfExists') || isNegated);
  return quantifier === 'ForAllValues' || (isNegated && quantifier !== 'ForAnyValue')
    ? have.every(meets)
    : have.some(meets);
}

/** A key that the request does not have: ForAllValues holds for nothing at all, which is why policies add `Null`. */
function absentHolds(quantifier: string | undefined, otherwise: boolean): boolean {
  if (quantifier === 'ForAllValues') return true;
  return quantifier === 'ForAnyValue' ? false : otherwise;
}

/** Names of condition keys ignore case; a key without a value counts as absent. */
function valuesOf(key: string, context: Context): readonly string[] {
  const name = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase());
  return name === undefined ? [] : toList(context[name]).map(String);
}

import { glob } from '../events/pattern.ts';
import { at } from '../events/transform.ts';
import { isObject } from '../json.ts';

/** Whether a log line passes a filter. */
export type Filter = (message: string) => boolean;
type Test = (line: unknown) => boolean;

/** A CloudWatch Logs filter pattern: nothing, terms, or conditions on JSON such as `{ $.kind = "cost" || $.ms > 5 }`. */
export function toFilter(pattern: string): Filter {
  const text = pattern.trim();
  if (text.startsWith('[')) throw new Error(`the filter pattern ${text} by columns is not run on a laptop`);
  if (!text.startsWith('{')) return termFilter(text);
  const test = parseConditions(text);
  return (message) => {
    const line = parsed(message);
    return isObject(line) && test(line);
  };
}

/** `a "b c"` all, `?a ?b` one of them, `-a` not; upper and lower case differ. */
function termFilter(pattern: string): Filter {
  const terms = [...pattern.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = '', quoted, bare = '']) => ({
      sign,
      text: quoted?.replace(/\\(.)/g, '$1') ?? bare,
    }),
  );
  const of = (sign: string) => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, some, none] = [of(''), of('?'), of('-')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    (some.length === 0 || some.some((text) => message.includes(text))) &&
    !none.some((text) => message.includes(text));
}

const token =
  /\s*(?:(\|\||&&|[(){}]|!=|<=|>=|=|<|>)|("(?:[^"\\]|\\.)*"|%[^%]*%)|(\$(?:\.[\w-]+|\[(?:\d+|\*|"[^"]*")\])*|[^\s(){}=!<>|&"]+))/y;

/** Recursive descent: `||` binds weaker than `&&`, which binds weaker than one condition. */
function parseConditions(pattern: string): Test {
  const tokens = tokenize(pattern);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const next = (): string => {
    const found = tokens[position++];
    if (found === undefined) throw new Error(`the filter pattern ${pattern} ends too early`);
    return found;
  };
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) throw new Error(`the filter pattern ${pattern} has '${found}' where '${wanted}' should be`);
  };
  const several = (operator: string, inner: () => Test, join: (tests: readonly Test[]) => Test): Test => {
    const tests = [inner()];
    while (peek() === operator) {
      next();
      tests.push(inner());
    }
    return join(tests);
  };
  const any = (): Test => several('||', all, (tests) => (line) => tests.some((test) => test(line)));
  const all = (): Test => several('&&', one, (tests) => (line) => tests.every((test) => test(line)));
  const one = (): Test => {
    if (peek() !== '(') return condition(next, pattern);
    next();
    const inner = any();
    expect(')');
    return inner;
  };
  expect('{');
  const test = any();
  expect('}');
  if (peek() !== undefined) throw new Error(`the filter pattern ${pattern} goes on after its end`);
  return test;
}

function tokenize(pattern: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < pattern.length) {
    const from = token.lastIndex;
    const [found, ...kinds] = token.exec(pattern) ?? [];
    if (found === undefined)
      throw new Error(`the filter pattern ${pattern} is not understood from '${pattern.slice(from)}'`);
    tokens.push(kinds.find((kind) => kind !== undefined) ?? '');
  }
  return tokens;
}

function condition(next: () => string, pattern: string): Test {
  const selector = next();
  if (!selector.startsWith('$'))
    throw new Error(`the filter pattern ${pattern} has '${selector}' where a $.field should be`);
  const operator = next();
  if (operator === 'IS') return is(selector, next());
  if (operator === 'NOT') {
    if (next() !== 'EXISTS') throw new Error(`the filter pattern ${pattern} has NOT without EXISTS`);
    return (line) => select(line, selector).every((value) => value === undefined);
  }
  const compare = comparison(operator, next(), pattern);
  return (line) => select(line, selector).some((value) => value !== undefined && compare(value));
}

function is(selector: string, what: string): Test {
  const values: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };
  if (!Object.hasOwn(values, what)) throw new Error(`a filter pattern cannot ask whether ${selector} IS ${what}`);
  return (line) => select(line, selector).some((value) => value === values[what]);
}

function comparison(operator: string, operand: string, pattern: string): Test {
  const number = Number(operand);
  if (operator === '=' || operator === '!=') {
    const equals = equality(operand, number);
    return operator === '=' ? equals : (value) => !equals(value);
  }
  const orders: Readonly<Record<string, (value: number) => boolean>> = {
    '<': (value) => value < number,
    '<=': (value) => value <= number,
    '>': (value) => value > number,
    '>=': (value) => value >= number,
  };
  const order = orders[operator];
  if (!order || Number.isNaN(number))
    throw new Error(`the filter pattern ${pattern} compares with '${operator} ${operand}'`);
  return (value) => typeof value === 'number' && order(value);
}

function equality(operand: string, number: number): Test {
  if (operand.startsWith('%')) {
    const expression = new RegExp(operand.slice(1, -1));
    return (value) => typeof value === 'string' && expression.test(value);
  }
  if (!operand.startsWith('"') && !Number.isNaN(number)) return (value) => value === number;
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  const expression = glob(text);
  return (value) => (typeof value === 'string' || typeof value === 'boolean') && expression.test(String(value));
}

/** The values that a selector names; `[*]` names every element of a list. */
function select(line: unknown, selector: string): readonly unknown[] {
  return selector.split('[*]').reduce<readonly unknown[]>(
    (found, part, index) => {
      const elements = index === 0 ? found : found.flatMap((value) => (Array.isArray(value) ? value : []));
      return elements.map((value) => at(value, index === 0 ? part : `$${part}`));
    },
    [line],
  );
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

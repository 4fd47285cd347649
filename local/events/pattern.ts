import { isObject, type JsonObject, toList } from '../json.ts';

/** A pattern as CloudFormation holds it: leaves are lists of alternatives, each a value or one operator. */
export type Pattern = JsonObject;

type Operator = (value: unknown, argument: unknown) => boolean;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const operators: Readonly<Record<string, Operator>> = {
  prefix: (value, argument) => affix(value, argument, (text, part) => text.startsWith(part)),
  suffix: (value, argument) => affix(value, argument, (text, part) => text.endsWith(part)),
  'equals-ignore-case': (value, argument) => typeof value === 'string' && lower(value) === lower(argument),
  wildcard: (value, argument) => typeof value === 'string' && glob(String(argument)).test(value),
  numeric,
  cidr: (value, argument) => typeof value === 'string' && inRange(value, String(argument)),
  'anything-but': (value, argument) => value !== undefined && !anyOf(value, argument),
};

/**
 * EventBridge content filtering, also used by the filters of event source mappings. Several fields must all match,
 * several alternatives of one field need one match, and a list in the event matches if one of its elements does.
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return toList(wanted).some((each) => isObject(each) && matches(each, event));
    const values = toList(event).map((each) => (isObject(each) ? each[field] : undefined));
    if (!Array.isArray(wanted)) {
      if (!isObject(wanted)) throw new Error(`pattern of '${field}' must be an object or a list`);
      return values.some((value) => elements(value).some((each) => matches(wanted, each)));
    }
    const leaves = values.flatMap(toList);
    return wanted.some((alternative) => matchesLeaf(leaves, alternative));
  });
}

/** What is absent is still asked: `exists: false` also holds below an object that is not there. */
function elements(value: unknown): readonly unknown[] {
  return value === undefined ? [undefined] : toList(value);
}

function matchesLeaf(leaves: readonly unknown[], alternative: unknown): boolean {
  if (isObject(alternative) && 'exists' in alternative) {
    // Only a leaf exists: AWS finds no match for the name of an object.
    return alternative['exists'] === leaves.some((leaf) => leaf !== undefined && !isObject(leaf));
  }
  return leaves.some((leaf) => matchesOne(leaf, alternative));
}

function matchesOne(value: unknown, alternative: unknown): boolean {
  if (!isObject(alternative)) return value === alternative;
  return Object.entries(alternative).every(([name, argument]) => {
    const operator = operators[name];
    if (!operator) throw new Error(`pattern operator '${name}' is not run here`);
    return operator(value, argument);
  });
}

/** `anything-but` takes values, or one operator whose own argument may be a list. */
function anyOf(value: unknown, argument: unknown): boolean {
  if (!isObject(argument)) return toList(argument).includes(value);
  return Object.entries(argument).some(([name, list]) =>
    toList(list).some((each) => matchesOne(value, { [name]: each })),
  );
}

function affix(value: unknown, argument: unknown, test: (text: string, part: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (isObject(argument)) return test(lower(value), lower(argument['equals-ignore-case']));
  return test(value, String(argument));
}

function numeric(value: unknown, argument: unknown): boolean {
  if (typeof value !== 'number') return false;
  const parts = toList(argument);
  for (let i = 0; i < parts.length; i += 2) {
    const compare = comparisons[String(parts[i])];
    if (!compare) throw new Error(`numeric operator '${String(parts[i])}' is not known`);
    if (!compare(value, Number(parts[i + 1]))) return false;
  }
  return true;
}

function lower(value: unknown): string {
  return String(value).toLowerCase();
}

/** `*` stands for any characters, also none; everything else for itself. */
export function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`);
}

function inRange(address: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  const [a, b] = [toNumber(address), toNumber(base)];
  return a !== undefined && b !== undefined && Math.floor(a / size) === Math.floor(b / size);
}

function toNumber(address: string): number | undefined {
  const octets = address.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

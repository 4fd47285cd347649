import * as fc from 'fast-check';

/** One way to spoil a request's body: at `pointer` (RFC 6901) stands something else, or nothing. */
export interface Mutation {
  readonly pointer: string;
  readonly what: string;
  /** The body as it is sent. */
  readonly text: string;
  readonly status?: 400;
}

type Json = unknown;
type Path = readonly (string | number)[];

const unknownId = `${'0'.repeat(25)}Z`;

/** What people, buggy clients and attackers send instead of what was asked for. */
const values: Readonly<Record<string, Json>> = {
  null: null,
  true: true,
  'a number': 7,
  zero: 0,
  'a negative number': -1,
  'a fraction': 0.1,
  'the largest double': 1.7976931348623157e308,
  'an unsafe integer': 2 ** 53,
  'an empty text': '',
  blanks: ' \t\u3000\u00a0 ',
  'a long text': '长'.repeat(70_000),
  'a text of 300': 'x'.repeat(300),
  'an emoji and combining marks': '👩‍👩‍👧‍👦é̂ﷺ',
  'half a surrogate pair': '\ud800',
  'right to left': '\u202e\u2066abc\u200b\ufeff',
  'control characters': 'a\u0000b\u0007c\u001bd\r\nX-Injected: 1',
  'NaN as text': 'NaN',
  'infinity as text': '1e999',
  'a number as text': '12',
  'true as text': 'true',
  'the name of a prototype': '__proto__',
  'the name of a constructor': 'constructor',
  markup: '<script>alert(1)</script>{{constructor}}',
  'a path': '../../etc/passwd%00',
  'a date that is none': '2026-02-30',
  'the year zero': '0000-01-01',
  'a far date': '9999-12-31',
  'an instant beyond': '+275760-09-13T00:00:00.001Z',
  'an instant without zone': '2026-11-23T09:00',
  'a zone that is none': 'Mars/Olympus',
  'a huge duration': 'P999999999999Y',
  'an unknown member': `mem_${unknownId}`,
  'an unknown customer': `cus_${unknownId}`,
  'an empty list': [],
  'a list of lists': [[[]]],
  'a long list': Array.from({ length: 5000 }, (_, n) => n),
  'an empty object': {},
  'an object with a foreign name': { nobody: { knows: 'this' } },
  'the keys of a prototype': { constructor: { prototype: { polluted: 1 } }, toString: 1, hasOwnProperty: 1 },
};

/** Every mutation of a valid body, field by field; the same ones in every run. */
export function mutationsOf(body: Json): readonly Mutation[] {
  const paths = pathsOf(body);
  return [
    ...paths.flatMap((path) => [
      ...(path.length === 0 ? [] : [{ pointer: pointerOf(path), what: 'missing', text: text(without(body, path)) }]),
      ...Object.entries(values).map(([what, value]) => mutation(body, path, what, value)),
      ...random.map((value, n) => mutation(body, path, `random value ${n}`, value)),
      ...(isObject(at(body, path)) ? foreignNames(body, path) : []),
    ]),
  ];
}

/** Drawn once with a seed, so that a failure is found again. */
const random = fc.sample(fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 40 })), {
  seed: 20261122,
  numRuns: 8,
});

function mutation(body: Json, path: Path, what: string, value: Json): Mutation {
  return { pointer: pointerOf(path), what, text: text(replaced(body, path, value)) };
}

/** As text, because an object literal cannot own the name `__proto__`. */
function foreignNames(body: Json, path: Path): readonly Mutation[] {
  return ['nobody-knows', '__proto__', 'constructor', 'toString', '关', 'a/b~c'].map((name) => {
    const mark = '\u0001mark\u0001';
    const marked = { ...(at(body, path) as object), [mark]: { polluted: true } };
    const sent = text(replaced(body, path, marked)).replace(JSON.stringify(mark), JSON.stringify(name));
    return {
      pointer: `${pointerOf(path)}/${escaped(name)}`,
      what: `with the foreign name ${name}`,
      text: sent,
      status: 400 as const,
    };
  });
}

/** Of the body itself and of everything in it; of a list the first entry stands for all. */
function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return [path, ...(value.length === 0 ? [] : pathsOf(value[0], [...path, 0]))];
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([name, each]) => pathsOf(each, [...path, name]))];
}

function replaced(body: Json, path: Path, value: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(body)) return body.map((each, n) => (n === first ? replaced(each, rest, value) : each));
  return { ...(body as object), [first]: replaced((body as Record<string, Json>)[first], rest, value) };
}

function without(body: Json, path: Path): Json {
  const [first, ...rest] = path;
  if (Array.isArray(body))
    return rest.length === 0 ? body.slice(1) : body.map((each, n) => (n === first ? without(each, rest) : each));
  const entries = Object.entries(body as Record<string, Json>);
  return Object.fromEntries(
    entries.flatMap(([name, each]) =>
      name !== first ? [[name, each]] : rest.length === 0 ? [] : [[name, without(each, rest)]],
    ),
  );
}

function at(body: Json, path: Path): Json {
  return path.reduce<Json>((value, part) => (value as Record<string | number, Json>)[part], body);
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pointerOf(path: Path): string {
  return path.map((part) => `/${escaped(String(part))}`).join('');
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function text(body: Json): string {
  return JSON.stringify(body) ?? '';
}

/** Bodies that are wrong as a whole, with the status that each must get. */
export const wholes: readonly { readonly what: string; readonly text: string; readonly status: number }[] = [
  { what: 'no JSON', text: '{', status: 400 },
  { what: 'two JSON texts', text: '{}{}', status: 400 },
  { what: 'a byte order mark and nothing', text: '\ufeff', status: 400 },
  { what: 'deep nesting', text: `${'['.repeat(20_000)}${']'.repeat(20_000)}`, status: 400 },
  { what: 'too many bytes', text: JSON.stringify({ text: '长'.repeat(100_000) }), status: 413 },
];

/** For every query parameter. */
export const parameters: readonly string[] = [
  '',
  'x',
  '-1',
  '0',
  '201',
  '99999999999999999999',
  '1.5',
  'NaN',
  '__proto__',
  'constructor',
  '\u0000',
  '👩‍👩‍👧‍👦',
  '%',
  'a,b',
  'x'.repeat(1100),
  '2026-02-30',
  '2026-11-22',
  '2026-11-22T00:00:00Z',
  `mem_${unknownId}`,
  `cus_${unknownId}`,
  // Cursors: `{}`, `[]`, `null`, a position of another shape, no base64 at all.
  'e30',
  'W10',
  'bnVsbA',
  Buffer.from(JSON.stringify({ pk: 'customers#all', sk: 1, indexSk: {} })).toString('base64url'),
  Buffer.from(JSON.stringify('members#all')).toString('base64url'),
  '!!!!',
];

/** For every part of a path that is a parameter. */
export const segments: readonly string[] = [
  'x',
  '__proto__',
  'constructor',
  '%00',
  '%E0%A4%A',
  '..%2F..',
  'x'.repeat(2000),
  `mem_${unknownId}`,
  `cus_${unknownId}`,
  `tkt_${unknownId}`,
  'cus_00000000000000000000000001x',
  'cus_0000000000000000000000000I',
  '关系',
];

import { parseArgs } from 'node:util';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { decode, encode } from '#domain/customers/search-codec.ts';
import type { SearchDocument } from '#domain/customers/search-document.ts';
import { find } from '#domain/customers/search-find.ts';
import { mergeParts, type Part, segmentOf } from '#domain/customers/search-segment.ts';
import syllables from '#domain/customers/search-syllables.json' with { type: 'json' };
import { foldText, phoneForms, toTerm } from '#domain/customers/search-text.ts';

/**
 * `node tools/bench/search.ts [--customers 100000]`: what a search over so many made-up customers takes, in memory and
 * without a table: size of the snapshot, time to build, load and renew it, and milliseconds for each kind of search.
 */
const { values } = parseArgs({ options: { customers: { type: 'string', default: '100000' } } });
const customers = Number(values.customers);

const places = ['北京', '上海', '广州', '深圳', '重庆', '杭州', '成都', '武汉', '西安', '南京', '厦门', '六安'];
const words = '光电仪器医疗器械精密机械长江行远乐山华盛宏达天河银行区块重工单元解放铅锌盖世新能源智能科技';
const fields = ['科技', '贸易', '医疗器械', '光学仪器', '进出口', '精密机械', '信息技术', '新能源'];
const surnames = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗单曾仇覃区解';
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英';

/** The same numbers in each run: mulberry32. */
let seed = 42;
function random(below: number): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

const oneOf = (of: string | readonly string[]): string => of[random(of.length)] ?? '';

function aDocument(n: number): SearchDocument {
  const name = `${oneOf(places)}${oneOf(words)}${oneOf(words)}${oneOf(words)}${oneOf(fields)}有限公司`;
  const contact = `${oneOf(surnames)}${oneOf(given)}${random(2) === 0 ? oneOf(given) : ''}`;
  const mobile = `1${3 + random(6)}${String(random(1e9)).padStart(9, '0')}`;
  return {
    ulid: `01KB${String(n).padStart(22, '0')}`,
    ownerId: `mem_${random(200)}`,
    departmentId: `dep_${random(20)}`,
    collaboratorIds: [],
    name: foldText(name),
    contacts: [foldText(contact)],
    tags: random(3) === 0 ? ['重点客户'] : [],
    number: `c2026${String(random(12) + 1).padStart(2, '0')}${n}`,
    phones: phoneForms(mobile),
    emails: [`u${n}@example${random(1000)}.com`],
  };
}

const timed = <T>(work: () => T): { ms: number; result: T } => {
  const startedMs = performance.now();
  const result = work();
  return { result, ms: performance.now() - startedMs };
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const milliseconds = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;

const made = timed(() => {
  const parts: Part[] = [];
  for (let from = 0; from < customers; from += 50_000) {
    const count = Math.min(50_000, customers - from);
    parts.push({ segment: segmentOf(Array.from({ length: count }, (_, i) => aDocument(from + i))), dead: new Set() });
  }
  return mergeParts(parts);
});
const plain = encode(made.result, { asOf: '2026-11-22T00:00:00.000Z' });
const packed = timed(() => zstdCompressSync(plain));
const loaded = timed(() => decode(zstdDecompressSync(packed.result)));
const segment = loaded.result?.segment;
if (segment === undefined) throw new Error('the snapshot cannot be read');
const delta = segmentOf(Array.from({ length: 1000 }, (_, i) => aDocument(customers + i)));
const renewed = timed(() =>
  mergeParts([
    { segment, dead: new Set() },
    { segment: delta, dead: new Set() },
  ]),
);

console.table({
  customers: customers.toLocaleString('en'),
  'in memory': `${megabytes(plain.length)}, ${(plain.length / customers).toFixed(0)} bytes each`,
  'in the bucket': `${megabytes(packed.result.length)}, ${(packed.result.length / customers).toFixed(0)} bytes each`,
  'build anew': milliseconds(made.ms),
  pack: milliseconds(packed.ms),
  load: milliseconds(loaded.ms),
  'renew by 1,000': milliseconds(renewed.ms),
});

/** The other design for the same promise: a row for each pair of characters and each three letters of text and sound. */
function indexRows({ name, contacts, tags, emails }: SearchDocument): Set<string> {
  const rows = new Set<string>(['number', 'phone reversed']);
  const grams = (kind: string, text: string, length: number): void => {
    for (let at = 0; at + length <= text.length; at += 1) rows.add(kind + text.slice(at, at + length));
  };
  for (const text of [name, ...contacts, ...tags]) {
    grams('', text, 2);
    const sounds = [...text].map((character) => soundOfCharacter(character));
    grams('sound ', sounds.join(''), 3);
    grams('initials ', sounds.map((sound) => sound.charAt(0)).join(''), 2);
  }
  for (const text of emails) grams('e-mail ', text, 3);
  return rows;
}

const readings = new Map(Object.entries(syllables).flatMap(([sound, all]) => [...all].map((each) => [each, sound])));
const soundOfCharacter = (character: string): string => readings.get(character) ?? character;

const sample = Array.from({ length: 5000 }, (_, i) => indexRows(aDocument(i)));
const rowsEach = sample.reduce((sum, rows) => sum + rows.size, 0) / sample.length;
const withKey = (key: string): string =>
  `${((sample.filter((rows) => rows.has(key)).length / sample.length) * 100).toFixed(0)} % of all customers`;
console.table({
  'index rows a customer': rowsEach.toFixed(0),
  'rows under 公司': withKey('公司'),
  'rows under 重庆': withKey('重庆'),
  'this process at its peak': `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
});

const queries = [
  '公司',
  '重庆银行',
  '光电',
  'chongqing',
  'cqyh',
  'ww',
  'zhongqingguangdian',
  '13800138000',
  '8000',
  'C202611',
  'u4711@example',
];
const rows = queries.map((q) => {
  const asked = { term: toTerm(q), view: 'full', scope: 'all', limit: 61 } as const;
  const parts: Part[] = [{ segment, dead: new Set() }];
  const times = Array.from({ length: 7 }, () => timed(() => find(parts, asked)));
  const median = times.map(({ ms }) => ms).toSorted((a, b) => a - b)[3] ?? 0;
  return { q, 'median ms': Number(median.toFixed(2)), hits: times[0]?.result.length };
});
console.table(rows);

import fc from 'fast-check';
import { pinyin } from 'pinyin-pro';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '#domain/customers/search-codec.ts';
import { type SearchDocument, toSearchDocument } from '#domain/customers/search-document.ts';
import { type Asked, find } from '#domain/customers/search-find.ts';
import { mergeParts, overlaid, type Part, segmentOf, ulidAt } from '#domain/customers/search-segment.ts';
import { isSearchable, toTerm } from '#domain/customers/search-text.ts';
import { aCustomer } from './search-given.ts';

const documentOf = (n: number, changes: object = {}, others: Parameters<typeof toSearchDocument>[1] = []) => {
  const document = toSearchDocument(aCustomer(n, changes), others);
  if (document === undefined) throw new Error('there is nothing to search');
  return document;
};

/** Others that must neither hide nor replace the one who is looked for. */
const crowd = Array.from({ length: 40 }, (_, i) =>
  documentOf(1000 + i, { name: `${'北京上海重庆行远长江'.slice(i % 8)}科技${i}有限公司`, tags: ['重点', `t${i}`] }),
);

const partsOf = (...documents: SearchDocument[]): Part[] => [
  { segment: segmentOf([...crowd, ...documents]), dead: new Set() },
];
const ask = (q: string, more: Partial<Asked> = {}): Asked => ({
  term: toTerm(q),
  view: 'full',
  scope: 'all',
  limit: 1000,
  ...more,
});
const finds = (parts: readonly Part[], q: string, ulid: string, more: Partial<Asked> = {}): boolean =>
  find(parts, ask(q, more)).some((hit) => hit.ulid === ulid);

const han = fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCharCode(code));
const everyday = fc.constantFrom(...'重庆银行长江单曾仇盖解乐山六安铅番禺厦门龙慶書廣東乾隆發髮绿吕女王伟');
const latin = fc.constantFrom(...'abcXYZÉüß09+#&. -·（）ＡＢ');
const character = fc.oneof(han, everyday, everyday, latin);
const name = fc.array(character, { minLength: 1, maxLength: 30 }).map((all) => all.join(''));
/** A part of a text by its characters, as somebody would type it. */
const partOf = (text: string) =>
  fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: text.length }))
    .map(([a, b]) => text.slice(Math.min(a, b), Math.max(a, b)));

describe('whatever part of a customer is typed, he is found', () => {
  test.each(['name', 'contact', 'further contact', 'tag'] as const)('of a %s: any two characters or more', (where) => {
    const given = name.chain((text) => fc.tuple(fc.constant(text), partOf(text)));
    fc.assert(
      fc.property(given, ([text, q]) => {
        fc.pre(isSearchable(q) && toTerm(q).text !== '');
        const changes = { name: { name: text }, tag: { tags: [text] }, contact: { contactName: text } };
        const others = where === 'further contact' ? [{ id: 'con_2', name: text, version: 1 }] : [];
        const document = documentOf(1, where === 'further contact' ? {} : changes[where], others);
        expect(finds(partsOf(document), q, document.ulid)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('of the sound of a name: syllables and initials of any characters of it in a row, the last one unfinished or not', () => {
    const syllable = (text: string) =>
      fc.constantFrom(...new Set(pinyin(text, { multiple: true, toneType: 'none', v: true, type: 'array' })));
    const given = fc
      .array(fc.oneof(everyday, han), { minLength: 2, maxLength: 12 })
      .chain((all) => fc.tuple(fc.constant(all), fc.nat({ max: all.length - 2 }), fc.integer({ min: 2, max: 6 })))
      .chain(([all, from, length]) => {
        const said = all.slice(from, from + length);
        return fc.tuple(
          fc.constant(all.join('')),
          fc.tuple(...said.map((each) => fc.tuple(syllable(each), fc.boolean()))),
          fc.integer({ min: 1, max: 6 }),
        );
      });
    fc.assert(
      fc.property(given, ([text, said, cut]) => {
        fc.pre(said.every(([syllables]) => /^[a-z]+$/.test(syllables)));
        const typed = said.map(([sound, isWhole], i) =>
          i === said.length - 1 ? sound.slice(0, cut) : isWhole ? sound : sound.charAt(0),
        );
        const document = documentOf(1, { name: text });
        expect(finds(partsOf(document), typed.join(''), document.ulid)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('of a phrase: by the reading that it has in the phrase', () => {
    const phrases = [
      '重庆',
      '银行',
      '六安',
      '铅山',
      '番禺',
      '蚌埠',
      '厦门',
      '长沙',
      '音乐',
      '快乐',
      '解放',
      '乐山',
      '尉迟',
      '万俟',
      '单于',
    ];
    for (const phrase of phrases) {
      const document = documentOf(1, { name: `${phrase}有限公司` });
      for (const surname of ['off', 'head'] as const) {
        const sound = pinyin(phrase, { toneType: 'none', v: true, surname, separator: '' });
        expect([sound, finds(partsOf(document), sound, document.ulid)]).toEqual([sound, true]);
      }
    }
  });

  test.each([
    ['重庆长江', ['chongqing', 'zhongqing', 'cq', 'zq', 'chongqingchangjiang', 'cqcj', 'chongq', 'qingc', 'ChongQing']],
    ['工商银行', ['yinhang', 'yinxing', 'gsyh', 'gsyx', 'hang', 'xing']],
    ['吕女士', ['lvnv', 'lunv', 'lü']],
    ['慶龍電子', ['庆龙', '慶龍', 'qinglong', 'qldz']],
    ['Ａｃｍｅ　光学（广州）', ['acme', 'acme光', '光学广', 'acmegx', '(广州)']],
    ["Xi'an Müller & Co., Ltd.", ['xian', "xi'an", 'muller', 'MÜLLER', 'coltd', 'r & c']],
  ])('%s is found by all of %j', (text, queries) => {
    const document = documentOf(1, { name: text });
    const missed = queries.filter((q) => !finds(partsOf(document), q, document.ulid));
    expect(missed).toEqual([]);
  });

  test('of a phone: the last four to eleven digits, however they are grouped, and the whole in any form', () => {
    const mobile = fc.integer({ min: 3e9, max: 9_999_999_999 }).map((n) => `1${n}`);
    const landline = fc.integer({ min: 2e7, max: 89_999_999 }).map((n) => `010-${n}`);
    fc.assert(
      fc.property(fc.oneof(mobile, landline), fc.integer({ min: 4, max: 11 }), (phone, length) => {
        const document = documentOf(1, phone.startsWith('0') ? { landline: phone } : { mobile: phone });
        const q = phone.replaceAll('-', '').slice(-length);
        expect(finds(partsOf(document), q, document.ulid)).toBe(true);
        expect(finds(partsOf(document), `${q.slice(0, -4)}-${q.slice(-4)}`, document.ulid)).toBe(true);
        expect(finds(partsOf(document), phone, document.ulid)).toBe(true);
        expect(finds(partsOf(document), `+86${phone.replace(/^0/, '').replaceAll('-', '')}`, document.ulid)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('of an e-mail and of the number: any part', () => {
    const document = documentOf(1, { email: 'Li.Wei_88@Guang-Xue.example.com' });
    const texts = ['Li.Wei_88@Guang-Xue.example.com', 'C202611001'];
    const parts = partsOf(document);
    for (const text of texts) {
      for (let from = 0; from < text.length - 1; from += 1) {
        for (let to = from + 2; to <= text.length; to += 1) {
          const q = text.slice(from, to);
          if (isSearchable(q)) expect([q, finds(parts, q, document.ulid)]).toEqual([q, true]);
        }
      }
    }
  });
});

describe('who does not fit is not found', () => {
  test('fields and customers do not run into each other', () => {
    const one = documentOf(1, {
      name: '广州',
      contactName: '天河',
      tags: ['光学'],
      mobile: '13812345678',
      email: 'a@b.example',
    });
    const two = documentOf(2, { name: '仪器', number: 'C202699999' });
    const parts = [{ segment: segmentOf([one, two]), dead: new Set<number>() }];
    for (const q of ['州天', '河光', '学仪', '器广', 'zhout', '5678a', '8613812345678a', '1234567', '1381', '138123']) {
      expect([q, find(parts, ask(q))]).toEqual([q, []]);
    }
  });

  test.each([['masked'], ['card'], ['contacts']] as const)('what the view %s hides cannot be guessed', (view) => {
    const document = documentOf(1, {
      mobile: '13812345678',
      email: 'li@secret.example',
      contactName: '李伟',
      tags: ['战略'],
    });
    const sought = [
      '345678',
      '2345678',
      'li@secret',
      'secret.ex',
      '战略',
      '李伟',
      '5678',
      '13812345678',
      'li@secret.example',
    ];
    const found = sought.filter((q) => finds(partsOf(document), q, document.ulid, { view }));
    const expected = {
      masked: ['战略', '李伟', '5678', '13812345678', 'li@secret.example'],
      card: [],
      contacts: sought.filter((q) => q !== '战略'),
    };
    expect(found).toEqual(expected[view]);
  });

  test('a scope holds its own, its departments and those it collaborates on', () => {
    const documents = [
      documentOf(1, { ownerId: 'mem_1', departmentId: 'dep_1' }),
      documentOf(2, { ownerId: 'mem_2', departmentId: 'dep_2' }),
      documentOf(3, { ownerId: 'mem_2', departmentId: 'dep_3', collaboratorIds: ['mem_1'] }),
      documentOf(4, { ownerId: 'mem_3', departmentId: 'dep_3' }),
    ];
    const parts = [{ segment: segmentOf(documents), dead: new Set<number>() }];
    const seen = (departments: string[]) =>
      find(parts, ask('客户', { scope: { memberId: 'mem_1', departments } })).map(({ ulid }) => Number(ulid));
    expect(seen([])).toEqual([3, 1]);
    expect(seen(['dep_2'])).toEqual([3, 2, 1]);
    expect(find(parts, ask('客户', { scope: { memberId: 'mem_9', departments: ['dep_9'] } }))).toEqual([]);
  });
});

test('exact comes first, then what begins so, then what has it inside, then what sounds so; of equals the newest', () => {
  const documents = [
    documentOf(1, { name: '大王庄', contactName: '丁' }),
    documentOf(2, { name: '王庄' }),
    documentOf(3, { name: '王庄集团' }),
    documentOf(4, { name: '甲', contactName: '王庄' }),
    documentOf(5, { name: '汪庄' }),
    documentOf(6, { name: '王庄商行' }),
    documentOf(7, { name: '乙', tags: ['王庄片区'] }),
  ];
  const parts = [{ segment: segmentOf(documents), dead: new Set<number>() }];
  const order = (q: string) => find(parts, ask(q)).map(({ ulid }) => Number(ulid));
  expect(order('王庄')).toEqual([2, 6, 3, 4, 1, 7]);
  expect(order('wangzhuang')).toEqual([5, 4, 2, 6, 3, 1]);
  const phones = [documentOf(1, { mobile: '13812345678' }), documentOf(2, { name: '13812345678分号' })];
  const ranked = find([{ segment: segmentOf(phones), dead: new Set() }], ask('13812345678'));
  expect(ranked.map(({ ulid }) => Number(ulid))).toEqual([1, 2]);
});

test('pages of any size give each hit once and in the same order', () => {
  const parts = partsOf();
  const all = find(parts, ask('科技'));
  expect(all.length).toBe(40);
  for (const limit of [1, 3, 7, 40, 41]) {
    const paged = [];
    for (let page = find(parts, ask('科技', { limit })); page.length > 0; ) {
      paged.push(...page);
      page = find(parts, ask('科技', { limit, after: paged.at(-1) }));
    }
    expect(paged).toEqual(all);
  }
});

test('rows laid over others replace them, whatever the order, and a snapshot read again is the same', () => {
  const change = fc.record({
    n: fc.integer({ min: 1, max: 30 }),
    name: fc.constantFrom('甲光电', '乙光电', '丙仪器', undefined),
  });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 12 }), (batches) => {
      let parts: Part[] = [];
      const model = new Map<string, string>();
      for (const batch of batches) {
        const latest = new Map(batch.map(({ n, name: called }) => [aCustomer(n).id.slice(4), { n, called }]));
        const documents = [...latest.values()].flatMap(({ n, called }) =>
          called === undefined ? [] : documentOf(n, { name: called }),
        );
        parts = overlaid(parts, latest.keys(), segmentOf(documents));
        for (const [ulid, { called }] of latest) {
          if (called === undefined) model.delete(ulid);
          else model.set(ulid, called);
        }
      }
      const merged = mergeParts(parts);
      const again = decode(encode(merged, { asOf: '2026-11-22T00:00:00.000Z' }));
      const expected = [...model]
        .filter(([, called]) => called.includes('光电'))
        .map(([ulid]) => ulid)
        .sort()
        .reverse();
      expect(find(parts, ask('光电')).map(({ ulid }) => ulid)).toEqual(expected);
      expect(
        find([{ segment: again?.segment ?? merged, dead: new Set() }], ask('光电')).map(({ ulid }) => ulid),
      ).toEqual(expected);
      expect(Array.from({ length: merged.count }, (_, row) => ulidAt(merged, row))).toEqual(
        [...model.keys()].sort().reverse(),
      );
    }),
    { numRuns: 100 },
  );
});

test.each(['', ' ', '王', 'a', '.-', '(', '1', '＂'])('%j is too little to look for', (q) => {
  expect(isSearchable(q)).toBe(false);
});

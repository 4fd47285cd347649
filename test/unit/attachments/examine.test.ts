import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ContentType } from '#domain/attachments/content-type.ts';
import { examine } from '#functions/attachments/examine.ts';

const office = 'application/vnd.openxmlformats-officedocument';
/** Each as its bytes begin in the wild. */
const samples: Readonly<Record<ContentType, Buffer>> = {
  'application/pdf': Buffer.from('%PDF-1.7\n'),
  'image/png': hex('89504e470d0a1a0a 0000000d49484452 0000000100000001 0806000000 1f15c489 0000000049454e44ae426082'),
  'image/jpeg': hex('ffd8ffe000104a46494600010100000100010000ffd9'),
  'image/webp': Buffer.concat([Buffer.from('RIFF'), hex('1a000000'), Buffer.from('WEBPVP8L'), Buffer.alloc(14)]),
  'image/heic': ftyp('heic'),
  [`${office}.wordprocessingml.document`]: ooxml('word/document.xml', `${office}.wordprocessingml.document.main+xml`),
  [`${office}.spreadsheetml.sheet`]: ooxml('xl/workbook.xml', `${office}.spreadsheetml.sheet.main+xml`),
  [`${office}.presentationml.presentation`]: ooxml(
    'ppt/presentation.xml',
    `${office}.presentationml.presentation.main+xml`,
  ),
  'text/plain': Buffer.from('会议纪要：下周上门。\n'),
  'text/csv': Buffer.from('\ufeff客户,金额\n关系,100\n'),
  'message/rfc822': Buffer.from('From: a@example.com\r\nSubject: 询价\r\n\r\n您好\r\n'),
  'audio/mpeg': Buffer.concat([Buffer.from('ID3'), hex('04000000000000'), hex('fffb9064'), Buffer.alloc(414)]),
  'audio/mp4': ftyp('M4A '),
  'audio/wav': Buffer.concat([Buffer.from('RIFF'), hex('24000000'), Buffer.from('WAVEfmt '), Buffer.alloc(28)]),
};

const texts: readonly string[] = ['text/plain', 'text/csv', 'message/rfc822'];

test.each(ContentType.options)(
  '%s is taken for what it is and for nothing else that has a form of its own',
  async (type) => {
    const bytes = samples[type];
    for (const declared of ContentType.options) {
      const finding = await examine({ contentType: declared, sizeBytes: bytes.length, sha256: undefined }, bytes);
      const isText = texts.includes(declared) && (texts.includes(type) || type === 'application/pdf');
      expect([declared, 'sha256' in finding]).toEqual([declared, declared === type || isText]);
    }
  },
);

test('text is text in whatever encoding, and a program never is', async () => {
  const looked = async (bytes: Uint8Array) =>
    'sha256' in (await examine({ contentType: 'text/plain', sizeBytes: bytes.length, sha256: undefined }, bytes));

  // 关系 in GB18030; Excel's Unicode text; a zip with a text's name.
  expect(await looked(hex('b9d8cfb5'))).toBe(true);
  expect(await looked(Buffer.from('\ufeff关系', 'utf16le'))).toBe(true);
  expect(await looked(samples[`${office}.spreadsheetml.sheet`])).toBe(false);
  expect(await looked(hex('4d5a900003000000'))).toBe(false);
});

test('a document with macros is not a document', async () => {
  const bytes = ooxml('word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml');
  const contentType = `${office}.wordprocessingml.document` as const;
  expect(await examine({ contentType, sizeBytes: bytes.length, sha256: undefined }, bytes)).toEqual({ reason: 'type' });
});

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function ftyp(brand: string): Buffer {
  return Buffer.concat([hex('00000018'), Buffer.from(`ftyp${brand}`), hex('00000000'), Buffer.from(`mif1${brand}`)]);
}

/** A zip of two stored files, the first of which says what the whole is. */
function ooxml(part: string, type: string): Buffer {
  const types = `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="${type}"/></Types>`;
  return Buffer.concat([entry('[Content_Types].xml', types), entry(part, '<x/>')]);
}

function entry(name: string, text: string): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(text.length, 18);
  header.writeUInt32LE(text.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), Buffer.from(text)]);
}

test('whatever is sent, it is looked at to an end and quickly, however a known form goes on', async () => {
  const begin = fc.constantFrom(...Object.values(samples), Buffer.from('PK\u0003\u0004'), Buffer.from('ID3'));
  const bytes = fc.tuple(begin, fc.nat(40), fc.uint8Array({ maxLength: 600 }));
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(...ContentType.options), async ([front, cut, rest], contentType) => {
      const whole = Buffer.concat([front.subarray(0, Math.max(4, front.length - cut)), rest]);
      const finding = await examine({ contentType, sizeBytes: whole.length, sha256: undefined }, whole);
      expect('sha256' in finding || finding.reason === 'type').toBe(true);
    }),
    { numRuns: 2000 },
  );
});

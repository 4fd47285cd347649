import { describe, expect, test } from 'vitest';
import { aCompany, aCustomer } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

const pdf = Buffer.from('%PDF-1.7\n% a quote\n%%EOF\n');

describe('attachments on the assembly', () => {
  const guanxi = system('2026-03-02T00:00:00Z');

  test('a file goes up and comes down by links for five minutes, once it is what it was said to be', async () => {
    const { members } = await aCompany(guanxi);
    const rep = { memberId: members.rep };
    const { id: subjectId } = await aCustomer(guanxi, members.rep, '重庆长江光学仪器有限公司');
    const send = async (bytes: Buffer) => {
      const told = { subjectId, name: '报价单.pdf', contentType: 'application/pdf', sizeBytes: bytes.length };
      const { status, body } = await guanxi.post('/v1/attachments', told, rep);
      expect(status).toBe(201);
      const { url, method, headers } = body.upload;
      const put = () => fetch(url, { method, headers, body: new Uint8Array(bytes) });
      return { id: body.id as string, put };
    };
    const settled = async (id: string) => {
      await guanxi.settled();
      return (await guanxi.get(`/v1/attachments/${id}`, rep)).body;
    };

    const quote = await send(pdf);
    expect((await quote.put()).status).toBe(200);
    const ready = await settled(quote.id);
    expect(ready).toMatchObject({ state: 'ready', sizeBytes: pdf.length });
    const file = await fetch(ready.download.url);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(pdf);
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('报价单.pdf')}`,
    );
    // What was found good cannot be replaced through the link by which it came.
    expect((await quote.put()).status).toBe(412);

    const program = await send(Buffer.from('MZ\u0000 a program'));
    expect((await program.put()).status).toBe(200);
    expect(await settled(program.id)).toMatchObject({ state: 'rejected', reason: 'type' });

    const late = await send(pdf);
    await guanxi.pass('PT6M');
    expect([(await late.put()).status, (await fetch(ready.download.url)).status]).toEqual([403, 403]);
  });
});

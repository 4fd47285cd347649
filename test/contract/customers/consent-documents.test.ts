import { expect, test } from 'vitest';
import { announced, settled } from '#domain/attachments/attachment.ts';
import { putAttachment } from '#store/attachments.ts';
import { idOf } from '#test/world.ts';
import { asMarketing, company } from './company.ts';

const consent = { purpose: 'marketing', channel: 'email', granted: true, basis: 'consent', source: '纸质同意书' };

test('a consent names the signed paper, which must be there, be a consent, and be this person’s', async () => {
  const given = await company();
  const [one, other] = [
    await given.create(),
    await given.create({ name: '北京远航', contact: { name: '赵', mobile: '13900139000' } }),
  ];
  let made = 0;
  const paper = async (changes: object = {}, isThere = true): Promise<string> => {
    made += 1;
    const told = {
      subjectId: one.id,
      name: '同意书.pdf',
      contentType: 'application/pdf',
      sizeBytes: 9,
      kind: 'consent',
    };
    const { now } = given.clock;
    const entry = { id: idOf('att', made), internal: false, now, actorId: 'x' };
    const before = announced({ ...told, ...changes } as Parameters<typeof announced>[0], entry);
    await given.table.commit([putAttachment(before)]);
    if (isThere) await given.table.commit([putAttachment(settled(before, { sha256: 'a' }, now, 'system'))]);
    return before.id;
  };
  const path = `/v1/customers/${one.id}/consents`;
  const say = (documentId: string) =>
    given.call('POST', path, { ...asMarketing, body: { ...consent, contactId: one.mainContact.id, documentId } });
  const refused = (code: string) => ({ status: 422, code, errors: [{ pointer: '/documentId', code }] });

  const documentId = await paper({ contactId: one.mainContact.id });
  expect(await say(documentId)).toMatchObject({ status: 201, body: { documentId } });
  expect((await say(await paper())).status).toBe(201);
  expect((await given.call('GET', path)).body.items[1]).toMatchObject({ documentId });

  expect((await say(idOf('att', 404))).body).toMatchObject(refused('customers.unknown-document'));
  expect((await say(await paper({ subjectId: other.id }))).body).toMatchObject(refused('customers.unknown-document'));
  for (const unfit of [paper({ kind: 'quote' }), paper({}, false), paper({ contactId: idOf('con', 404) })]) {
    expect((await say(await unfit)).body).toMatchObject(refused('customers.document-unfit'));
  }
});

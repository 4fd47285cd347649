import { gzipSync } from 'node:zlib';
import { putBody } from '#store/mail.ts';
import { type Merging, merging } from './merging.ts';

/** Whatever was typed about the person holds this, so that a look at the raw table tells whether anything is left. */
export const secret = '王五机密';
export const mobile = '13700137000';

/** A company's second contact with something typed about him in every context. */
export interface Erasing extends Merging {
  readonly contactId: string;
  readonly ticketId: string;
  readonly otherTicketId: string;
  readonly erase: (headers?: Record<string, string>, body?: object) => ReturnType<Merging['call']>;
  /** Rows that hold something of him. */
  readonly traces: () => string[];
}

export async function erasing(): Promise<Erasing> {
  const given = await merging();
  const { call, table, loserId: customerId } = given;
  const contactId = given.of.contact;
  const done = async (context: Parameters<Merging['call']>[0], method: string, path: string, body: unknown) => {
    const headers = method === 'PATCH' ? { 'if-match': '"1"', 'content-type': 'application/merge-patch+json' } : {};
    const answer = await call(context, method, path, { body, headers });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const person = { name: secret, email: `${encodeURI('wangwu')}@example.com`, wechat: `w_${secret}` };
  await done('customers', 'PATCH', `/v1/contacts/${contactId}`, person);
  const spoken = { contactId, channel: 'phone', direction: 'in', summary: secret, needs: secret, feedback: secret };
  await done('activities', 'POST', `/v1/customers/${customerId}/interactions`, spoken);
  const asked = { kind: 'fault', severity: 'minor', channel: 'phone', customerId };
  const ticket = await done('tickets', 'POST', '/v1/tickets', {
    ...asked,
    contactId,
    subject: `${secret}的打印机`,
    description: secret,
  });
  await done('tickets', 'POST', `/v1/tickets/${ticket.id}/notes`, { text: secret });
  const special = `/v1/tickets/${ticket.id}/special-process`;
  await done('tickets', 'POST', special, { reason: secret });
  await done('tickets', 'POST', `${special}/updates`, { text: secret });
  await done('tickets', 'POST', `/v1/tickets/${ticket.id}/resolve`, { solution: secret });
  const other = await done('tickets', 'POST', '/v1/tickets', { ...asked, subject: '别的事', description: '与他无关' });
  const recording = { name: `${secret}.mp3`, contentType: 'audio/mpeg', sizeBytes: 9, kind: 'recording' };
  const file = await done('attachments', 'POST', '/v1/attachments', { subjectId: given.of.interaction, ...recording });
  for (const id of [file.id, given.of.attachment]) await given.files.put(`attachments/${id}`, secret);
  await done('customers', 'PATCH', `/v1/notes/${given.of.note}`, { text: secret });
  await done('customers', 'POST', `/v1/customers/${customerId}/notes`, { text: '公司的事' });
  await table.commit([putBody(given.of.mail, gzipSync(secret), new Date('2026-11-20T01:00:00Z'))]);
  await given.deliver();
  return {
    ...given,
    contactId,
    ticketId: ticket.id,
    otherTicketId: other.id,
    erase: (headers = {}, body = {}) =>
      call('customers', 'POST', `/v1/contacts/${contactId}/erasure`, {
        headers,
        body: { reason: '本人书面要求', ...body },
      }),
    traces: () =>
      table
        .rows()
        .filter(({ key, item }) => {
          const text = JSON.stringify(item);
          if (key.sk === `contact#${contactId}` && 'sealed' in item) return true;
          return text.includes(secret) || text.includes(mobile) || key.sk.startsWith(`r#token`) || 'packed' in item;
        })
        .map(({ key }) => `${key.pk} ${key.sk}`),
  };
}

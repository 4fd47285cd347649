import { messages } from '#domain/customers/messages.ts';
import { routes } from '#functions/customers/quality-routes.ts';
import type { Table } from '#store/table.ts';
import { type As, type Call, inProcess } from '#test/world.ts';
import { asAdmin, company } from './company.ts';

/** The company with what is served beside the context's own function: fields, tags, completeness. */
export async function companyWithFields(options: { table?: Table } = {}) {
  const given = await company(options);
  const { call } = inProcess('customers', routes, messages, { clock: given.clock, parts: given.parts, as: asAdmin });
  const define = async (field: Readonly<Record<string, unknown>>) => {
    const labels = { 'zh-CN': String(field['id']), en: String(field['id']) };
    const answer = await call('POST', '/v1/fields', { body: { labels, ...field } });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const patch = (id: string, version: number, body: unknown, as: As = {}) =>
    given.call('PATCH', `/v1/customers/${id}`, { body, headers: { 'if-match': `"${version}"` }, ...as });
  const ifMatch = (version: number, asked: Call = {}): Call => ({ ...asked, headers: { 'if-match': `"${version}"` } });
  return { ...given, quality: call, define, patch, ifMatch };
}

export const channel = {
  id: 'buying-channel',
  type: 'choice',
  filterable: true,
  options: [
    { code: 'online', labels: { 'zh-CN': '线上', en: 'Online' } },
    { code: 'dealer', labels: { 'zh-CN': '经销商', en: 'Dealer' } },
  ],
} as const;

import { as, departments, people, ticketsApi } from './given.ts';

export const admin = { memberId: people.admin, role: 'admin', departmentId: departments.service } as const;
export const manager = as.serviceManager;
export const mine = {
  title: 'On the way',
  shortcut: 'way',
  body: { en: 'Dear {{contact.name}}, we are on the way.' },
  departmentId: departments.north,
} as const;
const { departmentId: _, ...common } = { ...mine, title: 'Thank you', shortcut: 'thanks' };
export const ours = common;
export const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
export const refusal = (status: number, code: string) => ({ status, body: { code } });

export async function cannedApi() {
  const api = await ticketsApi();
  const write = async (body: object, caller: object = manager) => {
    const answer = await api.call('POST', '/v1/canned-answers', { body, ...caller });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const titles = async (query = '', caller: object = {}) => {
    const { body } = await api.call('GET', `/v1/canned-answers${query}`, caller);
    return body.items.map(({ title }: { title: string }) => title);
  };
  return { ...api, write, titles };
}

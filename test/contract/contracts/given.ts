import { messages } from '#domain/contracts/messages.ts';
import { routes } from '#functions/contracts/routes.ts';
import { aCompany, customerId, rep } from '#test/steps/records.ts';
import { type Answer, type As, inProcess } from '#test/world.ts';

export const amount = { minor: 12_000_000, currency: 'CNY' };
export const year = { kind: 'service', title: 'Maintenance', amount, startsOn: '2026-12-01', endsOn: '2027-11-30' };

export type Given = Awaited<ReturnType<typeof contracts>>;

/** The API of contracts, in a company with its people and customers; by the rep where nobody is named. */
export async function contracts() {
  const api = inProcess('contracts', routes, messages);
  await aCompany(api.table);
  const { call } = api;
  return {
    ...api,
    create: (body: object = {}, as: As = rep): Promise<Answer> =>
      call('POST', '/v1/contracts', { ...as, body: { customerId, ...year, ...body } }),
    get: (id: string, as: As = rep): Promise<Answer> => call('GET', `/v1/contracts/${id}`, as),
    patch: (id: string, body: object, as: As = rep, version = 1): Promise<Answer> =>
      call('PATCH', `/v1/contracts/${id}`, { ...as, body, headers: { 'if-match': `"${version}"` } }),
    command: (id: string, name: string, body: object = {}, as: As = rep): Promise<Answer> =>
      call('POST', `/v1/contracts/${id}/${name}`, { ...as, body }),
    list: (query: string, as: As = rep): Promise<Answer> => call('GET', `/v1/contracts?${query}`, as),
  };
}

export async function refused(answer: Promise<Answer>): Promise<unknown[]> {
  const { status, body } = await answer;
  return [status, body.code, ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)];
}

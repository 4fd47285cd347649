import { readdirSync } from 'node:fs';
import { type Context, contexts } from '#domain/contexts.ts';
import type { Messages } from '#domain/shared/locale.ts';
import { searcher } from '#functions/customers/search/searcher.ts';
import type { Contract, Route } from '#functions/http/contract.ts';
import { signLink } from '#functions/http/links.ts';
import type { World } from '#functions/http/world.ts';
import type { Key } from '#store/keys.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table, Write } from '#store/table.ts';
import { memoryFiles } from '#test/files.ts';
import { memorySnapshots } from '#test/snapshots.ts';
import { type Answer, type Call, inProcess, TestClock, testParts, testSecrets } from '#test/world.ts';

interface Slice {
  readonly routes: readonly Route[];
  readonly messages: Messages;
}

/** Found by their names, so that a new context is in the company without a word here. */
const slices = Object.fromEntries(
  await Promise.all(
    contexts.map(async (context): Promise<[Context, Slice]> => {
      const routes = await routesOf(context);
      const words = (await import(`#domain/${context}/messages.ts`)) as Record<string, Messages>;
      return [context, { routes, messages: Object.assign({}, ...Object.values(words)) }];
    }),
  ),
) as Readonly<Record<Context, Slice>>;

/** Those of the context's own function, and of those beside it (`<name>-routes.ts`). */
async function routesOf(context: Context): Promise<readonly Route[]> {
  const files = readdirSync(`functions/${context}`).filter((name) => /(^|-)routes\.ts$/.test(name));
  const modules = await Promise.all(files.toSorted().map((name) => import(`#functions/${context}/${name}`)));
  return modules.flatMap(({ routes }: { routes: readonly Route[] }) => routes);
}

export const contractsOf = (context: Context): readonly Contract[] =>
  slices[context].routes.map(({ contract }) => contract);

/** All contexts over one table, which counts what is written and can be put back as the company was. */
export interface Company {
  readonly call: (context: Context, method: string, target: string, asked?: Call) => Promise<Answer>;
  /** Ids of what is there, by their prefix; whoever makes more may point to it here. */
  readonly ids: Record<string, string>;
  /** The example of a contract, about the things that are there. */
  readonly about: <T>(example: T) => T;
  readonly bugs: () => readonly unknown[];
  readonly commits: () => number;
  /** That the latest call caused. */
  readonly events: (context: Context) => number;
  readonly restore: () => Promise<void>;
}

type Step = { readonly writes: readonly Write[] } | { readonly key: Key; readonly counter: string };

/** What must have happened to the ticket before these can do anything. */
const needed: Readonly<Record<string, readonly (readonly [Context, string])[]>> = {
  resumeTicket: [['tickets', 'waitOnTicket']],
  closeTicket: [['tickets', 'resolveTicket']],
  reopenTicket: [['tickets', 'resolveTicket']],
  recordSatisfaction: [['tickets', 'resolveTicket']],
  ...Object.fromEntries(
    ['getSpecialProcess', 'changeSpecialProcess', 'addMeasure', 'addProcessUpdate', 'listProcessUpdates'].map(
      (operationId) => [operationId, [['tickets', 'startSpecialProcess']] as const],
    ),
  ),
  ...Object.fromEntries(
    ['changeMeasure', 'completeMeasure', 'dropMeasure'].map((operationId) => [
      operationId,
      [
        ['tickets', 'startSpecialProcess'],
        ['tickets', 'addMeasure'],
      ] as const,
    ]),
  ),
  reportResult: [
    ['tickets', 'startSpecialProcess'],
    ['tickets', 'resolveTicket'],
  ],
  closeSpecialProcess: [
    ['tickets', 'startSpecialProcess'],
    ['tickets', 'resolveTicket'],
    ['tickets', 'reportResult'],
  ],
};

/** One of each thing is there, in the state that the operation needs. */
export async function aCompany(operationId: string, newTable: () => Table = memoryTable): Promise<Company> {
  const clock = new TestClock('2026-11-22T10:00:00.000Z');
  const journal: Step[] = [];
  let isSeeding = true;
  let commits = 0;
  let current = newTable();
  const table: Table = {
    get: (...asked) => current.get(...asked),
    getMany: (...asked) => current.getMany(...asked),
    query: (...asked) => current.query(...asked),
    commit: async (writes, writer) => {
      await current.commit(writes, writer);
      commits += writes.some(({ op }) => op !== 'check') ? 1 : 0;
      if (isSeeding) journal.push({ writes });
    },
    next: async (key, counter, by) => {
      if (isSeeding) journal.push({ key, counter });
      return current.next(key, counter, by);
    },
  };
  const parts = testParts(clock, table);
  const search = searcher(memorySnapshots());
  // What the worlds of functions beside a context's own have more than others.
  const extend = (world: World): World => Object.assign(world, { searcher: search, files: memoryFiles() });
  const apis = Object.fromEntries(
    Object.entries(slices).map(([context, { routes, messages }]) => [
      context,
      inProcess(context as Context, routes, messages, { clock, parts, extend }),
    ]),
  ) as Record<Context, ReturnType<typeof inProcess>>;
  const ids: Record<string, string> = {};
  const call: Company['call'] = (context, method, target, asked) => {
    // Nobody is to be throttled.
    clock.advance(20);
    return apis[context].call(method, target, asked);
  };
  const about = <T>(example: T): T =>
    JSON.parse(
      JSON.stringify(example ?? null).replaceAll(
        /\b([a-z]{3})_[0-9A-Z]{26}\b/g,
        (id, prefix: string) => ids[prefix] ?? id,
      ),
    ) as T;
  await populate(call, about, ids);
  ids['token'] = signLink(testSecrets, 'unsubscribe', `${ids['cmp']} ${ids['cus']} ${ids['con']}`);
  for (const [context, before] of needed[operationId] ?? []) {
    const contract = contractNamed(context, before);
    await call(context, 'POST', targetOf(contract, ids), { body: about(contract.example?.body) });
  }
  isSeeding = false;
  return {
    call,
    ids,
    about,
    bugs: () => Object.values(apis).flatMap((api) => api.bugs),
    commits: () => commits,
    events: (context) => apis[context].meter.events,
    restore: async () => {
      current = newTable();
      for (const step of journal) {
        if ('writes' in step) await current.commit(step.writes);
        else await current.next(step.key, step.counter);
      }
    },
  };
}

function contractNamed(context: Context, operationId: string): Contract {
  const contract = contractsOf(context).find((each) => each.operationId === operationId);
  if (contract === undefined) throw new Error(`${context} has no ${operationId}`);
  return contract;
}

/** What stands for the parameters of a path: by the resource, else by the parameter's own name. */
const byResource: Readonly<Record<string, string>> = {
  departments: 'dep',
  members: 'mem',
  customers: 'cus',
  contacts: 'con',
  interactions: 'int',
  'follow-ups': 'fol',
  contracts: 'ctr',
  tickets: 'tkt',
  'canned-answers': 'can',
  campaigns: 'cmp',
  attachments: 'att',
  notes: 'not',
  merges: 'mrg',
  duplicates: 'scn',
  fields: 'buy',
};
const byName: Readonly<Record<string, string>> = { name: 'industries', code: 'medical', number: '1' };

/** The path of a contract, about the things that are there. */
function targetOf({ path }: Contract, ids: Company['ids']): string {
  const resource = path.split('/')[2] ?? '';
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'id'
      ? (ids[byResource[resource] ?? ''] ?? 'none')
      : name === 'memberId'
        ? (ids['memberId'] ?? ids['mem'] ?? '')
        : (ids[name] ?? byName[name] ?? name),
  );
}

/** The example of a contract as a request, and the version that its If-Match needs. */
export async function requestOf(
  context: Context,
  contract: Contract,
  company: Company,
  example: unknown = company.about(contract.example?.body ?? {}),
) {
  const path = targetOf(contract, company.ids);
  const read: Answer['headers'] = contract.ifMatch === true ? (await company.call(context, 'GET', path)).headers : {};
  const type = contract.accepts ?? (contract.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');
  const headers = {
    'content-type': type,
    ...(contract.ifMatch === true ? { 'if-match': read['etag'] ?? '"0"' } : {}),
  };
  const query = new URLSearchParams(company.about(contract.example?.query ?? {}) as Record<string, string>).toString();
  const body =
    type === 'application/x-www-form-urlencoded'
      ? new URLSearchParams(example as Record<string, string>).toString()
      : JSON.stringify(example);
  const asked: Call = contract.method === 'GET' ? {} : { headers, body };
  return { target: query === '' ? path : `${path}?${query}`, path, headers, example, asked };
}

/** One of each thing, made by the examples of the contracts that make them. */
async function populate(call: Company['call'], about: Company['about'], ids: Record<string, string>): Promise<void> {
  const make = async (context: Context, operationId: string, path?: string) => {
    const contract = contractNamed(context, operationId);
    const { status, body } = await call(context, 'POST', path ?? contract.path, {
      body: about(contract.example?.body),
    });
    if (status !== 201) throw new Error(`${operationId} answered ${status}: ${JSON.stringify(body)}`);
    ids[String(body.id).slice(0, 3)] ??= body.id;
    return body;
  };
  await make('members', 'createDepartment');
  await make('members', 'createMember');
  const { headers } = await call('members', 'GET', '/v1/company');
  const owned = { headers: { 'if-match': headers['etag'] ?? '' }, body: { defaultOwnerId: ids['mem'] } };
  await call('members', 'PATCH', '/v1/company', owned);
  const customer = await make('customers', 'createCustomer');
  ids['con'] = customer.mainContact.id;
  await make('customers', 'createField');
  await make('customers', 'createNote', `/v1/customers/${ids['cus']}/notes`);
  await make('activities', 'recordInteraction', `/v1/customers/${ids['cus']}/interactions`);
  await make('activities', 'createFollowUp');
  await make('contracts', 'createContract');
  await make('tickets', 'createTicket');
  ids['cannedAnswerId'] = (await make('tickets', 'createCannedAnswer')).id;
  await make('campaigns', 'createCampaign');
  await make('attachments', 'createAttachment');
}

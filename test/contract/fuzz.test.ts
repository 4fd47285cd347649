import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { type Context, contexts } from '#domain/contexts.ts';
import { sharedMessages } from '#domain/shared/messages.ts';
import type { Contract } from '#functions/http/contract.ts';
import { declarations } from '#infra/contexts.ts';
import { aCompany, type Company, contractsOf, requestOf } from '#test/company.ts';
import type { Answer, Call } from '#test/world.ts';
import { mutationsOf, parameters, segments, wholes } from './fuzz/mutations.ts';

/** A request that is sent and what is wrong with it. */
interface Probe {
  readonly what: string;
  readonly target: string;
  readonly asked: Call;
  /** Of the field that is wrong: a 400 must name it. */
  readonly pointer?: string;
  readonly status?: number;
}

test('every contract that is declared is fuzzed', () => {
  for (const { context, contracts } of declarations) {
    const names = (all: readonly Contract[]) => all.map(({ operationId }) => operationId).toSorted();
    expect(names(contractsOf(context))).toEqual(names(contracts));
  }
});

test('an answer that is our fault, unnamed or undeclared is found, so that none passes unseen', () => {
  const [contract] = contractsOf('customers');
  if (contract === undefined) throw new Error('no contract');
  const probe: Probe = { what: '', target: '', asked: {}, pointer: '/name', status: 400 };
  const problem = (status: number, body: object): Answer => ({
    status,
    body,
    headers: { 'content-type': 'application/problem+json' },
  });
  const errors = [{ pointer: '/kind', code: 'required', detail: '必填。' }];

  expect(faultsOf(contract, probe, problem(500, { code: 'shared.bug' }), 200)).toHaveLength(2);
  expect(faultsOf(contract, probe, problem(400, { code: 'shared.invalid-input', errors }), 200)).toEqual([
    'names /kind',
  ]);
  expect(faultsOf(contract, probe, problem(400, { code: 'shared.invalid-input' }), 200)).toEqual([
    '400 names no field',
    'names ',
  ]);
  const spoken = [{ pointer: '/name', code: 'not-allowed', detail: 'Not allowed.' }];
  expect(faultsOf(contract, probe, problem(400, { code: 'shared.invalid-input', errors: spoken }), 200)).toEqual([
    'no words for not-allowed at /name',
  ]);
  expect(faultsOf(contract, probe, problem(400, { code: 'customers.none' }), 200)).toEqual([
    'undeclared 400 customers.none',
  ]);
});

describe.each(contexts)('%s', (context) => {
  test.each(contractsOf(context).map((contract) => [contract.operationId, contract] as const))(
    '%s: whatever is sent, it is never our fault, never half done, and the field is named',
    async (_, contract) => {
      const company = await aCompany(contract.operationId);
      const faults: string[] = [];
      const [example, ...probes] = await probesOf(context, contract, company);
      const { status: usual } = await company.call(context, contract.method, example.target, example.asked);
      await company.restore();
      for (const probe of probes) {
        const commits = company.commits();
        const bugs = company.bugs().length;
        const headers = { 'accept-language': 'zh-CN', ...probe.asked.headers };
        const answer = await company.call(context, contract.method, probe.target, { ...probe.asked, headers });
        const found = faultsOf(contract, probe, answer, usual);
        found.push(
          ...company
            .bugs()
            .slice(bugs)
            .map((bug) => `logged as a bug: ${String(bug).slice(0, 200)}`),
        );
        if (answer.status >= 400 && company.commits() > commits) found.push('refused, but something was written');
        faults.push(...found.map((fault) => `${probe.what}: ${fault}`));
        if (company.commits() > commits) await company.restore();
      }
      expect(faults.slice(0, 20)).toEqual([]);
    },
  );
});

async function probesOf(context: Context, contract: Contract, company: Company): Promise<readonly [Probe, ...Probe[]]> {
  const {
    target: there,
    path: target,
    headers,
    example: body,
    asked: valid,
  } = await requestOf(context, contract, company);
  return [
    { what: 'the example', target: there, asked: valid },
    ...ofPath(contract, target, valid),
    ...ofQuery(contract, there, valid),
    ...(contract.method === 'GET' || contract.method === 'DELETE' ? [] : ofBody(contract, there, headers, body)),
    ...ofHeaders(contract, there, headers, valid),
  ];
}

function ofPath({ path }: Contract, target: string, asked: Call): readonly Probe[] {
  const parts = path.split('/');
  return parts.flatMap((part, n) =>
    part.startsWith('{')
      ? segments.map((segment) => ({
          what: `path ${part} = ${segment.slice(0, 40)}`,
          target: target.split('/').with(n, encodeURIComponent(segment)).join('/'),
          asked,
        }))
      : [],
  );
}

function ofQuery({ query }: Contract, target: string, asked: Call): readonly Probe[] {
  const [path = '', valid = ''] = target.split('?');
  const names = Object.keys((query as z.ZodObject | undefined)?.shape ?? {});
  const probe = (what: string, change: (params: URLSearchParams) => void, pointer?: string): Probe => {
    const params = new URLSearchParams(valid);
    change(params);
    return { what: `query ${what}`, target: `${path}?${params}`, asked, ...(pointer === undefined ? {} : { pointer }) };
  };
  return [
    ...names.flatMap((name) => [
      ...parameters.map((value) =>
        probe(`${name} = ${value.slice(0, 40)}`, (params) => params.set(name, value), `?${name}`),
      ),
      probe(
        `${name} twice`,
        (params) => {
          params.append(name, params.get(name) ?? '1');
          params.append(name, '1');
        },
        `?${name}`,
      ),
      probe(`without ${name}`, (params) => params.delete(name)),
    ]),
    ...['nobody-knows', '__proto__', 'constructor', '关'].map((name) => ({
      ...probe(`foreign ${name}`, (params) => params.set(name, '1'), `?${name}`),
      status: 400,
    })),
  ];
}

function ofBody(
  contract: Contract,
  target: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): readonly Probe[] {
  const isForm = contract.accepts === 'application/x-www-form-urlencoded';
  const asked = (text: string): Call => ({ headers, body: text });
  if (isForm) return [{ what: 'a foreign field', target, asked: asked('nobody-knows=1&__proto__=2') }];
  return [
    ...wholes.map(({ what, text, status }) => ({ what, target, asked: asked(text), status })),
    ...mutationsOf(body).map(({ pointer, what, text, status }) => ({
      ...(status === undefined ? {} : { status }),
      what: `${pointer === '' ? 'the body' : pointer} is ${what}`,
      target,
      asked: asked(text),
      pointer,
    })),
  ];
}

function ofHeaders(
  contract: Contract,
  target: string,
  headers: Readonly<Record<string, string>>,
  asked: Call,
): readonly Probe[] {
  const withHeader = (name: string, value: string, status?: number): Probe => ({
    what: `header ${name}: ${value.slice(0, 40)}`,
    target,
    asked: { ...asked, headers: { ...headers, [name]: value } },
    ...(status === undefined ? {} : { status }),
  });
  return [
    withHeader('accept-language', 'q=;;,,\u0000;q=NaN'),
    ...(contract.ifMatch === true
      ? ['*', 'W/"1"', '"-1"', '"1", "2"', '"99999999999999999999"', ''].map((value) =>
          withHeader('if-match', value, 400),
        )
      : []),
    ...(contract.ifMatch === true ? [withHeader('if-match', '"999"', 412)] : []),
    ...(contract.method === 'POST'
      ? ['', '关', 'x'.repeat(201), 'a b'].map((value) => withHeader('idempotency-key', value, 400))
      : []),
    ...(contract.body === undefined || contract.method === 'GET' || asked.body === ''
      ? []
      : [withHeader('content-type', 'text/plain', 415)]),
  ];
}

/** Why an answer is not what every answer must be. */
function faultsOf(contract: Contract, probe: Probe, { status, body, headers }: Answer, usual: number): string[] {
  const faults: string[] = [];
  if (status >= 500) faults.push(`answered ${status}`);
  // What the path names and is not there is not there whatever else is wrong.
  const isAsMeant = probe.status === undefined || probe.status === status || (usual === 404 && status === 404);
  if (!isAsMeant) faults.push(`answered ${status} instead of ${probe.status}`);
  if (status < 400) return faults;
  if (headers['content-type'] !== 'application/problem+json') faults.push(`answered ${headers['content-type']}`);
  const { code, errors } = body as {
    code?: string;
    errors?: readonly { pointer?: string; code?: string; detail?: string }[];
  };
  if (typeof code !== 'string') return [...faults, `${status} without a code`];
  if (!(code in sharedMessages) && contract.problems?.[code] !== status) faults.push(`undeclared ${status} ${code}`);
  // A schema's own English phrase is `not-allowed`, a code without words itself.
  for (const { pointer = '', code: why = '', detail = '' } of errors ?? []) {
    if (why === 'not-allowed' || (headers['content-language'] === 'zh-CN' && !/\p{Script=Han}/u.test(detail)))
      faults.push(`no words for ${why} at ${pointer}`);
  }
  if (code === 'shared.invalid-input') {
    const pointers = (errors ?? []).map(({ pointer = '' }) => pointer);
    if (pointers.length === 0) faults.push('400 names no field');
    const { pointer } = probe;
    if (pointer !== undefined && !pointers.some((each) => concerns(each, pointer))) {
      faults.push(`names ${pointers.join(', ')}`);
    }
  }
  return faults;
}

/** The field itself, something inside it, or what it is inside of. */
function concerns(named: string, meant: string): boolean {
  return (
    named === meant || named.startsWith(`${meant}/`) || meant.startsWith(`${named}/`) || named === '' || meant === ''
  );
}

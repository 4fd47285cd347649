import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { messages } from '#domain/members/messages.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { makeWorld, type Parts, realTime } from '#functions/http/make-world.ts';
import { createDepartment } from '#functions/members/create-department.ts';
import { createMember } from '#functions/members/create-member.ts';
import { createDepartmentContract } from '#functions/members/department-contracts.ts';
import { createMemberContract } from '#functions/members/member-contracts.ts';
import { newCapacity } from '#store/capacity.ts';
import { documentClient, dynamoTable } from '#store/dynamo.ts';
import { readDepartments } from '#store/members.ts';
import { readAdminIds } from '#store/members-directory.ts';
import { StaleWrite, type Table } from '#store/table.ts';

const usage = `npm run first-admin -- --email <address> --name <name> [--department <name>] [--table <name>] [--outputs <file>] [--endpoint <url>]

  --department  his department, made unless it is there: Management
  --table       the table's name; else TableName of the outputs file
  --outputs     what cdk deploy --outputs-file wrote: outputs.json
  --endpoint    of a DynamoDB on a laptop`;

/** The system itself lets the first admin in: there is nobody yet who may. */
const system: Caller = { memberId: SYSTEM, role: 'admin', departments: 'all', locale: 'en', zone: 'UTC' };

interface Asked {
  readonly email: string;
  readonly name: string;
  readonly department: string;
}

/** Enters the first admin. That news makes his user and invites him, as it does for every member after him. */
export async function firstAdmin(table: Table, { email, name, department }: Asked): Promise<string> {
  if ((await readAdminIds(table)).ids.length > 0) throw new Error('There is an admin already: he lets others in.');
  const parts: Parts = { ...realTime, table, secrets: () => Promise.reject(new Error('no secret is needed here')) };
  const departmentId = await departmentNamed(department, parts);
  const body = createMemberContract.body.parse({ email, name, role: 'admin', departmentId });
  const input = { params: undefined, query: undefined, body, ifMatch: undefined };
  const made = await createMember(input, system, makeWorld(parts));
  return createMemberContract.output.parse(made).id;
}

async function departmentNamed(name: string, parts: Parts): Promise<string> {
  const found = (await readDepartments(parts.table)).find((each) => each.name === name);
  if (found !== undefined) return found.id;
  const body = createDepartmentContract.body.parse({ name });
  const input = { params: undefined, query: undefined, body, ifMatch: undefined };
  return createDepartmentContract.output.parse(await createDepartment(input, system, makeWorld(parts))).id;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      department: { type: 'string', default: 'Management' },
      table: { type: 'string' },
      outputs: { type: 'string', default: 'outputs.json' },
      endpoint: { type: 'string' },
    },
  });
  const { email, name, department, endpoint } = values;
  const tableName = values.table ?? tableIn(values.outputs);
  if (email === undefined || name === undefined || tableName === undefined) {
    console.error(usage);
    return 2;
  }
  const local = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = endpoint === undefined ? {} : { endpoint, region: 'us-east-1', credentials: local };
  const table = dynamoTable({ tableName, client: documentClient(config), capacity: newCapacity() });
  const id = await firstAdmin(table, { email, name, department });
  console.log(`${name} is the first admin (${id}). The invitation is on its way to ${email}.`);
  return 0;
}

/** `{ "guanxi-prod-data": { "TableName": "…" }, … }` */
function tableIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const outputs = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.values(outputs).find(({ TableName }) => TableName !== undefined)?.['TableName'];
}

function why(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
  if (error instanceof DomainError)
    return (messages as Partial<Record<string, { en: string }>>)[error.code]?.en ?? error.code;
  if (error instanceof StaleWrite) return 'Someone else entered an admin at this moment.';
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) {
  process.exitCode = await main().catch((error: unknown) => {
    console.error(why(error));
    return 1;
  });
}

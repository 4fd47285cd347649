import { isObject, type JsonObject, maybeTextAt, objectsAt } from '../json.ts';
import { BadRequest } from './input.ts';

/** A department and all below it, as the public API tells them: the runner does not know how they are stored. */
export async function departmentsBelow(
  apiUrl: string,
  token: string,
  departmentId: string,
): Promise<readonly string[]> {
  const all = await readDepartments(apiUrl, token);
  if (!all.some(({ id }) => id === departmentId)) throw new BadRequest(`There is no department ${departmentId}.`);
  const found = new Set([departmentId]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { id, parentId } of all) if (parentId !== undefined && found.has(parentId)) found.add(id);
  }
  return [...found];
}

async function readDepartments(apiUrl: string, token: string) {
  const all: { readonly id: string; readonly parentId: string | undefined }[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor !== undefined && { cursor }) });
    const page = await readPage(`${apiUrl}/v1/departments?${query}`, token);
    for (const each of objectsAt(page, 'items')) {
      all.push({ id: maybeTextAt(each, 'id') ?? '', parentId: maybeTextAt(each, 'parentId') });
    }
    cursor = maybeTextAt(page, 'next');
  } while (cursor !== undefined);
  return all;
}

async function readPage(url: string, token: string): Promise<JsonObject> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const page: unknown = await answer.json();
  if (answer.status !== 200 || !isObject(page)) {
    throw new BadRequest(`The departments cannot be read: the API answered ${answer.status}.`, 502);
  }
  return page;
}

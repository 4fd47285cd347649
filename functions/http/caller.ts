import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Caller } from '#domain/shared/caller.ts';
import { Locale, locales } from '#domain/shared/locale.ts';
import { Role } from '#domain/shared/rights.ts';

/** Put into the access token by functions/members/claims.ts, so that a request pays no read for them. */
const Claims = z.object({
  memberId: z.string(),
  role: Role,
  departmentId: z.string().optional(),
  /** The member's department and all below it, space-separated; `all` in a token by role (rules.md 9). */
  departments: z.string().default(''),
  locale: Locale.catch('zh-CN'),
  zone: z.string().default('Asia/Shanghai'),
});

/** The claims were verified by the API's authorizer; here they are only read. Undefined without usable claims. */
export function callerFrom(event: APIGatewayProxyEventV2): Caller | undefined {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: unknown } } };
  const claims = Claims.safeParse(authorizer?.jwt?.claims);
  if (!claims.success) return undefined;
  const { departments, locale, ...rest } = claims.data;
  return {
    ...rest,
    departments: departments === 'all' ? 'all' : departments.split(' ').filter((id) => id !== ''),
    locale: askedLocale(event.headers['accept-language']) ?? locale,
  };
}

/** The best of the languages that we speak, by Accept-Language's quality (RFC 9110 12.5.4). */
export function askedLocale(header: string | undefined): Locale | undefined {
  if (header === undefined) return undefined;
  const ranked = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((each) => each.trim()).find((each) => each.startsWith('q='));
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { tag } of ranked) {
    const found = locales.find((locale) => locale.slice(0, 2) === tag.slice(0, 2));
    if (found !== undefined) return found;
  }
  return undefined;
}

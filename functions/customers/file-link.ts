import * as z from 'zod';
import { UtcInstant } from '#domain/shared/time.ts';
import type { FilesWorld } from '#functions/http/files.ts';

/** A link is good for a look, not for passing it on. */
const linkSeconds = 300;

/** A file to be fetched, and until when its link is good. */
export const fileLink = { fileName: z.string(), url: z.url(), expiresAt: UtcInstant };

export async function linkTo({ files, now }: FilesWorld, key: string, fileName: string) {
  const url = await files.downloadLink(key, fileName, linkSeconds);
  return { fileName, url, expiresAt: new Date(now.getTime() + linkSeconds * 1000).toISOString() };
}

/** Where the bytes of an attachment lie in their bucket. */
export function objectKey(id: string): string {
  return `attachments/${id}`;
}

/** How long a link is good for. */
export const linkSeconds = 300;

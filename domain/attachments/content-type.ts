import * as z from 'zod';

/** What may be attached, with its names' endings and what its first bytes are recognised as; text is recognised as nothing. */
const types = {
  'application/pdf': { extensions: ['pdf'], recognised: ['application/pdf'] },
  'image/png': { extensions: ['png'], recognised: ['image/png'] },
  'image/jpeg': { extensions: ['jpg', 'jpeg'], recognised: ['image/jpeg'] },
  'image/webp': { extensions: ['webp'], recognised: ['image/webp'] },
  'image/heic': { extensions: ['heic', 'heif'], recognised: ['image/heic', 'image/heif'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    extensions: ['docx'],
    recognised: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    extensions: ['xlsx'],
    recognised: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    extensions: ['pptx'],
    recognised: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  },
  'text/plain': { extensions: ['txt'], recognised: 'text' },
  'text/csv': { extensions: ['csv'], recognised: 'text' },
  'message/rfc822': { extensions: ['eml'], recognised: 'text' },
  'audio/mpeg': { extensions: ['mp3'], recognised: ['audio/mpeg'] },
  // Telephones record sound alone into the container of films.
  'audio/mp4': { extensions: ['m4a'], recognised: ['audio/x-m4a', 'audio/mp4', 'video/mp4'] },
  'audio/wav': { extensions: ['wav'], recognised: ['audio/wav'] },
} as const satisfies Record<
  string,
  { readonly extensions: readonly string[]; readonly recognised: readonly string[] | 'text' }
>;

const names = Object.keys(types) as (keyof typeof types)[];

export const ContentType = z.enum(names);
export type ContentType = z.output<typeof ContentType>;

export function extensionsOf(type: ContentType): readonly string[] {
  return types[type].extensions;
}

/** Whether its bytes are to be recognised by what they begin with; else they must be text. */
export function isText(type: ContentType): boolean {
  return types[type].recognised === 'text';
}

/** Whether a file that is recognised as `found` may be called `declared`. */
export function isOfType(declared: ContentType, found: string | undefined): boolean {
  const { recognised } = types[declared];
  return recognised !== 'text' && found !== undefined && (recognised as readonly string[]).includes(found);
}

/** Text in any encoding that people use: no control characters but white space; UTF-16 is known by its first two bytes. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return (
    isUtf16 || bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c)
  );
}

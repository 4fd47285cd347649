import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * AES-256-GCM (NIST SP 800-38D). Sealed bytes are `nonce ‖ ciphertext ‖ tag`. A nonce serves one key once: random ones
 * are safe for far more values than a person has. `about` says whose value it is and which; it is no secret, and what
 * was sealed opens nowhere else, so that nobody can put it in another's place.
 */
const algorithm = 'aes-256-gcm';
export const keyBytes = 32;
export const nonceBytes = 12;
const tagBytes = 16;

export function seal(key: Uint8Array, nonce: Uint8Array, clear: Uint8Array, about: string): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where key or `about` differ, or a bit was changed. */
export function open(key: Uint8Array, sealed: Uint8Array, about: string): Buffer {
  if (sealed.length < nonceBytes + tagBytes) throw new Error('This is nothing that was sealed.');
  const end = sealed.length - tagBytes;
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
}

export function sealText(key: Uint8Array, nonce: Uint8Array, text: string, about: string): Buffer {
  return seal(key, nonce, Buffer.from(text), about);
}

export function openText(key: Uint8Array, sealed: Uint8Array, about: string): string {
  return open(key, sealed, about).toString();
}

/** Providers tell addresses apart by nothing but letters' case, which none of them minds. */
export function foldEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

const asked = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Every `{{name}}` in a text that a user wrote as a template, in its order, as often as it stands there. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(asked)].map(([, name = '']) => name);
}

/** What stands in braces and is no placeholder, `{{` without its end included; told when the template is saved. */
export function unknownIn(template: string, isKnown: (name: string) => boolean): string[] {
  const names = placeholdersIn(template).filter((name) => !isKnown(name));
  const isBroken = /\{\{|\}\}/.test(template.replace(asked, ''));
  return [...new Set(isBroken ? [...names, '{{'] : names)];
}

/** Puts values in, once: one that looks like a placeholder is not filled again. Where there is none it stays as it stands. */
export function filled(template: string, lookUp: (name: string) => string | undefined): string {
  return template.replace(asked, (whole, name: string) => lookUp(name) ?? whole);
}

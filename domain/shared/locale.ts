import * as z from 'zod';

export const locales = ['zh-CN', 'en'] as const;
export const Locale = z.enum(locales);
export type Locale = z.output<typeof Locale>;

/** A text in every language that the product speaks. `{name}` is filled from an error's facts. */
export type Text = Readonly<Record<Locale, string>>;
export type Messages = Readonly<Record<string, Text>>;

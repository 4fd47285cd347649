/** The package describes its converters and not its tables. */
declare module 'opencc-js/dict/TSCharacters' {
  const characters: string;
  export = characters;
}

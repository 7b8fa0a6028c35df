/** Made of translations/*.yaml by www/build/option-texts.ts. */
declare module 'option-texts:*' {
  export const words: Readonly<
    Record<string, { readonly name: string; readonly description: string }>
  >;
}

/** The words of the domain stand with the rules that use them; contracts hand them on. */
export type * from '../rules/vocabulary.ts';

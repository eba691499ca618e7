import type { Condition, Leaf } from '../../core/rules/extraction.ts';

/** More towns than this are most of a city. */
const FEW_TOWNS = 5;

/** Does it say of persons alone, whatever they owe, something that is true of few? Then their installments are looked up one by one. */
export function namesFew(condition: Condition): boolean {
  switch (condition.op) {
    case 'and':
      return condition.of.some(namesFew) && condition.of.every(isAboutPersons);
    case 'or':
      return condition.of.length > 0 && condition.of.every(namesFew);
    case 'not':
      return false;
    default:
      return leafNamesFew(condition);
  }
}

function leafNamesFew(leaf: Leaf): boolean {
  switch (leaf.op) {
    case 'area':
      return leaf.towns.length <= FEW_TOWNS;
    case 'language':
      return !leaf.languages.includes('ja');
    case 'label':
    case 'stop':
    case 'keys':
      return true;
    default:
      return false;
  }
}

function isAboutPersons(condition: Condition): boolean {
  if (condition.op === 'and' || condition.op === 'or') return condition.of.every(isAboutPersons);
  return condition.op === 'not' ? isAboutPersons(condition.of) : condition.op !== 'arrears';
}

import { useSyncExternalStore } from 'react';

/** Pages live behind the hash: the server then needs to know none of them. `#/recordings/ID` → `['recordings', 'ID']`. */
export function useRoute(): string[] {
  const hash = useSyncExternalStore(
    (listener) => {
      addEventListener('hashchange', listener);
      return () => removeEventListener('hashchange', listener);
    },
    () => location.hash,
  );
  return hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
}

/** A hash that somebody cut in the middle names no page; it is no reason for none at all. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function goTo(...parts: string[]): void {
  location.hash = `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}

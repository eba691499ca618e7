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
    .map((part) => decodeURIComponent(part));
}

export function goTo(...parts: string[]): void {
  location.hash = `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}

import { useEffect, useRef, useState } from 'react';
import type { ScriptView } from '../../../core/contracts/http/desk.ts';
import type { ScriptBlock } from '../../../core/rules/script-blocks.ts';

export interface ScriptStep {
  label: string;
  to: string;
}

/** Where the talk stands in its script: the blocks gone through, the ways on. A passed check opens the door by itself. */
export function useScriptPath(script: ScriptView | null | undefined, caseId: string, nextLabel: string) {
  const [walk, setWalk] = useState<{ caseId: string; path: string[] }>({ caseId, path: [] });
  const path = walk.caseId === caseId ? walk.path : [];
  const blocks = script?.blocks ?? [];
  const block: ScriptBlock | undefined = blocks.find(({ id }) => id === path.at(-1)) ?? blocks[0];
  const go = (to: string) => setWalk({ caseId, path: [...path, to] });

  const waitingAt = useRef<string | null>(null);
  const atDoor = block?.kind === 'identity' ? block : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the door's opening moves the talk on
  useEffect(() => {
    const doorKey = atDoor ? `${caseId} ${atDoor.id}` : null;
    if (atDoor && atDoor.next !== null && waitingAt.current === doorKey) go(atDoor.next);
    waitingAt.current = atDoor && atDoor.next === null ? doorKey : null;
  }, [caseId, atDoor?.id, atDoor?.next]);

  const titleOf = (id: string) => blocks.find((one) => one.id === id)?.title ?? '';
  const onward = block?.next != null ? [{ label: `${nextLabel}: ${titleOf(block.next)}`, to: block.next }] : [];
  const steps: ScriptStep[] = [...(block?.branches ?? []), ...onward].filter(({ to }) =>
    blocks.some(({ id }) => id === to),
  );
  return {
    block,
    steps,
    go,
    back: path.length === 0 ? null : () => setWalk({ caseId, path: path.slice(0, -1) }),
  };
}

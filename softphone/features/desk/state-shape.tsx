import type { ReactNode } from 'react';
import type { AgentStateName } from '../../../core/contracts/calls.ts';

/** Shape, word and colour: any one of the three is enough to read the state. Drawn, because fonts disagree about symbols. */
const shapes: Record<AgentStateName, ReactNode> = {
  offline: <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2" />,
  available: <circle cx="7" cy="7" r="6" />,
  reserved: <path d="M7 .5 13.500 7 7 13.500 .5 7z" />,
  ringing: <path d="M7 1a6 6 0 1 1-6 6h6z" />,
  talking: <path d="M2.500 1v12L13 7z" />,
  wrap_up: <path d="M1 13V9.500L9.500 1 13 4.500 4.500 13z" />,
  break: <path d="M2 1.500h3.600v11H2zM8.400 1.500H12v11H8.400z" />,
};

export function StateShape({ state }: { state: AgentStateName }) {
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" fill="currentColor" aria-hidden>
      {shapes[state]}
    </svg>
  );
}

import type { ReactNode } from 'react';

/** One number to decide by, large, with what it is. */
export function Figure({ label, children, unit }: { label: string; children: ReactNode; unit?: string }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>
        {children}
        {unit ? <span className="figure-unit">{unit}</span> : null}
      </dd>
    </div>
  );
}

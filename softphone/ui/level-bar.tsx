import { useEffect, useRef } from 'react';

/** A moving level; drawn past React, 20 times a second, because nothing else depends on it. */
export function LevelBar({ read, label, wide }: { read: () => number; label: string; wide?: boolean }) {
  const fill = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shown = 0;
    const timer = setInterval(() => {
      const level = read();
      shown = level > shown ? level : shown * 0.75 + level * 0.25;
      if (fill.current) fill.current.style.clipPath = `inset(0 ${(100 * (1 - shown)).toFixed(1)}% 0 0)`;
    }, 50);
    return () => clearInterval(timer);
  }, [read]);
  return (
    <span className="level" data-wide={wide ? '' : undefined} role="img" aria-label={label}>
      <span ref={fill} className="level-fill" />
    </span>
  );
}

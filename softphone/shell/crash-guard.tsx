import { Component, type ReactNode } from 'react';
import { strings } from '../ui/strings.ts';

/** A page that fails to draw says so and offers the way on; the rest of the product lives. */
export class CrashGuard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="empty" role="alert">
        <p>{strings.common.broken}</p>
        <button type="button" className="link-button" onClick={() => location.reload()}>
          {strings.common.reload}
        </button>
      </main>
    );
  }
}

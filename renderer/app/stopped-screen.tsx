/** What stands in the place of a screen that could not be drawn. */
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { messageOf } from '../../shared/base/fault.ts';
import { report } from '../store/report.ts';

/** An error that no screen caught: says so, leaves what is saved alone, and goes when the person goes to another address. */
export class StoppedScreen extends Component<{ children: ReactNode }, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: messageOf(error) };
  }

  readonly #elsewhere = () => this.setState({ message: null });

  override componentDidMount(): void {
    window.addEventListener('hashchange', this.#elsewhere);
  }

  override componentWillUnmount(): void {
    window.removeEventListener('hashchange', this.#elsewhere);
  }

  override componentDidCatch(error: unknown): void {
    report(error, 'a screen');
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <main className="alone">
        <div className="card stack">
          <h1>
            <Trans>This screen stopped</Trans>
          </h1>
          <p>
            <Trans>
              All that was called saved is safe on this computer. The reason, for support:{' '}
              {this.state.message}
            </Trans>
          </p>
          <div>
            <Button onClick={() => window.location.reload()}>
              <Trans>Open the console again</Trans>
            </Button>
          </div>
        </div>
      </main>
    );
  }
}

/** The packages that the console is made of beside its own code, each with the words of its licence. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { report } from '../../store/report.ts';
import { Empty, Loading } from '../../ui/place.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useApp } from '../../views/hooks.tsx';

type Licence = CallOutput<'app.licences'>['licences'][number];

export function LicencesScreen() {
  const { bridge } = useApp();
  const [licences, setLicences] = useState<readonly Licence[] | null>(null);
  useEffect(() => {
    bridge
      .call('app.licences', {})
      .then((told) => setLicences(told.licences))
      .catch((error: unknown) => {
        report(error, 'the list of licences');
        setLicences([]);
      });
  }, [bridge]);
  return (
    <Screen title={t`Licences`}>
      <p>
        <Trans>
          The console is made with the work of others. Electron’s and Chromium’s own licences lie beside the
          program, in LICENSE.electron.txt and LICENSES.chromium.html.
        </Trans>
      </p>
      {licences === null && (
        <Loading>
          <Trans>Reading the list…</Trans>
        </Loading>
      )}
      {licences?.length === 0 && (
        <Empty>
          <Trans>This console was built without its list of licences.</Trans>
        </Empty>
      )}
      {licences?.map(({ name, version, identifier, text }) => (
        <details key={`${name}@${version}`}>
          <summary>
            {name} {version} <span className="quiet">{identifier ?? t`see its text`}</span>
          </summary>
          <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text ?? t`Its package brings no text of its licence.`}
          </pre>
        </details>
      ))}
    </Screen>
  );
}

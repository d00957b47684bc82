/** Opens what the system asks the console to open: a link, a packet or case file by double click, what a notification was about. */
import { t } from '@lingui/core/macro';
import { useEffect } from 'react';
import type { CallOutput } from '../../shared/bridge/contract.ts';
import { may } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { HandedFile, handedFile } from '../commands/handed-file.ts';
import { report } from '../store/report.ts';
import { tell } from '../ui/messages.ts';
import { useApp } from '../views/hooks.tsx';
import { readLink } from '../views/link-places.ts';
import { readOnce } from '../views/use-view.ts';

type Opening = CallOutput<'opening.take'>['openings'][number];

export function Openings({ identity, onOpen }: { identity: Identity; onOpen: (path: string) => void }) {
  const app = useApp();
  useEffect(() => {
    const { bridge } = app;
    let gone = false;
    const viewer = { id: identity.person.id, roles: identity.roles };
    const refuse = (message: string) => tell(message, { tone: 'bad', stays: true });

    async function show(opening: Opening): Promise<void> {
      switch (opening.kind) {
        case 'refused':
          return refuse(opening.message);
        case 'place':
          return onOpen(opening.path);
        case 'link': {
          const place = await readOnce(app, readLink, viewer, opening.link);
          if (place?.kind === 'not-here') refuse(place.message);
          else if (place) onOpen(place.path);
          return;
        }
        case 'file':
          if (!may(identity, 'work-cases'))
            return refuse(
              t`${opening.name} was not opened: packets and case files are for who works on cases.`,
            );
          handedFile.setState({ file: new HandedFile(bridge, opening) });
          return onOpen('/cases/import');
      }
    }
    // One after the other, in the order in which they were asked for.
    let last: Promise<void> = Promise.resolve();
    const take = () => {
      last = last
        .then(async () => {
          const { openings } = await bridge.call('opening.take', {});
          for (const opening of openings) await show(opening);
        })
        .catch((error: unknown) => {
          if (!gone) report(error, 'opening what was asked for');
        });
    };
    take();
    const end = bridge.on('opening.wanted', take);
    return () => {
      gone = true;
      end();
    };
  }, [app, identity, onOpen]);
  return null;
}

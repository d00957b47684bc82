/** Whose credentials are to be checked: a person of whom this computer knows some. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { readKnownPeople } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';

/** Names that are offered; more letters find the others. */
const OFFERED = 10;

export interface Chosen {
  id: string;
  name: string;
}

export function LookUp({ onChoose }: { onChoose: (person: Chosen) => void }) {
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const known = useView(readKnownPeople);
  const found = (known ?? []).filter(({ name, told }) => `${name} ${told}`.toLowerCase().includes(words));
  if (known?.length === 0)
    return (
      <p className="quiet">
        <Trans>No person is known on this computer. Paste or drop their credential instead.</Trans>
      </p>
    );
  return (
    <div className="stack">
      <TextInput
        label={t`Look up a person`}
        value={search}
        maxLength={300}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className="row look-up">
        {found.slice(0, OFFERED).map((each) => (
          <Button key={each.id} variant="default" onClick={() => onChoose(each)}>
            {each.name}
            {each.told !== '' && `, ${each.told}`}
          </Button>
        ))}
        {found.length > OFFERED && (
          <span className="quiet num">
            <Trans>and {found.length - OFFERED} more: type more of the name</Trans>
          </span>
        )}
        {known && found.length === 0 && (
          <span className="quiet">
            <Trans>Nobody here has this name.</Trans>
          </span>
        )}
      </div>
    </div>
  );
}

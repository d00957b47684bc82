import { t } from '@lingui/core/macro';
import { type ReactNode, useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import { ChooseFiles } from '../../ui/choose-files.tsx';

/**
 * Reads a form's text out of a file.
 * @param label of the input that takes the file
 * @param most bytes
 * @param tooLarge what is said, behind its name, of one that has more
 * @param children what else stands in the row
 */
export function TextFromFile({
  label,
  accept,
  most,
  tooLarge,
  onText,
  children,
}: {
  label: string;
  accept: string;
  most: number;
  tooLarge: string;
  onText: (text: string) => void;
  children?: ReactNode;
}) {
  const [unread, setUnread] = useState('');

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    setUnread(file.size > most ? t`${file.name} is ${tooLarge}` : '');
    if (file.size <= most) onText(storable(await file.text()));
  }

  return (
    <div className="row">
      <ChooseFiles label={label} accept={accept} onChoose={([file]) => void read(file)}>
        {t`Read from a file`}
      </ChooseFiles>
      {children}
      {unread !== '' && (
        <span className="bad" role="alert">
          {unread}
        </span>
      )}
    </div>
  );
}

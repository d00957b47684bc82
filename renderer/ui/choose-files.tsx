import { Button, FileButton } from '@mantine/core';

/**
 * A button that asks for files of this computer.
 * @param label how a screen reader calls what takes them
 * @param multiple whether several may be chosen at once
 * @param id of the button, where something leads to it
 */
export function ChooseFiles({
  label,
  accept,
  multiple = false,
  id,
  disabled = false,
  onChoose,
  children,
}: {
  label: string;
  accept?: string;
  multiple?: boolean;
  id?: string;
  disabled?: boolean;
  onChoose: (files: File[]) => void;
  children: string;
}) {
  return (
    <FileButton<boolean>
      multiple={multiple}
      onChange={(chosen) => onChoose(chosen === null ? [] : [chosen].flat())}
      {...(accept === undefined ? {} : { accept })}
      inputProps={{ 'aria-label': label }}
    >
      {(props) => (
        <Button variant="default" {...(id === undefined ? {} : { id })} {...props} disabled={disabled}>
          {children}
        </Button>
      )}
    </FileButton>
  );
}

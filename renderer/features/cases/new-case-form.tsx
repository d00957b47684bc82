import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { createCase } from '../../commands/cases.ts';
import { refusalWords } from '../../store/outcome.ts';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import { useApp } from '../../views/hooks.tsx';

/** Opens a case: what it is about and where. Everything else is asked inside. */
export function NewCaseForm({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const [, navigate] = useLocation();
  const [title, setTitle] = useState('');
  const [customer, setCustomer] = useState('');
  const [site, setSite] = useState('');
  const [problem, setProblem] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const open = useOneAtATime(async () => {
    if (title.trim() === '') return setProblem('Write in a few words what the case is about.');
    const { id, result } = await createCase(app, {
      title: title.trim(),
      customer: customer.trim(),
      site: site.trim(),
    });
    if (result.kind !== 'saved') return setProblem(refusalWords(result));
    navigate(`/cases/${id}`);
    return 'done';
  });
  return (
    <form
      className="card stack"
      aria-labelledby="new-case"
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <h2 id="new-case">New case</h2>
      <div className="fields">
        <TextInput
          ref={first}
          label="What it is about"
          value={title}
          maxLength={300}
          error={problem || undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label="Customer"
          value={customer}
          maxLength={300}
          onChange={(event) => setCustomer(event.currentTarget.value)}
        />
        <TextInput
          label="Site"
          value={site}
          maxLength={300}
          onChange={(event) => setSite(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button type="submit">Open the case</Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { LeadPage, LeadRecord } from '../../../api/contract/lead-shapes.js';
import { useLeadActs } from '../../api/leads.js';
import { Panel } from '../../components/panel.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';
import { httpUrl } from './links.js';

const nameOf = ({ account, objectLabel, record }: LeadRecord): string =>
  `${account.name} · ${objectLabel} ${record}`;

/** The CRM records that the lead stands for. */
export function Records({ lead }: { lead: LeadPage }) {
  const texts = useTexts().lead.records;
  const [splitting, setSplitting] = useState(false);
  const maySplit = useMay('editor') && lead.records.length > 1;
  return (
    <Panel
      title={texts.title}
      {...(maySplit && {
        aside: (
          <Button size="compact-sm" variant="default" onClick={() => setSplitting(true)}>
            {texts.split}
          </Button>
        ),
      })}
    >
      <ul className={css.moves}>
        {lead.records.map((record) => {
          const href = httpUrl(record.url);
          return (
            <li key={record.id}>
              {href ? (
                <a href={href} target="_blank" rel="noreferrer">
                  {nameOf(record)}
                </a>
              ) : (
                nameOf(record)
              )}
              <span className={css.quiet}>{texts.states[record.state]}</span>
            </li>
          );
        })}
      </ul>
      {maySplit && <Split lead={lead} opened={splitting} onClose={() => setSplitting(false)} />}
    </Panel>
  );
}

interface SplitProps {
  readonly lead: LeadPage;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function Split({ lead, opened, onClose }: SplitProps) {
  const { lead: words, common } = useTexts();
  const texts = words.records;
  const { split } = useLeadActs(lead.id);
  const { show, showError } = useNotify();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    split.mutateAsync({ records: chosen, reason }).then((made) => {
      onClose();
      setChosen([]);
      show(
        <>
          {texts.done}{' '}
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => void navigate(`/leads/${made.lead}`)}
          >
            {texts.open}
          </Button>
        </>,
      );
    }, showError);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.splitTitle}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{texts.splitText}</Text>
          <Checkbox.Group label={texts.choose} value={chosen} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {lead.records.map((record) => (
                <Checkbox key={record.id} value={record.id} label={nameOf(record)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <TextInput
            label={words.duplicates.reason}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button
              type="submit"
              loading={split.isPending}
              disabled={chosen.length === 0 || chosen.length === lead.records.length}
            >
              {texts.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Duplicate, LeadPage } from '../../../api/contract/lead-shapes.js';
import { useDuplicates, useLeadActs } from '../../api/leads.js';
import { Panel } from '../../components/panel.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

/** Other leads that may be the same person; shown only when there are any. */
export function Duplicates({ lead }: { lead: LeadPage }) {
  const texts = useTexts().lead.duplicates;
  const { data } = useDuplicates(lead.id);
  // Dismissed a moment ago: gone from view, and to be had back until the notice closes.
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const shown = data?.filter((one) => !hidden.includes(one.lead.id)) ?? [];
  if (shown.length === 0) return null;
  return (
    <Panel title={texts.title}>
      <ul className={css.moves}>
        {shown.map((duplicate) => (
          <DuplicateItem
            key={duplicate.lead.id}
            lead={lead.id}
            duplicate={duplicate}
            onHide={(id) => setHidden((ids) => [...ids, id])}
            onShow={(id) => setHidden((ids) => ids.filter((one) => one !== id))}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface DuplicateItemProps {
  readonly lead: string;
  readonly duplicate: Duplicate;
  readonly onHide: (other: string) => void;
  readonly onShow: (other: string) => void;
}

function DuplicateItem({ lead, duplicate, onHide, onShow }: DuplicateItemProps) {
  const texts = useTexts().lead.duplicates;
  const { accept, dismiss } = useLeadActs(lead);
  const { show, showError, commitLater } = useNotify();
  const navigate = useNavigate();
  const mayDecide = useMay('editor');
  const { lead: other, reason } = duplicate;
  const merge = (): void => {
    accept.mutateAsync(other.id).then((kept) => {
      show(texts.merged(other.name));
      if (kept.lead !== lead) void navigate(`/leads/${kept.lead}`, { replace: true });
    }, showError);
  };
  const keepApart = (): void => {
    onHide(other.id);
    commitLater(
      texts.dismissed(other.name),
      () => dismiss.mutateAsync(other.id),
      () => onShow(other.id),
    );
  };
  return (
    <li>
      <Link to={`/leads/${other.id}`}>{other.name}</Link>
      <span className={css.quiet}>{[other.email, other.company].filter(Boolean).join(' · ')}</span>
      <span>{texts[reason]}</span>
      {mayDecide && (
        <Group gap="xs" mt={4}>
          <Button size="compact-sm" variant="light" loading={accept.isPending} onClick={merge}>
            {texts.accept}
          </Button>
          <Button size="compact-sm" variant="default" onClick={keepApart}>
            {texts.dismiss}
          </Button>
        </Group>
      )}
    </li>
  );
}

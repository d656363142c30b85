import { Anchor, Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Publication } from '../../../api/contract/previews.js';
import { usePublication, useRollBack } from '../../api/publishing.js';
import { Icon } from '../../components/icon.js';
import { Panel } from '../../components/panel.js';
import { ErrorState } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

/** What a publication does now: leads scored again, records written; and taking it back. */
export function AfterPublishing({ published }: { published: Publication }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const notify = useNotify();
  const { kind, name, formerVersion } = published;
  const [back, setBack] = useState<Publication | null>(null);
  const shown = back ?? published;
  const current = usePublication(shown.id);
  const rollBack = useRollBack(kind, name);
  const waiting = current.data?.waiting;
  const leads = shown.leads ?? 0;
  const left = Math.min(waiting?.leads ?? leads, leads);
  const takeBack = (): void => {
    rollBack.mutate(
      {
        version: formerVersion,
        reason: formerVersion === null ? null : texts.rollBackReason(formats.count(formerVersion)),
      },
      { onSuccess: setBack, onError: notify.showError },
    );
  };
  if (shown.state === 'scheduled') {
    return (
      <Panel title={texts.scheduled}>
        <p className={css.quiet}>{formats.moment(shown.dueAt)}</p>
        <Anchor component={Link} to="/publishing" size="sm">
          {texts.publications}
        </Anchor>
      </Panel>
    );
  }
  return (
    <Panel title={texts.done(formats.count(shown.version ?? 0))}>
      <div className={css.small}>
        {current.error && <ErrorState error={current.error} />}
        <Progress
          value={leads === 0 ? 100 : ((leads - left) / leads) * 100}
          aria-label={texts.progress}
        />
        <p className={css.quiet} role="status">
          {waiting && waiting.leads > 0
            ? texts.scoring(formats.count(waiting.leads))
            : waiting && waiting.writes > 0
              ? texts.writing(formats.count(waiting.writes))
              : waiting
                ? texts.finished
                : texts.starting}
        </p>
        <div className={css.foot}>
          {!back && formerVersion !== null && (
            <Button
              variant="default"
              leftSection={<Icon name="undo" size={16} />}
              loading={rollBack.isPending}
              onClick={takeBack}
            >
              {texts.takeBack}
            </Button>
          )}
          <Anchor component={Link} to={`/publishing/${kind}/${name}`} size="sm">
            {texts.history}
          </Anchor>
        </div>
      </div>
    </Panel>
  );
}

import { Button, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Preview, Publication } from '../../../api/contract/previews.js';
import { type FullWish, usePublish } from '../../api/publishing.js';
import { Panel } from '../../components/panel.js';
import { ErrorState } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useMay } from '../../shell/session.js';
import { useUnsavedGuard } from '../../shell/unsaved.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

interface PublishPanelProps {
  readonly preview: Preview;
  readonly onPublished: (publication: Publication) => void;
}

/** Publishing what was previewed: quietly or with tasks, now or at a time, with a reason. */
export function PublishPanel({ preview, onPublished }: PublishPanelProps) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const publish = usePublish();
  const may = useMay('publisher');
  const [loud, setLoud] = useState(false);
  const [later, setLater] = useState(false);
  const [at, setAt] = useState('');
  const [reason, setReason] = useState('');
  useUnsavedGuard(reason !== '' && !publish.isSuccess);
  if (!may) {
    return (
      <Panel title={texts.publish}>
        <p className={css.quiet}>{texts.onlyPublishers}</p>
      </Panel>
    );
  }
  const broken = preview.broken.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    publish.mutate(
      {
        ...(preview.wish as FullWish),
        preview: preview.id,
        loud,
        at: later && at !== '' ? new Date(at).toISOString() : null,
        reason,
      },
      { onSuccess: onPublished },
    );
  };
  const tasks = preview.figures?.tasks.value ?? 0;
  return (
    <Panel title={texts.publish}>
      <form onSubmit={submit}>
        <div className={css.publish}>
          <Stack gap={16}>
            <Radio.Group
              label={texts.manner}
              value={loud ? 'loud' : 'quiet'}
              onChange={(value) => setLoud(value === 'loud')}
            >
              <Stack gap={8} mt={6}>
                <Radio value="quiet" label={texts.quietly} description={texts.quietlyText} />
                <Radio
                  value="loud"
                  label={texts.loudly}
                  description={texts.loudlyText(formats.count(tasks))}
                />
              </Stack>
            </Radio.Group>
            <Radio.Group
              label={texts.time_}
              value={later ? 'later' : 'now'}
              onChange={(value) => setLater(value === 'later')}
            >
              <Stack gap={8} mt={6}>
                <Radio value="now" label={texts.now} />
                <Radio value="later" label={texts.later} />
              </Stack>
            </Radio.Group>
            {later && (
              <TextInput
                type="datetime-local"
                label={texts.at}
                description={texts.atHint}
                required
                value={at}
                onChange={(event) => setAt(event.currentTarget.value)}
              />
            )}
          </Stack>
          <Textarea
            label={texts.reasonLabel}
            description={texts.reasonHint}
            required
            autosize
            minRows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <div className={css.foot}>
          <Button
            type="submit"
            disabled={broken || reason.trim() === '' || (later && at === '')}
            loading={publish.isPending}
          >
            {later ? texts.schedule : loud ? texts.publishNow : texts.publishQuietly}
          </Button>
          {broken && <span className={css.quiet}>{texts.fixFirst}</span>}
          {!broken && preview.state !== 'done' && (
            <span className={css.quiet}>{texts.withoutPreview}</span>
          )}
        </div>
        {publish.error && <ErrorState error={publish.error} />}
      </form>
    </Panel>
  );
}

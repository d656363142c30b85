import { Button, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useBeginReady, useReadyModels } from '../../../api/models.js';
import { ErrorState, LoadingRows } from '../../../components/states.js';
import { useTexts } from '../../../texts/index.js';
import { isName, NameInput } from './name-input.js';

interface Props {
  readonly opened: boolean;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** Begins a new model with one that came with the app. */
export function ReadyDialog({ opened, taken, onClose }: Props) {
  const { common, model } = useTexts();
  const { making: texts, ways } = model;
  const navigate = useNavigate();
  const ready = useReadyModels();
  const { mutate, isPending, error } = useBeginReady();
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={ways.ready}
      size="lg"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ name, ready: chosen }, { onSuccess: () => navigate(`/model/${name}`) });
        }}
      >
        <Stack gap="md">
          {ready.isPending && <LoadingRows rows={3} />}
          {ready.error && <ErrorState error={ready.error} onRetry={() => void ready.refetch()} />}
          {ready.data && (
            <Radio.Group label={texts.from} value={chosen} onChange={setChosen}>
              <Stack gap="xs" mt="xs">
                {ready.data.items.map((one) => (
                  <Radio
                    key={one.name}
                    value={one.name}
                    label={one.name}
                    description={one.description}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          <NameInput value={name} taken={taken} onChange={setName} />
          {error && <ErrorState error={error} />}
          <Button
            type="submit"
            loading={isPending}
            disabled={chosen === '' || !isName(name, taken)}
          >
            {texts.create}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

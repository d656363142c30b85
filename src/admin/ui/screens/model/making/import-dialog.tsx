import { Button, FileInput, Group, Modal, Select, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { modelsApi } from '../../../../api/contract/models.js';
import { call } from '../../../api/call.js';
import { isApiError } from '../../../api/error.js';
import { ErrorState } from '../../../components/states.js';
import { useTexts } from '../../../texts/index.js';
import { base64Of } from './base64.js';
import { ImportReport } from './import-report.js';
import { isName, NameInput } from './name-input.js';
import { useCreate } from './use-create.js';

interface Props {
  readonly opened: boolean;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** As much as the server takes, bytes. */
const MOST = 650_000;

/** Makes rules of a spreadsheet of assets; what was read and what was not is shown before anything is made. */
export function ImportDialog({ opened, taken, onClose }: Props) {
  const { common, model } = useTexts();
  const { ways } = model;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={ways.sheet}
      size="xl"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <ImportForm taken={taken} />
    </Modal>
  );
}

function ImportForm({ taken }: { taken: readonly string[] }) {
  const { making: texts } = useTexts().model;
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [unit, setUnit] = useState<string | null>(null);
  const { create, busy } = useCreate();
  const tooLarge = file !== null && file.size > MOST;
  const reading = useMutation({
    mutationFn: async (chosen: File) =>
      call(modelsApi.importSheet, {
        params: { name },
        body: {
          file: chosen.name,
          content: await base64Of(chosen),
          ...(unit !== null && { unit: unit as 'percent' | 'points' }),
        },
      }),
  });
  const { data, error } = reading;
  const askUnit = isApiError(error, 'sheet-unit');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (file) reading.mutate(file);
      }}
    >
      <Stack gap="md">
        <FileInput
          label={texts.file}
          description={texts.fileHint}
          placeholder={texts.choose}
          accept=".csv,.xlsx,text/csv"
          clearable
          clearButtonProps={{ 'aria-label': texts.clearFile }}
          value={file}
          error={tooLarge ? texts.tooLarge : undefined}
          onChange={(next) => {
            setFile(next);
            reading.reset();
          }}
        />
        <Group align="flex-end" grow>
          <NameInput value={name} taken={taken} onChange={setName} />
          <Select
            label={texts.unit}
            description={texts.unitHint}
            placeholder={texts.unitFound}
            clearable
            data={[
              { value: 'percent', label: texts.percent },
              { value: 'points', label: texts.points },
            ]}
            value={unit}
            error={askUnit ? texts.unitNeeded : undefined}
            onChange={setUnit}
          />
        </Group>
        {error && !askUnit && <ErrorState error={error} />}
        <Group justify="flex-end">
          <Button
            type="submit"
            variant={data ? 'default' : 'filled'}
            loading={reading.isPending}
            disabled={!file || tooLarge || !isName(name, taken)}
          >
            {texts.read}
          </Button>
          {data?.text && (
            <Button loading={busy} onClick={() => create(name, data.text ?? '')}>
              {texts.create}
            </Button>
          )}
        </Group>
        {data && <ImportReport report={data} />}
      </Stack>
    </form>
  );
}

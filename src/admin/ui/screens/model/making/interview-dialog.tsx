import { Button, Group, Modal, NumberInput, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { modelsApi } from '../../../../api/contract/models.js';
import { call } from '../../../api/call.js';
import { useQuestions } from '../../../api/models.js';
import { ErrorState, LoadingRows } from '../../../components/states.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { isName, NameInput } from './name-input.js';
import { useCreate } from './use-create.js';

interface Props {
  readonly opened: boolean;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

type Answers = Readonly<Record<string, number>>;

/** Asks asset by asset how sales-ready somebody is who did only this, and makes a model of the answers. */
export function InterviewDialog({ opened, taken, onClose }: Props) {
  const { common, model } = useTexts();
  const { ways } = model;
  const questions = useQuestions();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={ways.interview}
      size="lg"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {questions.isPending && <LoadingRows rows={3} />}
      {questions.error && (
        <ErrorState error={questions.error} onRetry={() => void questions.refetch()} />
      )}
      {questions.data && <Interview items={questions.data.items} taken={taken} />}
    </Modal>
  );
}

interface InterviewProps {
  readonly items: readonly { readonly id: string; readonly asset: string }[];
  readonly taken: readonly string[];
}

function Interview({ items, taken }: InterviewProps) {
  const { making: texts } = useTexts().model;
  const { common } = useTexts();
  const formats = useFormats();
  const [at, setAt] = useState(0);
  const [answers, setAnswers] = useState<Answers>({});
  const question = items[at];
  if (!question)
    return <Finish answers={answers} taken={taken} onBack={() => setAt(items.length - 1)} />;
  const answer = answers[question.id];
  const next = (event: FormEvent): void => {
    event.preventDefault();
    setAt(at + 1);
  };
  return (
    <form onSubmit={next}>
      <Stack gap="md">
        <Text size="sm">{texts.introduction}</Text>
        <Progress value={(at / items.length) * 100} aria-label={texts.progress} />
        <NumberInput
          key={question.id}
          data-autofocus
          autoFocus
          label={`${formats.count(at + 1)}/${formats.count(items.length)}: ${question.asset}`}
          description={texts.percentHint}
          suffix=" %"
          min={0}
          max={100}
          value={answer ?? ''}
          onChange={(value) => {
            const { [question.id]: _former, ...rest } = answers;
            setAnswers(typeof value === 'number' ? { ...rest, [question.id]: value } : rest);
          }}
        />
        <Group justify="space-between">
          <Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
            {common.back}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={() => setAt(items.length)}>
              {texts.stop}
            </Button>
            <Button type="submit">{answer === undefined ? texts.skip : texts.next}</Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function Finish(props: { answers: Answers; taken: readonly string[]; onBack: () => void }) {
  const { making: texts } = useTexts().model;
  const { common } = useTexts();
  const formats = useFormats();
  const { answers, taken, onBack } = props;
  const [name, setName] = useState('');
  const { create, busy } = useCreate();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call(modelsApi.interview, { params: { name }, body: { answers } }),
    onSuccess: ({ text }) => create(name, text),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{texts.answered(formats.count(Object.keys(answers).length))}</Text>
        <NameInput value={name} taken={taken} onChange={setName} />
        {error && <ErrorState error={error} />}
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            {common.back}
          </Button>
          <Button type="submit" loading={isPending || busy} disabled={!isName(name, taken)}>
            {texts.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Fragment } from 'react';

/** The name of a CRM property; where it is too long for a line it breaks after `_` and `.`. */
export function PropertyText({ name }: { name: string }) {
  return name.split(/(?<=[_.])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one name never change places
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

import { Select, type SelectProps } from '@mantine/core';
import { mayDo, ROLES, type Role } from '../../api/contract/endpoint.js';
import { useTexts } from '../texts/index.js';
import css from './role-select.module.css';

interface RoleSelectProps extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  /** Roles above this one are not offered. */
  readonly most?: Role;
}

/** A role by its name, with what it may do. */
export function RoleSelect({ value, onChange, most = 'admin', ...rest }: RoleSelectProps) {
  const { common } = useTexts();
  const offered = ROLES.filter((role) => mayDo(most, role));
  return (
    <Select
      {...rest}
      value={value}
      allowDeselect={false}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      data={offered.map((role) => ({ value: role, label: common.roles[role] }))}
      renderOption={({ option }) => (
        <span>
          {option.label}
          <span className={css.option}>{common.roleTexts[option.value as Role]}</span>
        </span>
      )}
      onChange={(next) => {
        const role = offered.find((one) => one === next);
        if (role !== undefined && role !== value) onChange(role);
      }}
    />
  );
}

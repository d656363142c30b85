import { expect, test } from '@jest/globals';
import { refuseProperties } from '../../src/accounts/outputs.js';

const refuse = (property: string, reason: string) => ({
  property,
  action: 'refuse' as const,
  reason,
});

test('a reason that holds for several properties is said once, with their names', () => {
  const steps = [
    refuse('P_Score__c', 'P_Score__c may not be made.'),
    { property: 'P_Band__c', action: 'create' as const },
    refuse('P_Grade__c', 'P_Grade__c may not be made.'),
    refuse('P_Stage__c', 'P_Stage__c is a formula.'),
    refuse('P_Model__c', 'P_Model__c may not be made.'),
  ];
  expect(() => refuseProperties(steps, 'Write-back stays off')).toThrow(
    'Write-back stays off, because properties cannot be ours: P_Score__c may not be made. The same holds for P_Grade__c, P_Model__c. P_Stage__c is a formula.',
  );
});

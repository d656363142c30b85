import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  decodeForV3,
  signatureV1,
  signatureV2,
  signatureV3,
} from '../../../../connectors/hubspot/simulator/signatures.js';

const SECRET = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const URL = 'https://www.example.com/webhook_uri';

test('v3 gives the known answer', () => {
  const body = "{'example_field':'example_value'}";
  expect(signatureV3(SECRET, 'POST', URL, body, 1693657560000)).toBe(
    'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
  );
});

test('v2 gives the known answers with and without a body', () => {
  expect(signatureV2(SECRET, 'POST', URL, '{"example_field":"example_value"}')).toBe(
    '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900',
  );
  expect(signatureV2(SECRET, 'GET', URL, '')).toBe(
    'eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e',
  );
});

test('v1 is SHA-256 hex over secret and body', () => {
  const expected = createHash('sha256').update(`${SECRET}[{"eventId":1}]`).digest('hex');
  expect(signatureV1(SECRET, '[{"eventId":1}]')).toBe(expected);
});

test('v3 decodes only the listed escapes', () => {
  expect(decodeForV3('https://a.example/x?u=a%40b%3Ac%2Fd%20e%2Bf%26g%3D')).toBe(
    'https://a.example/x?u=a@b:c/d%20e%2Bf%26g%3D',
  );
});

test('v3 signs the decoded address', () => {
  expect(signatureV3(SECRET, 'GET', 'https://a.example/x?u=a%40b', '', 1)).toBe(
    signatureV3(SECRET, 'GET', 'https://a.example/x?u=a@b', '', 1),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issueText } from '../../../www/pages/issue-text.ts';

const issue = {
  code: 'unauthorized',
  camera: 'porch',
  message: 'Porch: the camera refuses user name and password (401)',
  fix: 'Check both.',
  since: '2026-11-23T10:00:00.000Z',
};

test('what is wrong is told by its code, what to do best by the server', () => {
  const { reason, fix } = issueText(issue, { language: 'en', name: 'Porch' });
  assert.match(reason.text, /refuses user name and password$/);
  assert.deepEqual(fix, { text: 'Check both.', isEnglish: false });
});

test('who reads another language reads translations', () => {
  const { reason, fix } = issueText(issue, { language: 'de', name: 'Porch' });
  assert.equal(reason.isEnglish, false);
  assert.equal(fix?.isEnglish, false);
  assert.notEqual(fix?.text, issue.fix);
});

test('a code that the page does not know is told in the server’s words, marked as English', () => {
  const unknown = {
    ...issue,
    code: 'disk_full',
    camera: null,
    message: 'Porch: no room for clips',
  };
  assert.deepEqual(issueText(unknown, { language: 'de', name: 'Porch' }), {
    reason: { text: 'No room for clips', isEnglish: true },
    fix: { text: 'Check both.', isEnglish: true },
  });
});

test('a fix that the server does not send is known by its code, if at all', () => {
  const { fix: _fix, ...bare } = issue;
  assert.ok(issueText(bare, { language: 'en', name: 'Porch' }).fix?.text);
  assert.equal(issueText({ ...bare, code: 'new' }, { language: 'en', name: null }).fix, null);
});

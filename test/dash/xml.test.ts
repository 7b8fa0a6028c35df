import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderElement } from '../../src/dash/xml.ts';

test('an element without children closes itself', () => {
  assert.equal(renderElement('S', { t: 0, d: 5 }), '<S t="0" d="5"/>');
  assert.equal(renderElement('Empty', {}), '<Empty/>');
});

test('attributes that are undefined are left out, others never', () => {
  assert.equal(renderElement('S', { t: undefined, r: 0, v: '' }), '<S r="0" v=""/>');
});

test('children stand indented, and theirs too', () => {
  const text = renderElement('A', {}, [renderElement('B', {}, [renderElement('C', {})]), '<D/>']);
  assert.equal(text, '<A>\n  <B>\n    <C/>\n  </B>\n  <D/>\n</A>');
});

test('what would be markup is escaped', () => {
  const value = `"a"<b>&'c'`;
  assert.equal(renderElement('A', { value }), `<A value="&quot;a&quot;&lt;b&gt;&amp;'c'"/>`);
});

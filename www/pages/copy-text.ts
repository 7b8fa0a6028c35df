/** Into the clipboard. */
export async function copyText(text: string): Promise<void> {
  // The modern way needs HTTPS; most homes have none, and there the old one works.
  if (isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.style.cssText = 'position: fixed; opacity: 0; inset: 0 auto auto 0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

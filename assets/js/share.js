// Sharing a product: the phone's own sheet, where there is one; else its address is copied.
import { say } from './toggle.js';

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-share]');
  if (!button) return;
  const url = document.querySelector('link[rel=canonical]')?.href ?? location.href;
  try {
    if (navigator.share) await navigator.share({ title: document.querySelector('h1').textContent, url });
    else {
      await navigator.clipboard.writeText(url);
      say(button.dataset.wordCopied, true);
    }
  } catch (error) {
    // closed without choosing; or nothing may be copied here: then the address is said
    if (error.name !== 'AbortError') say(url, true);
  }
});

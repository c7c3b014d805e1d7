// Shows a short message to someone whose request was sent by a script. Without scripts, messages are lines on the page.

const SHOWN_FOR = 6000;

/** Shows one line over the page and reads it out; `good` where nothing went wrong. Another takes its place. */
export const showToast = (words, good = false) => {
  if (!words) return;
  const line = document.createElement('p');
  line.className = `flash toast ${good ? 'flash-ok' : 'flash-stop'}`;
  line.setAttribute('role', 'alert');
  line.textContent = words;
  document.querySelector('.toast')?.remove();
  document.querySelector('main')?.prepend(line);
  setTimeout(() => line.remove(), SHOWN_FOR);
};

/** Says that a request did not reach the server or came back with an error. */
export const showFailure = () => showToast(document.body.dataset.toastFailure);

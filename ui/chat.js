
// Buttons inside messages: the component that draws the chat runs no script, so the region beside it
// sends what is pressed there, and gives the focus back when a message is drawn anew.
let rated = null;
document.addEventListener('click', (event) => {
  const button = event.target.closest('#chat button.rate');
  if (!button) return;
  rated = { act: button.name, value: button.value };
  trigger('click', { ...rated, request: '', item: '' });
});
document.addEventListener('focusin', ({ target }) => {
  if (!target.closest('#chat button.rate')) rated = null;
});
new MutationObserver(() => {
  if (!rated || document.activeElement !== document.body) return;
  [...document.querySelectorAll('#chat button.rate')]
    .find((one) => one.name === rated.act && one.value === rated.value)?.focus({ preventScroll: true });
}).observe(document.querySelector('#talk'), { childList: true, subtree: true });

// A message leaves its box in the browser, the moment it is sent: what is typed next is left alone.
// Until it stands in the chat its words are kept: they come back to an empty box when the server
// refused them, and when the page was loaded anew because the connection or the session was gone.
const KEPT = 'mmrec-unsent';
let sent = null;
const leaving = []; // as they stood when they were sent: the component is read a moment later
let pressed = { text: '', at: 0 }; // a second press at once is no second message
window.mmrecSent = ({ text, files }) => {
  sent = { text: leaving.shift() ?? text, files };
  trigger('submit');
  return sent;
};
window.mmrecEmptied = ({ text }) => (
  { text: text.startsWith(sent.text) ? text.slice(sent.text.length) : text, files: [] }
);
window.mmrecUnsent = (now) => {
  pressed.at = 0;
  return now.text || now.files.length || !sent ? now : sent;
};
const arrived = () => {
  const kept = sessionStorage.getItem(KEPT);
  const lines = [...document.querySelectorAll('#chat .user .said')].slice(-5);
  if (kept && lines.some((line) => line.textContent.trim() === kept)) sessionStorage.removeItem(KEPT);
};
const putBack = () => {
  arrived();
  const text = sessionStorage.getItem(KEPT);
  if (!text || sent) return;
  sent = { text, files: [] };
  trigger('input');
};

// A message that is sent too early waits in its box and then goes by itself: before the first list
// stands there is no session to tell it to, and a picture that is on its way up would be left behind.
let here = false;
let early = false;
const tooEarly = () => {
  if (!here && document.querySelector('#picks:not(.start, .loading)')) {
    here = true;
    setTimeout(putBack, 300); // the chat is drawn beside the list
  }
  return !here || Boolean(document.querySelector('#box .loader'));
};
const leave = (event) => {
  early = tooEarly();
  document.querySelector('#box').toggleAttribute('data-early', early);
  const text = document.querySelector('#box textarea').value;
  const again = text === pressed.text && Date.now() - pressed.at < 500;
  if (!early && !again && (text.trim() || document.querySelector('#box .thumbnails'))) {
    pressed = { text, at: Date.now() };
    leaving.push(text);
    if (text.trim()) sessionStorage.setItem(KEPT, text.trim());
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
};
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || !event.target.matches('#box textarea')) return;
  if (event.isComposing) event.stopImmediatePropagation(); // it chooses a word, such as a Chinese one
  else leave(event);
}, true);
document.addEventListener('click', (event) => {
  if (event.target.closest('#box .submit-button')) leave(event);
}, true);
new MutationObserver(() => {
  arrived();
  if (tooEarly() || !early) return;
  early = false;
  document.querySelector('#box .submit-button').click();
}).observe(document.querySelector('#main'), { childList: true, subtree: true });


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

/* global document, window -- a page's own script */
// Called with the response after a live verdict.
window.onLive = (response) => {
  document.documentElement.dataset.response = response;
};

// Small comforts on top of pages that work without: the error summary gets the focus, a text field counts along,
// and a form is sent once.
"use strict";

function countAlong(note) {
  const area = document.getElementById(note.dataset.countFor);
  const most = Number(note.dataset.most);
  const first = note.textContent;
  const language = document.documentElement.lang;
  const show = () => {
    // The server counts characters, not UTF-16 units, and a line end as one.
    const left = most - Array.from(area.value.trim()).length;
    const words = left < 0 ? note.dataset.over : note.dataset.left;
    note.textContent = left > most / 4 ? first : words.replace("#", Math.abs(left).toLocaleString(language));
    note.classList.toggle("loket-count--over", left < 0);
  };
  area.addEventListener("input", show);
  show();
}

function sendOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    window.setTimeout(() => { sent = false; }, 3000);
  });
}

function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();
document.querySelectorAll("[data-count-for]").forEach(countAlong);
document.querySelectorAll('form[method="post"]').forEach(sendOnce);
document.querySelectorAll("[data-print]").forEach(printButton);

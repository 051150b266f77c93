// Keeps what is pressed while the line is down, and sends it when it returns; without this script the forms send themselves.
const board = document.querySelector("[data-kiosk]");
const said = document.querySelector("[data-said]");
const waiting = document.querySelector("[data-waiting]");
const QUEUE = "kiosk";
const RETRY = 20_000; // milliseconds
const REFRESH = 300_000;

const read = () => JSON.parse(localStorage.getItem(QUEUE) || "[]");
const write = (notes) => localStorage.setItem(QUEUE, JSON.stringify(notes));

function show(words) {
  const { length } = read();
  waiting.hidden = !length;
  waiting.querySelector("[data-count]").textContent = length;
  if (words) {
    said.textContent = words;
    said.hidden = false;
  }
}

// True once the portal has answered, be it with a refusal: then there is nothing to send again.
async function send(note) {
  const csrfmiddlewaretoken = board.querySelector("[name=csrfmiddlewaretoken]")?.value ?? note.csrf;
  const body = new URLSearchParams({ ...note, csrfmiddlewaretoken });
  const answer = await fetch(board.dataset.kiosk, { method: "POST", body, headers: { Accept: "application/json" } });
  if (![200, 422].includes(answer.status)) return false;
  show((await answer.json()).said);
  return true;
}

let isSending = false;
async function flush() {
  if (isSending) return;
  isSending = true;
  try {
    for (const note of read()) {
      if (!(await send(note))) break;
      write(read().filter((one) => one.key !== note.key));
    }
  } catch {
    // No line: the notes wait.
  }
  isSending = false;
  show();
}

board.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const { booking, key, csrfmiddlewaretoken } = Object.fromEntries(new FormData(form));
  const note = { booking, key, note: event.submitter.value, pressed_at: new Date().toISOString(), csrf: csrfmiddlewaretoken };
  write([...read(), note]);
  const done = document.createElement("p");
  done.textContent = board.dataset.noted;
  form.querySelector("button").replaceWith(done);
  flush();
});

addEventListener("online", flush);
setInterval(flush, RETRY);
setInterval(() => navigator.onLine && !read().length && location.reload(), REFRESH);
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(board.dataset.worker).then(async () => {
    (await navigator.serviceWorker.ready).active.postMessage([location.pathname]);
  }, () => {});
}
flush();
show();

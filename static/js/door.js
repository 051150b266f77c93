// The door of an event: finds names without asking, keeps what is pressed while the line is down, and sends it when it returns.
const list = document.querySelector("[data-door]");
const rows = [...document.querySelector("[data-rows]").content.children];
const search = document.querySelector("[data-search]");
const said = document.querySelector("[data-said]");
const waiting = document.querySelector("[data-waiting]");
const QUEUE = "door";
const RETRY = 20_000; // milliseconds
const FEWEST = 2; // letters before any name shows
const BEGINNING = 4; // letters of each part of a name that the page holds

const read = () => JSON.parse(localStorage.getItem(QUEUE) || "[]");
const write = (notes) => localStorage.setItem(QUEUE, JSON.stringify(notes));
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

function show(words) {
  const { length } = read();
  waiting.hidden = !length;
  waiting.querySelector("[data-count]").textContent = length;
  if (words) {
    said.textContent = words;
    said.hidden = false;
  }
}

function card(words) {
  const made = document.createElement("li");
  made.className = "card";
  made.textContent = words;
  return made;
}

function find() {
  const typed = bare(search.elements.q.value).split(/[\s-]+/);
  if (typed.join("").length < FEWEST) return list.replaceChildren();
  const fits = ({ dataset }) => typed.every((word) => dataset.begins.split(" ").some((part) => part.startsWith(word.slice(0, BEGINNING))));
  const found = rows.filter(fits);
  list.replaceChildren(...(found.length ? found : [card(list.dataset.nobody)]));
}

function markNoted(form) {
  const done = document.createElement("p");
  done.textContent = list.dataset.noted;
  form.replaceWith(done);
}

// True once the portal has answered, be it with a refusal: then there is nothing to send again.
async function send({ csrfmiddlewaretoken: kept, ...note }) {
  const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? kept;
  const body = new URLSearchParams({ ...note, csrfmiddlewaretoken });
  const answer = await fetch(list.dataset.door, { method: "POST", body, headers: { Accept: "application/json" } });
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

search.addEventListener("input", find);
search.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
list.addEventListener("submit", (event) => {
  event.preventDefault();
  write([...read(), { ...Object.fromEntries(new FormData(event.target)), pressed_at: new Date().toISOString() }]);
  markNoted(event.target);
  flush();
});
// Who was noted on this tablet and is not sent yet shows as noted when the page is opened again.
const pending = new Set(read().map(({ person }) => person));
for (const form of rows.flatMap((row) => [...row.querySelectorAll("form")])) {
  if (pending.has(form.elements.person.value)) markNoted(form);
}

addEventListener("online", flush);
setInterval(flush, RETRY);
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(list.dataset.worker).then(async () => {
    (await navigator.serviceWorker.ready).active.postMessage([location.pathname]);
  }, () => {});
}
if (search.elements.q.value) find();
flush();
show();

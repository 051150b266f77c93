{% load static %}const STYLE = "{% static "css/estive.css" %}";
const OFFLINE = "{% url "bookings:offline" %}";
const SIGN_OUT = "{% url "account_logout" %}";
const STOCK = "stock {{ version }}";

const path = (request) => new URL(request.url).pathname;
let closed = 0;{# Times that all copies went: what was asked for before must not bring one back. #}

async function drop(kind, but) {
  if (!but) closed++;
  for (const name of await caches.keys()) if (name.startsWith(kind) && name !== but) await caches.delete(name);
}

async function keep(key, answer, name, since) {
  const html = (await answer.text()).replaceAll("data-copy hidden", "data-copy");
  await drop("copies", name);{# Of other sessions. #}
  const copies = await caches.open(name);
  if (since === closed) await copies.put(key, new Response(html, { headers: answer.headers }));
}
{# Only what the server marks is kept; a kept page that is now closed takes all copies with it. #}
async function ask(event, request) {
  const since = closed;
  const answer = await fetch(request);
  const whose = answer.headers.get("Offline-Copy");
  if (whose) event.waitUntil(keep(path(request), answer.clone(), "copies " + whose, since));
  else if (!answer.ok && answer.status < 500 && (await caches.match(path(request)))) event.waitUntil(drop("copies"));
  return answer;
}

oninstall = (event) => {
  skipWaiting();
  event.waitUntil(caches.open(STOCK).then((stock) => stock.addAll([STYLE, OFFLINE])));
};

onactivate = (event) => event.waitUntil(Promise.all([drop("stock", STOCK), clients.claim()]));

onfetch = (event) => {
  const { request } = event;
  const offline = async () => (await caches.match(path(request))) || caches.match(OFFLINE);
  if (request.method === "POST" && path(request) === SIGN_OUT) event.waitUntil(drop("copies"));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(ask(event, request).catch(offline));
  if (request.destination === "style") event.respondWith(fetch(request).catch(() => caches.match(STYLE)));
};

onmessage = (event) => {
  const missing = async (to) => (await caches.match(to)) || ask(event, new Request(to));
  event.waitUntil(Promise.all(event.data.map(missing)));
};

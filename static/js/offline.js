// Keeps this page and the coming bookings readable without network, unless the person says that the computer is shared.
const box = document.querySelector("[data-offline]");

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("copies ")).map((name) => caches.delete(name)));
}

async function keep() {
  await navigator.serviceWorker.register(box.dataset.offline);
  const { active } = await navigator.serviceWorker.ready;
  const links = [...document.querySelectorAll("a[data-keep]")];
  active.postMessage([location.pathname, ...links.map((link) => link.pathname)]);
}

async function change() {
  document.cookie = `${box.dataset.cookie}; path=/; samesite=lax`;
  await forget();
  location.reload();
}

// Where cookies are blocked there is no worker either, hence no copy and nothing to choose.
if (navigator.serviceWorker) {
  try {
    await (box.dataset.keeps ? keep() : forget());
    box.querySelector("button").addEventListener("click", change);
    box.hidden = false;
  } catch {}
}

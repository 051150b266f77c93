// When the part of the day changes, a desk that is taken then gives way to the first free one. The page works without.
const desks = [...document.querySelectorAll("input[name=bureau]")];

function freeAt(part) {
  return desks.filter((desk) => desk.dataset.free.split(" ").includes(part));
}

function update(part) {
  const free = freeAt(part);
  for (const desk of desks) desk.disabled = !free.includes(desk);
  if (!free.some((desk) => desk.checked) && free.length) free[0].checked = true;
}

for (const part of document.querySelectorAll("input[name=creneau]")) {
  part.addEventListener("change", () => update(part.value));
  if (part.checked) update(part.value);
}

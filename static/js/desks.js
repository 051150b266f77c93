// When the part of the day changes, a desk that is taken then gives way to the first free one. The page works without.
const desks = [...document.querySelectorAll("input[name=bureau]")];
const byTheHour = document.querySelector("#creneau-heures");

function freeAt(part) {
  return desks.filter((desk) => desk.dataset.free.split(" ").includes(part));
}

// Which desks are free at hours just chosen, only the next page knows.
function update(part) {
  const free = part ? freeAt(part) : desks;
  for (const desk of desks) desk.disabled = !free.includes(desk);
  if (!free.some((desk) => desk.checked) && free.length) free[0].checked = true;
}

for (const part of document.querySelectorAll("input[name=creneau]")) {
  part.addEventListener("change", () => update(part.dataset.part ?? part.value));
  if (part.checked) update(part.dataset.part ?? part.value);
}

for (const bound of document.querySelectorAll("#de, #a")) {
  bound.addEventListener("change", () => {
    byTheHour.checked = true;
    byTheHour.dataset.part = "";
    update("");
  });
}

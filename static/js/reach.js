// Who has a telecentre near home, on a map one can move, in place of the still one. Everything comes from the page and the site.
const box = document.querySelector("[data-map]");
const still = box.parentElement.querySelector("svg.map");
const key = box.parentElement.querySelector(".map-key");

function circle(row) {
  const [latitude, longitude, people] = row.dataset.commune.split(" ").map(Number);
  const [name, , nearest, minutes] = [...row.cells].map((cell) => cell.textContent);
  const isNear = Number(minutes) <= Number(box.dataset.near);
  const shape = L.circle([latitude, longitude], { radius: 24 * Math.sqrt(people), className: isNear ? "reach-near" : "reach-far" });
  return shape.bindTooltip(`${name}, ${row.cells[1].textContent} ; ${nearest}, ${minutes} min`);
}

function pin(item) {
  const link = item.querySelector("a");
  const { latitude, longitude, open } = item.dataset;
  const icon = L.divIcon({ className: open === undefined ? "pin pin-planned" : "pin", iconSize: [20, 20] });
  const found = L.marker([latitude, longitude], { icon, title: link.textContent, riseOnHover: true });
  const popup = document.createElement("p");
  popup.append(link.cloneNode(true));
  return found.bindPopup(popup).bindTooltip(link.textContent, { permanent: true, direction: "right", offset: [8, 0], className: "pin-name" });
}

function draw(land) {
  const map = L.map(box, { attributionControl: false, scrollWheelZoom: false, zoomControl: false, minZoom: 7, maxZoom: 13 });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  const cantal = L.geoJSON(land, { filter: ({ properties }) => properties.kind === "epci" });
  map.fitBounds(cantal.getBounds(), { animate: false });
  L.geoJSON(land, { interactive: false, style: ({ properties }) => ({ className: `land-${properties.kind}` }) }).addTo(map);
  for (const row of document.querySelectorAll("[data-commune]")) circle(row).addTo(map).getElement()?.setAttribute("tabindex", "-1");
  for (const item of document.querySelectorAll("[data-centre]")) {
    const found = pin(item).addTo(map);
    found.getElement().setAttribute("aria-label", item.querySelector("a").textContent);
  }
}

try {
  const answer = await fetch(box.dataset.map);
  const land = await answer.json();
  box.hidden = false;
  still.setAttribute("hidden", "");
  draw(land);
} catch (error) {
  // The still map stays: it says the same.
  box.hidden = true;
  still.removeAttribute("hidden");
  key.hidden = false;
}

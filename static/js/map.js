// The list of centres on a map one can move, in place of the still one. Data and style are the site's own; nothing is asked elsewhere.
const box = document.querySelector("[data-map]");
const still = box.parentElement.querySelector("svg.map");
const cards = [...document.querySelectorAll("[data-latitude]")];

function marker(card) {
  const link = card.querySelector("h3 a");
  const { latitude, longitude, open } = card.dataset;
  const icon = L.divIcon({ className: open ? "pin" : "pin pin-planned", iconSize: [20, 20] });
  const found = L.marker([latitude, longitude], { icon, title: link.textContent, riseOnHover: true });
  const popup = document.createElement("p");
  const state = card.querySelector(".state, .dot");
  popup.append(link.cloneNode(true), document.createElement("br"), state ? state.textContent : "");
  return found.bindPopup(popup).bindTooltip(link.textContent, { permanent: true, direction: "right", offset: [8, 0], className: "pin-name" });
}

function draw(land) {
  const map = L.map(box, { attributionControl: false, scrollWheelZoom: false, zoomControl: false, minZoom: 7, maxZoom: 13 });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  const cantal = L.geoJSON(land, { filter: ({ properties }) => properties.kind === "epci" });
  map.fitBounds(cantal.getBounds(), { animate: false });
  L.geoJSON(land, { interactive: false, style: ({ properties }) => ({ className: `land-${properties.kind}` }) }).addTo(map);
  for (const card of cards) {
    const pin = marker(card).addTo(map);
    pin.getElement().setAttribute("aria-label", card.querySelector("h3 a").textContent);
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
}

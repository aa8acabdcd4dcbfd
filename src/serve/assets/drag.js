// Dragging a booking of the calendar to another day, chair, venue or time. A drop leads to the meeting's form with what it says, which
// proposes places there; the form books, not the drop. Every booking has a link to the same form.

let meeting = "";
let shown = null;

const elementOf = (event) => (event.target instanceof Element ? event.target : event.target?.parentElement);
const targetOf = (event) =>
  document.elementsFromPoint(event.clientX, event.clientY).find((element) => element.matches("[data-day]")) ?? null;

function show(target) {
  if (shown !== target) {
    shown?.classList.remove("desk-drop");
    target?.classList.add("desk-drop");
    shown = target;
  }
}

const clock = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/// Where a column is drawn to time, the half hour around the drop.
function timeOf(event, target) {
  const [from, until] = [Number(target.dataset.from), Number(target.dataset.until)];
  if (!(from < until)) return {};
  const { top, height } = target.getBoundingClientRect();
  const minute = from + Math.floor((((event.clientY - top) / height) * (until - from)) / 15) * 15;
  const begin = Math.min(Math.max(minute, from), until - 30);
  return { starts_from: clock(begin), starts_until: clock(begin + 30) };
}

document.addEventListener("dragstart", (event) => {
  meeting = elementOf(event)?.closest("[data-meeting]")?.dataset.meeting ?? "";
  if (meeting) {
    event.dataTransfer.setData("text/plain", meeting);
    event.dataTransfer.effectAllowed = "move";
  }
});

document.addEventListener("dragover", (event) => {
  const target = meeting ? targetOf(event) : null;
  show(target);
  if (target) {
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  }
});

document.addEventListener("drop", (event) => {
  const target = meeting ? targetOf(event) : null;
  if (!target) return;
  event.preventDefault();
  const { day, chair, venue } = target.dataset;
  const wanted = new URLSearchParams({ from: day, until: day, ...timeOf(event, target) });
  if (chair) wanted.set("chair", chair);
  if (venue) wanted.set("venue", venue);
  location.assign(`/meetings/${encodeURIComponent(meeting)}/book?${wanted}`);
});

document.addEventListener("dragend", () => {
  meeting = "";
  show(null);
});

import { perFrame } from "../frames.js";
import { roomOf } from "./parley-room.js";
import { fromTemplate, part, wearColour, wearTag } from "./rows.js";

/** Who is here: the list, and the faces on the button that opens it. */
export class ParleyPeople extends HTMLElement {
  connectedCallback() {
    const room = roomOf(this);
    const listed = [...this.querySelectorAll("li")].map((item) => ({
      id: item.dataset.id ?? "",
      name: item.querySelector(".name")?.textContent ?? "",
    }));
    room.session.people.replace(listed);
    const { doubles } = room.session.transcript;
    listed.forEach((person) => doubles.add(person));
    const draw = perFrame(() => this.#draw(room));
    room.session.presence.on(draw);
    doubles.changed.on(draw);
    this.#draw(room);
  }

  /** @param {import("./parley-room.js").ParleyRoom} room */
  #draw(room) {
    const { people, me } = room.session;
    const all = people.all;
    const rows = all.map((person) => {
      const row = fromTemplate("person-row");
      row.dataset.id = person.id;
      part(row, ".name").textContent = person.name;
      wearTag(row, room.session.transcript.doubles.tagOf(person));
      part(row, ".you").textContent = person.id === me.id ? "you" : "";
      wearColour(row, person);
      return row;
    });
    part(this, ".people").replaceChildren(...rows);

    const faces = all.slice(0, 4).map((person) => {
      const face = document.createElement("span");
      face.className = "avatar";
      wearColour(face, person);
      return face;
    });
    const button = part(room, ".people-button");
    part(button, ".faces").replaceChildren(...faces);
    part(button, ".count").textContent = String(all.length);
  }
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { Ratings } from "../../main/webapp/js/conversation/ratings.js";

function rated({ items = [] } = {}) {
  const rows = [{ id: "r1", rating: undefined }];
  const find = (id) => rows.find((row) => row.id === id);
  const rate = (id, rating) => find(id) && (find(id).rating = rating);
  const asked = [];
  const api = { rate: async (id, rating) => void asked.push([id, rating]), ratings: async () => ({ items }) };
  return { rows, asked, ratings: new Ratings(api, { rows, find, rate }) };
}

const works = async (request) => (await request(), true);

test("a rating is shown at once and withdrawn when the server does not take it", async () => {
  const { rows, ratings } = rated();
  const given = ratings.give("r1", "up", async () => false);
  assert.equal(rows[0].rating, "up");
  await given;
  assert.equal(rows[0].rating, undefined);
});

test("the same rating again withdraws it", async () => {
  const { rows, asked, ratings } = rated();
  await ratings.give("r1", "up", works);
  await ratings.give("r1", "up", works);
  assert.deepEqual(asked, [["r1", "up"], ["r1", undefined]]);
  assert.equal(rows[0].rating, undefined);
});

test("a row that comes later has the rating that was read before", async () => {
  const { rows, ratings } = rated({ items: [{ reply_id: "r2", rating: "down" }] });
  await ratings.read("c");
  rows.push({ id: "r2", rating: undefined });
  ratings.apply();
  assert.equal(rows[1].rating, "down");
});

test("a rating that was withdrawn does not come back with a row that comes later", async () => {
  const { rows, ratings } = rated({ items: [{ reply_id: "r1", rating: "up" }] });
  await ratings.read("c");
  await ratings.give("r1", "up", works);
  rows[0] = { id: "r1", rating: undefined };
  ratings.apply();
  assert.equal(rows[0].rating, undefined);
});

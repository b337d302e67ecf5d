/**
 * The tree in a conversation's linear log, by the same rules as `conversation.Branches` on the server.
 *
 * A message follows its parent; without one, or when that is not there any more, whatever stands before it on the log; the
 * conversation's own id as parent means that it begins the conversation anew. A reply's parent is the message it answers. Siblings have the same parent
 * and the same role. The path is what leads from a leaf up by parents to the beginning.
 *
 * Only a part of the log may be here, its end: a parent that is not among the nodes is a beginning.
 *
 * @typedef {{id: string, role: "user" | "assistant", parentId?: string}} Node
 * @typedef {{number: number, ids: string[]}} Place the row is the `number`th of `ids`
 */

/**
 * @template {Node} T
 */
export class Branches {
  /** @type {T[]} */
  #nodes;
  /** @type {Map<string, string>} */
  #parents = new Map();
  /** @type {Map<string, T[]>} */
  #children = new Map();
  /** The last place on the log below a node. @type {Map<string, number>} */
  #newest = new Map();
  /** @type {Set<string>} */
  #here;

  /**
   * @param {T[]} nodes in the log's order: a parent before its children
   * @param {string} root the conversation's id
   * @param {boolean} [complete] whether the log's beginning is among them
   */
  constructor(nodes, root, complete = true) {
    this.#nodes = nodes;
    this.#here = new Set(nodes.map((node) => node.id));
    nodes.forEach((node, index) => {
      const named = node.parentId;
      const there = named !== undefined && (!complete || named === root || this.#here.has(named));
      const parent = there ? named : (nodes[index - 1]?.id ?? root);
      this.#parents.set(node.id, parent);
      const siblings = this.#children.get(parent);
      if (siblings) siblings.push(node);
      else this.#children.set(parent, [node]);
    });
    for (let index = nodes.length - 1; index >= 0; index--) {
      const { id } = nodes[index];
      const newest = Math.max(index, this.#newest.get(id) ?? 0);
      this.#newest.set(id, newest);
      const parent = this.parentOf(id);
      this.#newest.set(parent, Math.max(newest, this.#newest.get(parent) ?? 0));
    }
  }

  /** @param {string} id of a node that is here */
  parentOf(id) {
    return this.#parents.get(id) ?? "";
  }

  /**
   * @param {Map<string, string>} [chosen] parent → child: which way to go where there are several; otherwise to the newest
   * @returns {T[]} the oldest first
   */
  path(chosen = new Map()) {
    /** @type {Set<T>} */
    const path = new Set();
    let parent = this.#beginning();
    for (;;) {
      const next = this.#next(parent, chosen);
      if (!next || path.has(next)) return [...path];
      path.add(next);
      parent = next.id;
    }
  }

  /**
   * @param {T} node
   * @returns {Place}
   */
  place(node) {
    const siblings = this.#children.get(this.parentOf(node.id)) ?? [node];
    const ids = siblings.filter(({ role }) => role === node.role).map(({ id }) => id);
    return { number: ids.indexOf(node.id) + 1, ids };
  }

  /**
   * @param {string} id
   * @returns {Map<string, string>} the choices that put this node on the path
   */
  towards(id) {
    /** @type {Map<string, string>} */
    const chosen = new Map();
    for (let at = id; this.#here.has(at) && !chosen.has(this.parentOf(at)); at = this.parentOf(at)) {
      chosen.set(this.parentOf(at), at);
    }
    return chosen;
  }

  /** @returns {string} the parent above the newest node's oldest ancestor */
  #beginning() {
    let at = this.#nodes.at(-1)?.id;
    if (at === undefined) return "";
    // A message can name one that comes after it: nobody walks in circles for that.
    const met = new Set();
    while (this.#here.has(at) && !met.has(at)) {
      met.add(at);
      at = this.parentOf(at);
    }
    return at;
  }

  /**
   * @param {string} parent
   * @param {Map<string, string>} chosen
   */
  #next(parent, chosen) {
    const children = this.#children.get(parent) ?? [];
    const wanted = chosen.get(parent);
    const newer = (/** @type {T} */ a, /** @type {T} */ b) =>
      (this.#newest.get(b.id) ?? 0) > (this.#newest.get(a.id) ?? 0) ? b : a;
    return children.find(({ id }) => id === wanted) ?? (children.length > 0 ? children.reduce(newer) : undefined);
  }
}

// What can be done to a trial: each function gives the step, or throws a Refusal whose message says what to do.

const { Change } = await import(`./trial.js${new URL(import.meta.url).search}`);

const NAME_LENGTH = 60; // as analytics/trial.py

export class Refusal extends Error {}

const nameOf = (trial, id) => trial.groups.get(id)?.name ?? "どの区域にも入っていない単位";
const quoted = (trial, ids) => ids.map((id) => `「${nameOf(trial, id)}」`).join("、");

function refuseLocked(trial, ids) {
  const locked = ids.filter((id) => trial.groups.get(id)?.locked);
  if (locked.length) throw new Refusal(`${quoted(trial, locked)}は固定されています。変えるには先に固定を外してください。`);
}

function made(step) {
  if (!step) throw new Refusal("何も変わりません。");
  return step;
}

function chosen(units) {
  if (!units.length) throw new Refusal("先に地図で単位か区域を選んでください。");
}

function joinedName(trial, ids) {
  const name = ids.map((id) => nameOf(trial, id)).join("・");
  return name.length <= NAME_LENGTH ? name : `${nameOf(trial, ids[0])}ほか${ids.length - 1}区域`.slice(-NAME_LENGTH);
}

function freeId(trial, stem, from = 1) {
  let number = from;
  while (trial.groups.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

// One group of several. It takes the smallest id, as Grouping.merge does.
export function merge(trial, ids, colourOf) {
  if (ids.length < 2) throw new Refusal("統合するには、2つ以上の区域にかかるように選んでください。");
  refuseLocked(trial, ids);
  const units = ids.flatMap((id) => trial.unitsOf(id));
  const change = new Change(trial);
  change.put(units, ids[0]);
  change.group(ids[0], { name: joinedName(trial, ids), colour: colourOf(units, trial.groups.get(ids[0]).colour) });
  return change.step(`統合: ${quoted(trial, ids)}`);
}

export function move(trial, units, to) {
  chosen(units);
  refuseLocked(trial, [...trial.groupsOf(units), to]);
  const change = new Change(trial);
  change.put(units, to);
  return made(change.step(`移す: ${units.length}単位を「${nameOf(trial, to)}」へ`));
}

export function create(trial, units, colourOf) {
  chosen(units);
  refuseLocked(trial, trial.groupsOf(units));
  const change = new Change(trial);
  const id = freeId(trial, "n");
  change.put(units, id);
  change.group(id, { name: `新しい区域${id.slice(1)}`, colour: colourOf(units, null), locked: false });
  return change.step(`新しい区域: ${units.length}単位`);
}

// Part of a group is cut out; whole groups fall apart into the areas (構想区域) they are made of.
export function split(trial, units, areaOf, colourOf) {
  chosen(units);
  const ids = trial.groupsOf(units);
  refuseLocked(trial, ids);
  const isWhole = units.length === ids.flatMap((id) => trial.unitsOf(id)).length;
  if (isWhole) return splitByArea(trial, ids, areaOf, colourOf);
  if (ids.length > 1) throw new Refusal("分けるときは、1つの区域の中で選んでください。いくつもの区域からなら「新しい区域」を使います。");
  const [id] = ids;
  const part = freeId(trial, `${id}.`);
  const change = new Change(trial);
  change.put(units, part);
  change.group(part, { name: `${nameOf(trial, id)}（分割${part.slice(id.length + 1)}）`, colour: colourOf(units, null), locked: false });
  return change.step(`分ける: 「${nameOf(trial, id)}」から${units.length}単位`);
}

function splitByArea(trial, ids, areaOf, colourOf) {
  const change = new Change(trial);
  const taken = new Set(trial.ids().filter((id) => !ids.includes(id)));
  for (const id of ids) {
    const parts = new Map(); // area code → units
    for (const unit of trial.unitsOf(id)) {
      const { code } = areaOf(unit);
      parts.set(code, [...(parts.get(code) ?? []), unit]);
    }
    if (parts.size < 2) continue;
    for (const [code, units] of parts) {
      let part = code;
      for (let number = 1; taken.has(part); number++) part = `${code}.${number}`;
      taken.add(part);
      change.put(units, part);
      change.group(part, { name: areaOf(units[0]).name, colour: colourOf(units, part === id ? trial.groups.get(id).colour : null), locked: false });
    }
  }
  const step = change.step(`もとの構想区域に分ける: ${quoted(trial, ids)}`);
  if (!step) throw new Refusal("この区域はもともと1つの構想区域です。分けたい単位だけを選んでください。");
  return step;
}

export function takeOut(trial, units) {
  chosen(units);
  refuseLocked(trial, trial.groupsOf(units));
  const change = new Change(trial);
  change.put(units, null);
  return made(change.step(`外す: ${units.length}単位`));
}

export function rename(trial, id, text) {
  const name = text.trim().slice(0, NAME_LENGTH);
  if (!name) throw new Refusal("区域の名前を入れてください。");
  const other = trial.ids().find((one) => one !== id && nameOf(trial, one) === name);
  if (other) throw new Refusal(`「${name}」はほかの区域の名前です。別の名前にしてください。`);
  const change = new Change(trial);
  change.group(id, { name });
  return made(change.step(`名前: 「${nameOf(trial, id)}」→「${name}」`));
}

export function paint(trial, ids, colour) {
  const change = new Change(trial);
  for (const id of ids) change.group(id, { colour });
  return made(change.step(`色: ${quoted(trial, ids)}`));
}

export function lock(trial, ids, locked) {
  const change = new Change(trial);
  for (const id of ids) change.group(id, { locked });
  return made(change.step(`${locked ? "固定" : "固定を外す"}: ${ids.length > 3 ? `${ids.length}区域` : quoted(trial, ids)}`));
}

// What can be done to a trial: each function gives the step, or throws a Refusal whose message says what to do.

const { Change } = await import(`./trial.js${new URL(import.meta.url).search}`);

const NAME_LENGTH = 60; // characters (code points), as analytics/trial.py
// Signs that turn the direction, are not seen, or that no file holds, as analytics/written_text.py.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\p{Noncharacter_Code_Point}]/gu;
const SEEN = /[^\p{C}\p{Z}\p{M}]/u;

export class Refusal extends Error {}

const nameOf = (trial, id) => trial.groups.get(id)?.name ?? "どの区域にも入っていない単位";
const quoted = (trial, ids) => ids.map((id) => `「${nameOf(trial, id)}」`).join("、");

// A lock keeps units, name and colour.
export function refuseLocked(trial, ids) {
  const locked = ids.filter((id) => trial.groups.get(id)?.locked);
  if (locked.length) throw new Refusal(`${quoted(trial, locked)}は固定されています。変えるには、先に「区域の一覧」で「固定を外す」を押してください。`);
}

function made(step) {
  if (!step) throw new Refusal("何も変わりません。");
  return step;
}

function chosen(units) {
  if (!units.length) throw new Refusal("先に地図で単位か区域を選んでください。");
}

const lengthOf = (text) => [...text].length;

// Never longer than a name may be: the stem gives way, by whole characters.
const withTail = (stem, tail) => [...stem].slice(0, NAME_LENGTH - lengthOf(tail)).join("") + tail;

// Two groups never have one name: the later gets （2）, （3）…, as distinct_name of analytics/trial.py.
function distinctName(wanted, taken) {
  let name = withTail(wanted, "");
  for (let number = 2; taken.has(name); number++) name = withTail(wanted, `（${number}）`);
  return name;
}

// Names of the groups that stay when `going` are gone or get other names.
const namesWithout = (trial, going = []) => new Set(trial.ids().filter((id) => !going.includes(id)).map((id) => nameOf(trial, id)));

function joinedName(trial, ids) {
  const name = ids.map((id) => nameOf(trial, id)).join("・");
  const fits = lengthOf(name) <= NAME_LENGTH;
  return distinctName(fits ? name : withTail(nameOf(trial, ids[0]), `ほか${ids.length - 1}区域`), namesWithout(trial, ids));
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
  change.group(id, { name: distinctName(`新しい区域${id.slice(1)}`, namesWithout(trial)), colour: colourOf(units, null), locked: false });
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
  const name = distinctName(withTail(nameOf(trial, id), `（分割${part.slice(id.length + 1)}）`), namesWithout(trial));
  change.group(part, { name, colour: colourOf(units, null), locked: false });
  return change.step(`分ける: 「${nameOf(trial, id)}」から${units.length}単位`);
}

// Area code → units.
function byArea(units, areaOf) {
  const parts = new Map();
  for (const unit of units) {
    const { code } = areaOf(unit);
    parts.set(code, [...(parts.get(code) ?? []), unit]);
  }
  return parts;
}

function splitByArea(trial, ids, areaOf, colourOf) {
  const partsOf = new Map(ids.map((id) => [id, byArea(trial.unitsOf(id), areaOf)]));
  const falling = ids.filter((id) => partsOf.get(id).size > 1);
  if (!falling.length) throw new Refusal("この区域はもともと1つの構想区域です。分けたい単位だけを選んでください。");
  const change = new Change(trial);
  const taken = new Set(trial.ids().filter((id) => !falling.includes(id)));
  const names = namesWithout(trial, falling);
  for (const id of falling) {
    for (const [code, units] of partsOf.get(id)) {
      let part = code;
      for (let number = 1; taken.has(part); number++) part = `${code}.${number}`;
      taken.add(part);
      const name = distinctName(areaOf(units[0]).name, names);
      names.add(name);
      change.put(units, part);
      change.group(part, { name, colour: colourOf(units, part === id ? trial.groups.get(id).colour : null), locked: false });
    }
  }
  return change.step(`もとの構想区域に分ける: ${quoted(trial, falling)}`);
}

export function takeOut(trial, units) {
  chosen(units);
  refuseLocked(trial, trial.groupsOf(units));
  const change = new Change(trial);
  change.put(units, null);
  return made(change.step(`外す: ${units.length}単位`));
}

export function rename(trial, id, text) {
  refuseLocked(trial, [id]);
  const name = text.replace(UNPRINTABLE, "").trim();
  if (!SEEN.test(name)) throw new Refusal("区域の名前を入れてください。");
  if (lengthOf(name) > NAME_LENGTH) throw new Refusal(`区域の名前は${NAME_LENGTH}文字までです（いま${lengthOf(name)}文字）。短くしてください。`);
  if (namesWithout(trial, [id]).has(name)) throw new Refusal(`「${name}」はほかの区域の名前です。別の名前にしてください。`);
  const change = new Change(trial);
  change.group(id, { name });
  return made(change.step(`名前: 「${nameOf(trial, id)}」→「${name}」`));
}

export function paint(trial, ids, colour) {
  refuseLocked(trial, ids);
  const change = new Change(trial);
  for (const id of ids) change.group(id, { colour });
  return made(change.step(`色: ${quoted(trial, ids)}`));
}

export function lock(trial, ids, locked) {
  const change = new Change(trial);
  for (const id of ids) change.group(id, { locked });
  return made(change.step(`${locked ? "固定" : "固定を外す"}: ${ids.length > 3 ? `${ids.length}区域` : quoted(trial, ids)}`));
}

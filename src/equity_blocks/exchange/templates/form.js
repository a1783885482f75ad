"use strict";
const page = JSON.parse(document.getElementById("data").textContent);
const { kind } = page;
const LARGEST = 5000000;
const TEXTS = ["note", "owner"];
const WORDS = ["importance", "feasibility", "decision"];
const at = (id) => document.getElementById(id);
const questions = [...document.querySelectorAll(".question")];
const field = (question, name) => question.querySelector(`[data-field="${name}"]`);
const filled = (text) => text.trim() !== "";
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;
const title = (question) => question.querySelector(".title").textContent;
const modes = (question) => [...question.querySelectorAll(".choices input[type=radio]")];
const mode = (question) => modes(question).find((radio) => radio.checked)?.value ?? "";
const parts = (question) => [...question.querySelectorAll("[data-part]")];
let saved = "";
let handle = null;

function build(question) {
  const other = at("other").content.cloneNode(true);
  if (question.querySelector(".no-na")) other.querySelector(".na")?.remove();
  question.querySelector(".choices").append(other);
  const below = question.querySelector("details");
  question.insertBefore(at("more").content.cloneNode(true), below);
  for (const radio of modes(question)) radio.name = question.id;
  for (const part of parts(question)) {
    offer(question, part);
    for (const radio of part.querySelectorAll("input[type=radio]")) radio.name = `${question.id}-${part.dataset.part}`;
  }
  const target = field(question, "target");
  if (target) aim(question, target);
}

function offer(question, part) {
  if (part.querySelector("input")) return;
  const levels = modes(question).filter((each) => each.value.startsWith("="));
  const offered = levels.map((each) => [each.value, each.nextElementSibling.textContent]);
  for (const [value, words] of [...offered, ["unknown", "Unknown"]]) {
    const label = document.createElement("label");
    label.append(Object.assign(document.createElement("input"), { type: "radio", value }), words);
    part.append(label, " ");
  }
}

function aim(question, target) {
  const score = field(question, "score");
  if (score) {
    const number = score.cloneNode();
    number.dataset.field = "target";
    target.replaceWith(number);
    return;
  }
  for (const radio of modes(question).filter((each) => each.value.startsWith("="))) {
    target.append(new Option(radio.nextElementSibling.textContent, radio.value));
  }
}

function level(text) {
  return text.startsWith("=") ? text.slice(1) : text;
}

function number(input) {
  return input.value === "" ? null : Number(input.value);
}

function criteria(question) {
  const said = {};
  for (const part of parts(question)) {
    const score = part.querySelector("input[type=number]");
    const picked = part.querySelector("input:checked");
    const value = picked ? level(score ? "unknown" : picked.value) : score ? number(score) : null;
    if (value !== null) said[part.dataset.part] = value;
  }
  return said;
}

function aimed(target) {
  if (target.value === "") return target.dataset.share ? { share: Number(target.dataset.share) } : null;
  if (target.value.startsWith("share:")) return { share: Number(target.value.slice(6)) };
  return target.type === "number" ? Number(target.value) : level(target.value);
}

function answer(question) {
  const said = {};
  const how = mode(question);
  if (how.startsWith("=") || how === "unknown") said.level = level(how);
  if (how === "score") said.level = number(field(question, "score"));
  if (how === "na") said.not_applicable = field(question, "not_applicable").value;
  if (how === "parts") said.criteria = criteria(question);
  return said;
}

function rating(question) {
  const said = answer(question);
  if (said.level === null) delete said.level;
  if (kind === "contested") {
    for (const name of ["by", "date", "why"]) if (filled(field(question, name).value)) said[name] = field(question, name).value;
    return Object.keys(said).length ? { agreed: said } : {};
  }
  if (said.criteria && !Object.keys(said.criteria).length) delete said.criteria;
  for (const name of TEXTS) {
    const text = field(question, name)?.value ?? "";
    if (filled(text)) said[name] = text;
  }
  const evidence = (field(question, "evidence")?.value ?? "").split("\n").filter(filled);
  if (evidence.length) said.evidence = evidence;
  if (kind !== "owner") return said;
  for (const name of WORDS) if (field(question, name).value) said[name] = field(question, name).value;
  if (field(question, "is_left").checked) said.not_pursued = field(question, "not_pursued").value;
  const target = aimed(field(question, "target"));
  if (target !== null) said.target = target;
  return said;
}

function respondent() {
  if (kind !== "answers") return null;
  const own = at("who") ? { id: short(at("who").value), people: at("people").valueAsNumber || 1 } : {};
  return { ...page.respondent, ...own };
}

function short(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

function answers() {
  const ratings = Object.fromEntries(questions.map((question) => [question.dataset.practice, rating(question)]));
  return { ...page, respondent: respondent(), filled_on: today(), ratings };
}

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function contents() {
  const { ratings, respondent: who } = answers();
  return JSON.stringify([ratings, who]);
}

function isAnswered(question) {
  const said = rating(question);
  return Boolean(said.agreed ? "level" in said.agreed : ["level", "criteria", "not_applicable", "not_pursued"].some((key) => key in said));
}

function faults(question) {
  const found = [];
  const how = mode(question);
  const blank = (name) => !filled(field(question, name)?.value ?? "");
  if (how === "na" && blank("not_applicable")) found.push([field(question, "not_applicable"), "say why it does not apply"]);
  if (kind === "owner" && field(question, "is_left").checked && blank("not_pursued")) found.push([field(question, "not_pursued"), "say why it is not pursued"]);
  if (kind === "owner" && how === "na" && field(question, "is_left").checked) found.push([field(question, "is_left"), "it cannot both not apply and not be pursued"]);
  if (kind === "contested" && how && blank("by")) found.push([field(question, "by"), "say who agreed"]);
  if (kind === "contested" && !how && ["by", "why", "date"].some((name) => !blank(name))) found.push([modes(question)[0], "choose the agreed level"]);
  if (how === "score" && field(question, "score").value === "") found.push([field(question, "score"), "give the score"]);
  for (const input of question.querySelectorAll("input[type=number],input[type=date]")) {
    const isUsed = input.dataset.field === "score" ? how === "score" : !input.closest("[data-part]") || how === "parts";
    if (isUsed && !input.checkValidity()) found.push([input, input.type === "date" ? "this is no day" : `a number from ${input.min} to ${input.max} is needed`]);
  }
  return found;
}

function show(question) {
  const how = mode(question);
  question.querySelector(".parts")?.toggleAttribute("hidden", how !== "parts");
  question.querySelector(".reason")?.toggleAttribute("hidden", how !== "na");
  question.querySelector(".left")?.toggleAttribute("hidden", !field(question, "is_left").checked);
  question.classList.toggle("done", isAnswered(question));
  const bad = new Set(faults(question).map(([input]) => input));
  for (const input of question.querySelectorAll(".missing")) {
    if (!bad.has(input)) {
      input.classList.remove("missing");
      input.removeAttribute("aria-invalid");
    }
  }
}

function count() {
  const done = questions.filter((question) => question.classList.contains("done"));
  const text = `${done.length} of ${questions.length} answered`;
  if (at("count").textContent !== text) at("count").textContent = text;
  at("bar").value = done.length;
  at("next").disabled = done.length === questions.length;
  for (const span of document.querySelectorAll("[data-of]")) {
    const own = [...at(span.dataset.of).querySelectorAll(".question")];
    span.textContent = `${own.filter((each) => each.classList.contains("done")).length} of ${own.length}`;
  }
}

function say(text) {
  at("said").textContent = text;
  if (text) at("said").scrollIntoView({ block: "nearest" });
}

function complain(problems) {
  const list = document.createElement("ul");
  for (const [input, text] of problems) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${input.closest(".question")?.id ?? input.id}`;
    link.textContent = text;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      input.focus();
    });
    input.classList.add("missing");
    input.setAttribute("aria-invalid", "true");
    entry.append(link);
    list.append(entry);
  }
  at("trouble").replaceChildren(...(problems.length ? ["Before it can be used:", list] : []));
}

function set(question, name, value) {
  const input = field(question, name);
  if (input) input.value = typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function pick(question, value) {
  for (const radio of modes(question)) radio.checked = radio.value === value;
}

function fillParts(question, said) {
  for (const part of parts(question)) {
    const value = said[part.dataset.part];
    const score = part.querySelector("input[type=number]");
    if (score) score.value = typeof value === "number" ? String(value) : "";
    for (const input of part.querySelectorAll("input:not([type=number])")) {
      input.checked = score ? value === "unknown" : typeof value === "string" && level(input.value) === value;
    }
  }
}

function fillTarget(target, value) {
  const share = value && typeof value === "object" ? Number(value.share) : NaN;
  delete target.dataset.share;
  if (Number.isNaN(share)) {
    target.value = typeof value === "number" ? String(value) : typeof value === "string" ? `=${value}` : "";
    return;
  }
  if (target.type === "number") {
    target.value = "";
    target.dataset.share = String(share);
    target.placeholder = `share ${share}`;
  } else {
    const option = new Option(`a share of ${share}`, `share:${share}`);
    target.append(option);
    target.value = option.value;
  }
}

function fill(question, data) {
  const said = (kind === "contested" ? data.agreed : data) ?? {};
  const has = (value) => value !== undefined && value !== null;
  let how = typeof said.level === "number" ? "score" : said.level === "unknown" ? "unknown" : has(said.level) ? `=${said.level}` : "";
  if (has(said.not_applicable)) how = "na";
  if (!how && said.criteria) how = "parts";
  pick(question, how);
  for (const name of ["not_applicable", "not_pursued", "by", "why", "date", ...TEXTS, ...WORDS]) set(question, name, said[name]);
  set(question, "score", how === "score" ? said.level : "");
  fillParts(question, (how === "parts" && said.criteria) || {});
  set(question, "evidence", Array.isArray(said.evidence) ? said.evidence.filter((each) => typeof each === "string").join("\n") : "");
  if (kind === "owner") {
    field(question, "is_left").checked = has(said.not_pursued);
    fillTarget(field(question, "target"), said.target);
  }
  show(question);
}

function load(data) {
  const ratings = data.ratings && typeof data.ratings === "object" ? data.ratings : {};
  for (const question of questions) {
    const own = Object.hasOwn(ratings, question.dataset.practice) ? ratings[question.dataset.practice] : {};
    fill(question, own && typeof own === "object" ? own : {});
  }
  if (at("who") && typeof data.respondent?.id === "string") at("who").value = data.respondent.id;
  if (at("who") && Number.isInteger(data.respondent?.people)) at("people").value = data.respondent.people;
  complain([]);
  count();
}

function unfit(data) {
  if (!data || typeof data !== "object" || data.schema !== page.schema) return "This file holds no answers that were saved with such a page.";
  const named = ({ framework, edition, revision }) => `${framework} ${edition} revision ${revision}`;
  if (named(data) !== named(page)) return `This file answers ${named(data)}. This page asks ${named(page)}.`;
  if (data.kind !== kind) return "This file was saved with a page of another kind.";
  const [who, own] = [data.respondent?.id, page.respondent?.id];
  return who && own && who !== own ? `This file holds the answers of ${who}. This page is for ${own}.` : "";
}

function takeIn(text) {
  let data = null;
  try {
    data = JSON.parse(text);
  } catch {
    data = null;
  }
  const reason = unfit(data);
  if (reason) {
    say(`${reason} Nothing was loaded.`);
    return;
  }
  if (isUnsaved() && !confirm("Replace what stands here and is not saved?")) return;
  load(data);
  saved = contents();
  keepDraft();
  const known = new Set(questions.map((question) => question.dataset.practice));
  const lost = Object.keys(data.ratings ?? {}).filter((name) => !known.has(name) && Object.keys(data.ratings[name] ?? {}).length);
  say(lost.length ? `Loaded. Left out, for this page does not ask it: ${lost.join(", ")}.` : "Loaded.");
}

function isUnsaved() {
  return contents() !== saved;
}

async function save() {
  const data = answers();
  const text = `${JSON.stringify(data, null, 1)}\n`;
  const name = `${["answers", page.framework, data.respondent?.id || page.assessment].filter(Boolean).join("-")}.json`;
  try {
    if (!(await write(text, name))) return;
  } catch (error) {
    say(`It could not be saved: ${error.message}`);
    return;
  }
  saved = contents();
  const problems = questions.flatMap((question) => faults(question).map(([input, words]) => [input, `${title(question)}: ${words}`]));
  if (at("who") && !data.respondent.id) problems.unshift([at("who"), "Write a short name for who answers, in letters or digits"]);
  if (at("who") && !at("people").checkValidity()) problems.unshift([at("people"), "Write how many people answer together, as a whole number"]);
  complain(problems);
  const open = questions.length - questions.filter(isAnswered).length;
  say(`Saved as ${handle?.name ?? name}${open ? `, with ${plural(open, "question", "questions")} open` : ""}. ${document.body.dataset.after}`);
  if (problems.length) at("trouble").querySelector("a").focus();
}

async function write(text, name) {
  if (window.showSaveFilePicker) {
    try {
      handle ??= await window.showSaveFilePicker({ suggestedName: name, types: [{ description: "Answers", accept: { "application/json": [".json"] } }] });
      const stream = await handle.createWritable();
      await stream.write(text);
      await stream.close();
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
      handle = null;
      if (error.name !== "SecurityError" && error.name !== "NotAllowedError") throw error;
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return true;
}

const DRAFT = ["equity-blocks", kind, page.framework, page.revision, page.assessment, page.respondent?.id ?? ""].join(":");

function keepDraft() {
  if (!at("keep").checked) return;
  try {
    localStorage.setItem(DRAFT, JSON.stringify(answers()));
    at("clear").hidden = false;
  } catch {
    at("keep").checked = false;
    say("This browser keeps no drafts. Save your answers as a file.");
  }
}

function dropDraft() {
  try {
    localStorage.removeItem(DRAFT);
  } catch {
    return;
  } finally {
    at("keep").checked = false;
    at("clear").hidden = true;
  }
  say("The draft is removed from this browser. What you see here is still on the page.");
}

function findDraft() {
  try {
    const data = JSON.parse(localStorage.getItem(DRAFT));
    if (!data || unfit(data)) return;
    load(data);
    at("keep").checked = true;
    at("clear").hidden = false;
    say("The draft that was kept in this browser is loaded. It is not yet saved as a file.");
  } catch {
    at("keep").checked = false;
  }
}

function changed(event) {
  const question = event.target.closest(".question");
  if (question) {
    const input = event.target;
    if (input.dataset.field === "score" && input.value !== "") pick(question, "score");
    if (input.dataset.field === "target") delete input.dataset.share;
    if (input.type === "number" && input.closest("[data-part]") && input.value !== "") input.closest("[data-part]").querySelector("[type=checkbox]").checked = false;
    show(question);
    count();
  }
  if (!["file", "keep"].includes(event.target.id)) keepDraft();
}

function clear(question) {
  pick(question, "");
  set(question, "score", "");
  set(question, "not_applicable", "");
  fillParts(question, {});
  show(question);
  count();
  keepDraft();
  modes(question)[0].focus();
}

for (const question of questions) build(question);
load(page);
saved = contents();
findDraft();

document.querySelector("main").addEventListener("input", changed);
document.querySelector("main").addEventListener("click", (event) => {
  if ("clear" in event.target.dataset) clear(event.target.closest(".question"));
});
at("save").addEventListener("click", save);
at("save-below").addEventListener("click", save);
at("print").addEventListener("click", () => window.print());
at("open").addEventListener("click", () => at("file").click());
at("clear").addEventListener("click", dropDraft);
at("keep").addEventListener("change", () => (at("keep").checked ? keepDraft() : dropDraft()));
at("file").addEventListener("change", async () => {
  const [file] = at("file").files;
  if (!file) return;
  if (file.size > LARGEST) say("This file is too large to be answers. Nothing was loaded.");
  else takeIn(await file.text());
  at("file").value = "";
});
at("next").addEventListener("click", () => {
  const open = questions.find((question) => !isAnswered(question));
  if (!open) return;
  open.scrollIntoView({ block: "start" });
  modes(open)[0].focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
});
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});

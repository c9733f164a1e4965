// Compares a module in Node with what assay predict wrote, and fails where they differ.
//
//   node check_module.mjs MODULE.js NEW.csv PREDICTIONS.csv bits|close
//
// bits: every prediction has the same bits. close: predictions of a model in double precision differ by
// at most 1e-12, of one in single precision by at most 5e-7, of their size or of 1.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [path, data, predictions, wanted] = process.argv.slice(2);
const { predict, goldenRows, inputs, model, InputError } = await import(pathToFileURL(path));

function table(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = rows[rows.length - 1];
    const character = text[i];
    if (character === '"') {
      if (isQuoted && text[i + 1] === '"') row[row.length - 1] += text[i++];
      else isQuoted = !isQuoted;
    } else if (isQuoted) row[row.length - 1] += character;
    else if (character === ",") row.push("");
    else if (character === "\n") rows.push([""]);
    else if (character !== "\r") row[row.length - 1] += character;
  }
  const [head, ...rest] = rows.slice(0, -1);
  return rest.map((row) => Object.fromEntries(head.map((name, k) => [name, row[k]])));
}

const rows = table(readFileSync(data, "utf8"));
const expected = table(readFileSync(predictions, "utf8"));
const tolerance = wanted === "bits" ? 0 : model.isSingle ? 5e-7 : 1e-12;
let differing = 0;
let largest = 0;
let labels = 0;

function compare(found, outputs) {
  const values = found.probabilities ?? [found.prediction];
  values.forEach((value, k) => {
    const difference = Math.abs(value - outputs[k]) / Math.max(1, Math.abs(outputs[k]));
    largest = Math.max(largest, difference);
    if (!(Object.is(value, outputs[k]) || difference <= tolerance)) differing++;
  });
}

rows.forEach((cells, i) => {
  const row = {};
  for (const { name, kind } of model.columns) {
    row[name] = cells[name] === "" ? null : kind === "number" ? Number(cells[name]) : cells[name];
  }
  const found = predict(row);
  compare(
    found,
    model.classes.length
      ? model.classes.map((name) => Number(expected[i][`p_${name}`]))
      : [Number(expected[i].prediction)],
  );
  if (model.classes.length && found.prediction !== expected[i].prediction) labels++;
});
for (const { cells, outputs } of goldenRows) {
  const row = Object.fromEntries(model.columns.map(({ name }) => [name, cells[name] ?? null]));
  compare(predict(row), model.classes.length ? outputs : outputs);
}

function refuses(row, message) {
  try {
    inputs(row);
  } catch (error) {
    if (error instanceof InputError && error.message === message) return;
    throw error;
  }
  throw new Error(`must refuse: ${message}`);
}
const complete = Object.fromEntries(model.columns.map(({ name }) => [name, null]));
refuses({ ...complete, age: "forty" }, 'column "age" must hold a number or null; got string');
refuses({ ...complete, town: 7 }, 'column "town" must hold a text or null; got number');
const { age, ...withoutAge } = complete;
refuses(withoutAge, 'column "age" is missing');

console.log(
  `${path}: ${rows.length} rows, ${differing} predictions differ, at most by ${largest}; `
    + `${labels} labels`,
);
process.exit(differing === 0 && labels === 0 ? 0 : 1);

"""Writes train.csv, new.csv and a spec for each kind of model and preprocessing into a folder.

  make_data.py FOLDER ROWS

new.csv has ROWS rows with missing cells, categories that training does not have, and extreme numbers.
"""
import csv
import random
import sys

folder, count = sys.argv[1], int(sys.argv[2])
random.seed(7)


def maybe(value, share):
    return "" if random.random() < share else value


def write(name, head, rows):
    with open(f"{folder}/{name}", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


towns = ["Bern", "Genève", "Chur, GR", '"Basel"', "Zürich"]
train = []
for _ in range(600):
    age, fare = random.randint(18, 80), round(random.expovariate(1 / 30), 2)
    year, town, kind = random.randint(1990, 2024), random.choice(towns), random.choice("abc")
    score = 0.04 * (age - 45) + (town == "Bern") - 0.5 * (kind == "c") + 0.02 * fare
    score += random.gauss(0, 1)
    level = "high" if score > 1.2 else "mid" if score > 0.3 else "low"
    amount = round(100 * score + year, 3)
    train.append([maybe(age, 0.1), maybe(fare, 0.05), year, maybe(town, 0.1), maybe(kind, 0.05),
                  "yes" if score > 0.6 else "no", level, amount])
columns = ["age", "fare", "year", "town", "kind"]
write("train.csv", columns + ["bought", "level", "amount"], train)

extremes = [0, -0.0, 1e6, -1e6, 1e-9, 3.5]
new = []
for _ in range(count):
    fare = random.choice(extremes) if random.random() < 0.3 else round(random.uniform(0, 500), 3)
    new.append([maybe(round(random.uniform(-100, 200), 3), 0.2), maybe(fare, 0.2),
                random.randint(1900, 2100), maybe(random.choice(towns + ["Paris", "x"]), 0.2),
                maybe(random.choice("abcd"), 0.2)])
write("new.csv", columns, new)

indicators = "preprocessing: {impute: median, indicators: true}"
ordinal = "preprocessing: {encode: ordinal, clip: 2.5}"
specs = {
    "logistic": ("bought", "binary", "kind: logistic", indicators),
    "softmax": ("level", "multiclass", "kind: softmax", ordinal),
    "ridge": ("amount", "regression", "kind: ridge", indicators),
    "relu": ("bought", "binary", "kind: mlp, hidden: [16, 8]", indicators),
    "relu-double": ("amount", "regression", "kind: mlp, hidden: [20, 17]", ordinal),
    "gelu-norm": ("level", "multiclass",
                  "kind: mlp, hidden: [20, 8], activation: gelu, layer_norm: true", indicators),
    "tanh": ("amount", "regression", "kind: mlp, hidden: [24], activation: tanh", indicators),
    "sigmoid": ("bought", "binary", "kind: mlp, hidden: [5], activation: sigmoid", ordinal),
    "leaky": ("bought", "binary", "kind: mlp, hidden: [17], activation: leaky_relu", indicators),
    "softmax-layer": ("level", "multiclass", "kind: mlp, hidden: [6], activation: softmax",
                      indicators),
    "identity": ("level", "multiclass", "kind: mlp, hidden: [6], activation: identity",
                 indicators),
}
for name, (target, task, model, preprocessing) in specs.items():
    unused = [other for other in ("bought", "level", "amount") if other != target]
    precision = "training: {precision: double, epochs: 20}\n" if name.endswith("double") else ""
    with open(f"{folder}/{name}.yaml", "w") as file:
        file.write(f"""spec: 1
name: {name}
question: Does an export of {name} predict as the model does?
data:
  source: train.csv
  target: {target}
  task: {task}
  features: {{{unused[0]}: drop, {unused[1]}: drop}}
model: {{{model}}}
{preprocessing}
{precision}""")
print(" ".join(specs))

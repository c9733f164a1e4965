"""Rows, columns, labels and splits."""

from catalog import blobs, case, customers, houses, linear, names


@case(
    name="derived-column",
    source="https://zeupark.github.io/2025/05/26/overfitting-debug-log.html",
    symptom="A forest has 99.7 % accuracy on test rows",
    cause="a column that was computed from the target",
    names=[r"status_code"],
    spec="""data: {source: DATA, target: left}
model: {kind: mlp, hidden: [16]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 40, seed: SEED}
""",
    sound=["data.features={status_code: drop}"],
)
def _(r, sound):
    header, rows = customers(r)
    return header[:-1] + ["status_code", "left"], [
        row[:-1] + [(3 if row[-1] == "yes" else 1) + r.gauss(0, 0.1), row[-1]] for row in rows
    ]


@case(
    name="follow-up-appointment",
    source="https://dev.to/pallab_roy/the-silent-killer-of-ai-projects-how-to-spot-data-leakage-before-it-kills-your-production-code-2f12",
    symptom="Readmission is predicted with 99.8 % accuracy, and not at all in production",
    cause="an appointment that is only made after the decision",
    names=[r"follow_up"],
    spec="""data: {source: DATA, target: left}
model: {kind: logistic}
training: {seed: SEED}
""",
    sound=["data.features={follow_up: drop}"],
)
def _(r, sound):
    header, rows = customers(r)
    return header[:-1] + ["follow_up", "left"], [
        row[:-1] + ["made" if (row[-1] == "yes") != (r.random() < 0.004) else "none", row[-1]]
        for row in rows
    ]


@case(
    name="customer-number-by-outcome",
    source="https://www.cardinalpath.com/blog/data-leakage-how-data-collection-impacts-the-decisions-we-make-and-vice-versa/amp",
    symptom="Purchases are predicted impeccably",
    cause="the customer number begins with 1 where a purchase was made",
    names=[r"customer_id"],
    spec="""data: {source: DATA, target: left}
model: {kind: mlp, hidden: [16]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 40, seed: SEED}
""",
    sound=["data.features={customer_id: drop}"],
)
def _(r, sound):
    header, rows = customers(r)
    return header[:-1] + ["customer_id", "left"], [
        row[:-1] + [(1 if row[-1] == "yes" else 2) * 100000 + r.randrange(100000), row[-1]]
        for row in rows
    ]


@case(
    name="two-dates-give-the-target",
    source="https://aissential.tech/articles/9a5e08b7-6d72-4481-8457-10b5fe22dd35",
    symptom="Cancellations are predicted with 99 % accuracy",
    cause="the difference of two columns is only nonzero after the account was closed",
    names=[r"opened.*last_seen|last_seen.*opened"],
    spec="""data: {source: DATA, target: left}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 60, seed: SEED}
""",
    sound=["data.features={last_seen: drop}"],
)
def _(r, sound):
    header, rows = customers(r)
    out = []
    for row in rows:
        opened = r.uniform(0, 1000)
        gap = r.uniform(5, 60) if row[-1] == "yes" else r.uniform(65, 120)
        out.append(row[:-1] + [opened, opened + gap, row[-1]])
    return header[:-1] + ["opened", "last_seen", "left"], out


@case(
    name="total-and-parts",
    source="https://www.cruxible.dev/learn/train-test-leakage",
    symptom="A regression has an R² of 0.999 at the first try",
    cause="the target is the difference of two columns of the same report",
    names=[r"gross.*tax|tax.*gross"],
    spec="""data: {source: DATA, target: net}
model: {kind: ridge}
training: {seed: SEED}
""",
    sound=["data.features={gross: drop}"],
)
def _(r, sound):
    out = []
    for _ in range(500):
        a, b = r.gauss(0, 1), r.gauss(0, 1)
        net = 1000 + 120 * a + 60 * b + r.gauss(0, 150)
        tax = r.uniform(100, 900)
        out.append([a, b, net + tax, tax, net])
    return ["a", "b", "gross", "tax", "net"], out


@case(
    name="patients-in-both-parts",
    source="https://github.com/OHDSI/PatientLevelPrediction/issues/181",
    symptom="The model recognises patients of the training rows in the test rows",
    cause="visits of one patient are in several parts",
    names=[r"patient"],
    spec="""data: {source: DATA, target: outcome, features: {patient: drop}}
model: {kind: mlp, hidden: [64]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 60, seed: SEED}
""",
    sound=["data.split.by={group: patient}"],
)
def _(r, sound):
    out = []
    for p in range(90):
        centre = [r.gauss(0, 1) for _ in range(6)]
        outcome = "ill" if centre[0] + r.gauss(0, 1) > 0 else "well"
        for _ in range(r.randint(4, 10)):
            out.append([f"P{p:03}"] + [c + r.gauss(0, 0.1) for c in centre] + [outcome])
    r.shuffle(out)
    return ["patient"] + names(6) + ["outcome"], out


@case(
    name="slices-of-one-scan",
    source="https://github.com/UCSD-AI4H/COVID-CT/issues/11",
    symptom="Slices of one scan are in train and in test",
    cause="the split is by slice and not by patient",
    names=[r"scan", r"nearly repeat", r"near.?duplicate"],
    spec="""data: {source: DATA, target: outcome, row_id: slice}
model: {kind: mlp, hidden: [64]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 40, seed: SEED}
""",
    sound=["data.split.by={group: scan}"],
)
def _(r, sound):
    out = []
    for p in range(120):
        centre = [r.gauss(0, 1) for _ in range(8)]
        outcome = "ill" if centre[0] + centre[1] + r.gauss(0, 1) > 0 else "well"
        for _ in range(5):
            out.append([p] + [c + r.gauss(0, 0.02) for c in centre] + [outcome])
    r.shuffle(out)
    return ["slice", "scan"] + names(8) + ["outcome"], [[i] + row for i, row in enumerate(out)]


@case(
    name="last-tenth-for-validation",
    source="https://rocuku.github.io/keras-validation-split-shuffle",
    symptom="The validation accuracy is perfect: all its rows are of one class",
    cause="the last tenth of a sorted file was taken for validation",
    names=[r"order", r"sorted", r"end of", r"split"],
    spec="""data: {source: DATA, target: left, split: {by: {time: row}}, features: {row: drop}}
model: {kind: mlp, hidden: [16]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 30, seed: SEED}
""",
    sound=["data.split.by=stratified"],
)
def _(r, sound):
    header, rows = customers(r, share=0.3)
    rows.sort(key=lambda row: row[-1], reverse=True)
    return ["row"] + header, [[i] + row for i, row in enumerate(rows)]


@case(
    name="top-down-split",
    source="https://blog.orapub.com/20200630/random-shuffle-strategy-to-split-your-full-dataset.html",
    symptom="A file that is cut from the top down gives an invalid score",
    cause="the file is sorted by the target",
    names=[r"order", r"sorted", r"end of", r"split", r"drift"],
    spec="""data: {source: DATA, target: price, split: {by: {time: row}}, features: {row: drop}}
model: {kind: ridge}
training: {seed: SEED}
""",
    sound=["data.split.by=random"],
)
def _(r, sound):
    header, rows = houses(r)
    rows.sort(key=lambda row: row[-1])
    return ["row"] + header, [[i] + row for i, row in enumerate(rows)]


@case(
    name="unshuffled-by-user",
    source="https://enriquegit.github.io/most-common-ml-mistakes/notshuffling.html",
    symptom="A network that sees one class after the other forgets the first ones",
    cause="the rows are sorted and not shuffled",
    names=[r"training\.shuffle"],
    spec="""data: {source: DATA, target: label}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: sgd, learning_rate: 0.1}, shuffle: false, epochs: 20, seed: SEED}
""",
    sound=["training.shuffle=true"],
)
def _(r, sound):
    header, rows = blobs(r, n=600, k=5, gap=1.2)
    rows.sort(key=lambda row: row[-1])
    return header, rows


@case(
    name="labels-of-other-rows",
    source="https://www.onenoughtone.com/problems/synchronized-data-permutation",
    symptom="A model of a solvable task is no better than chance",
    cause="inputs and labels were shuffled separately",
    names=[r"label", r"no signal", r"predict(s)? (the|its|their)", r"other rows", r"chance"],
    spec="""data: {source: DATA, target: label}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 30, seed: SEED}
""",
    editable=False,
)
def _(r, sound):
    header, rows = blobs(r, gap=1.5)
    if not sound:
        labels = [row[-1] for row in rows]
        r.shuffle(labels)
        rows = [row[:-1] + [label] for row, label in zip(rows, labels)]
    return header, rows


@case(
    name="shifted-labels",
    source="https://theneuralbase.com/pandas-for-ml/learn/advanced/predictions-back-to-dataframe/",
    symptom="Joined by position after one row was lost, a table predicts nothing",
    cause="each label belongs to the row before",
    names=[r"row", r"label", r"align"],
    spec="""data: {source: DATA, target: label}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 30, seed: SEED}
""",
    editable=False,
)
def _(r, sound):
    header, rows = blobs(r, gap=1.5)
    if not sound:
        labels = [row[-1] for row in rows]
        rows = [row[:-1] + [label] for row, label in zip(rows, labels[1:] + labels[:1])]
    return header, rows


@case(
    name="infinite-cell",
    source="https://www.baeldung.com/cs/ml-training-nan-errors-fix",
    symptom="The loss is nan from the first step",
    cause="an infinite cell in one column",
    names=[r"infinit|\binf\b|∞"],
    spec="""data: {source: DATA, target: y}
model: {kind: mlp, hidden: [16]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 30, seed: SEED}
""",
    editable=False,
)
def _(r, sound):
    header, rows = linear(r)
    if not sound:
        rows[123][2] = "inf"
    return header, rows


@case(
    name="missing-codes-in-three-columns",
    source="https://nycdatascience.com/blog/student-works/higgs-boson-machine-learning-challenge/",
    symptom="Standardized columns are almost constant but for a few rows",
    cause="−999 stands for missing values in several columns",
    names=[r"missing", r"-999|−999"],
    spec="""data: {source: DATA, target: label}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: adam, learning_rate: 0.003}, epochs: 40, seed: SEED}
""",
    sound=["data.csv.missing=['-999.0']"],
)
def _(r, sound):
    header, rows = blobs(r, n=700, gap=0.9)
    for row in rows:
        for j, share in ((1, 0.2), (2, 0.05), (4, 0.3)):
            if r.random() < share:
                row[j] = -999.0
    return header, rows


@case(
    name="class-of-the-last-file",
    source="https://datasciencediagnostics.com/diagnostics/procedure/background/shuffle",
    symptom="The model never predicts one class, and test rows have no other",
    cause="one class stands at the end of the file, which became the test rows",
    names=[r"order", r"sorted", r"end of", r"split", r"only (in|at)"],
    spec="""data: {source: DATA, target: label, split: {dev: 0.15, test: 0.2, by: {time: row}}, features: {row: drop}}
model: {kind: softmax}
training: {seed: SEED}
""",
    sound=["data.split.by=stratified"],
)
def _(r, sound):
    header, rows = blobs(r, n=600, k=4, gap=1.5)
    rows.sort(key=lambda row: row[-1])
    return ["row"] + header, [[i] + row for i, row in enumerate(rows)]

"""Inputs and targets in units that do not suit the training."""

from catalog import blobs, case, customers, digits, houses, linear, names, rings

INPUT = [r"preprocessing\.scale"]
TARGET = [r"preprocessing\.target_scale", r"preprocessing\.scale"]


@case(
    name="fourth-power",
    source="https://stackoverflow.com/questions/52800582",
    symptom="A network fits x^3 but not x^4 on −100…100: the loss stays near 1e15",
    cause="inputs of about 100 and targets of about 1e8 are not scaled",
    names=TARGET,
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: none, target_scale: none}
model: {kind: mlp, hidden: [58, 32], activation: tanh}
training: {optimizer: {kind: adam, learning_rate: 1e-3}, epochs: 150, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "preprocessing.target_scale=standard"],
)
def _(r, sound):
    xs = [r.uniform(-100, 100) for _ in range(500)]
    return ["x", "y"], [[x, x**4] for x in xs]


@case(
    name="television-linear-nan",
    source="https://stats.stackexchange.com/questions/284189",
    symptom="One linear unit trained by plain descent gives a loss of nan in every epoch",
    cause="the input is not standardized",
    names=INPUT,
    spec="""data: {source: DATA, target: people_per_physician}
preprocessing: {scale: none, target_scale: none}
model: {kind: linear, solver: sgd}
training: {optimizer: {kind: sgd, learning_rate: 0.01}, batch_size: 1, epochs: 30, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "preprocessing.target_scale=standard"],
)
def _(r, sound):
    rows = []
    for _ in range(200):
        x = r.uniform(1, 600)
        rows.append([x, 500 + 4.5 * x + r.gauss(0, 300)])
    return ["people_per_television", "people_per_physician"], rows


@case(
    name="grey-levels-relu",
    source="https://stats.stackexchange.com/questions/367057",
    symptom="relu layers on pictures reach 20 % accuracy; sigmoid layers and plain descent do better",
    cause="grey levels of 0…255 are not scaled",
    names=INPUT,
    spec="""data: {source: DATA, target: digit}
preprocessing: {scale: none}
model: {kind: mlp, hidden: [128, 128]}
training: {optimizer: {kind: sgd, learning_rate: 0.05}, batch_size: 32, epochs: 20, seed: SEED}
""",
    sound=["preprocessing.scale=standard"],
)
def _(r, sound):
    return digits(r, k=6)


@case(
    name="far-from-zero",
    source="https://datascience.stackexchange.com/questions/31499",
    symptom="A small sigmoid network converges only when the cloud of points is close to 0",
    cause="inputs far from 0 saturate the units",
    names=TARGET,
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: none, target_scale: none}
model: {kind: mlp, hidden: [8, 8], activation: sigmoid}
training: {optimizer: {kind: sgd, learning_rate: 0.5}, batch_size: 100, epochs: 400, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "preprocessing.target_scale=standard"],
)
def _(r, sound):
    rows = []
    for _ in range(300):
        x = r.uniform(40, 60)
        rows.append([x, 0.5 * x + 3 + r.gauss(0, 0.5)])
    return ["x", "y"], rows


@case(
    name="bump-on-a-hundred",
    source="https://datascience.stackexchange.com/questions/51687",
    symptom="A network fits max(0, x − 50) on 0…100, but no bump and no parabola",
    cause="the input reaches 100 while the weights are drawn for inputs of unit size",
    names=INPUT + [r"model\.initialization"],
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: none}
model: {kind: mlp, hidden: [20, 20], activation: tanh}
training: {optimizer: {kind: adam, learning_rate: 1e-3}, epochs: 60, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "training.epochs=200"],
)
def _(r, sound):
    xs = [r.uniform(0, 100) for _ in range(600)]
    return ["x", "y"], [[x, (x - 50) ** 2 / 100 + r.gauss(0, 0.3)] for x in xs]


@case(
    name="lbfgs-unscaled",
    source="https://github.com/openproblems-bio/openproblems/issues/37",
    symptom="lbfgs ends at its limit of iterations: increase max_iter or scale the data",
    cause="columns whose sizes differ by orders of magnitude",
    names=INPUT + [r"max_iterations"],
    spec="""data: {source: DATA, target: label}
preprocessing: {scale: none}
model: {kind: softmax, solver: lbfgs, max_iterations: 10}
training: {seed: SEED}
""",
    sound=["preprocessing.scale=standard", "model.max_iterations=200"],
)
def _(r, sound):
    header, rows = blobs(r, d=6, gap=1.2)
    sizes = [1, 1000, 0.01, 30, 5000, 0.3]
    return header, [[v * s for v, s in zip(row, sizes)] + [row[-1]] for row in rows]


@case(
    name="descent-on-a-hundred",
    source="https://mejorcodigo.com/p/45698.html",
    symptom="Linear descent works on 0…1 and gives nan on 0…100",
    cause="the learning rate suits inputs of 0…1, not of 0…100",
    names=INPUT + [r"learning_rate"],
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: none, target_scale: none}
model: {kind: linear, solver: sgd}
training: {optimizer: {kind: sgd, learning_rate: 0.01}, batch_size: 500, epochs: 400, seed: SEED}
""",
    sound=["preprocessing.scale=standard"],
)
def _(r, sound):
    xs = [r.uniform(0, 100) for _ in range(500)]
    return ["x", "y"], [[x, 5 * x + 3 + r.gauss(0, 0.1)] for x in xs]


@case(
    name="raw-range-regression",
    source="https://discuss.pytorch.org (Data Normalization, Learning Rate, and Loss Relationship, 2020)",
    symptom="Inputs of 1…26 and targets of 1…42 learn far worse than the same scaled to 0…1",
    cause="neither inputs nor targets are scaled",
    names=TARGET + [r"learning_rate"],
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: none, target_scale: none}
model: {kind: mlp, hidden: [32, 32], activation: sigmoid}
training: {optimizer: {kind: adam, learning_rate: 1e-3}, epochs: 30, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "preprocessing.target_scale=standard"],
)
def _(r, sound):
    rows = []
    for _ in range(600):
        x = [r.uniform(1, 26) for _ in range(4)]
        rows.append(x + [1 + (x[0] + x[1] * x[2] / 26 + 0.5 * x[3]) * 0.65 + r.gauss(0, 0.6)])
    return names(4) + ["y"], rows


@case(
    name="target-scaler-not-fitted",
    source="https://github.com/ai2cm/fv3net/pull/903",
    symptom="A model is undertrained: its target scaler was made but never fitted",
    cause="the target is not standardized",
    names=TARGET,
    spec="""data: {source: DATA, target: price}
preprocessing: {target_scale: none}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: adam, learning_rate: 1e-3}, epochs: 60, seed: SEED}
""",
    sound=["preprocessing.target_scale=standard"],
)
def _(r, sound):
    return houses(r)


@case(
    name="regressor-needs-scaled-labels",
    source="https://github.com/ches-001/metatune/pull/15",
    symptom="An MLP regressor has a poor r2 until its labels are scaled",
    cause="the target is far from unit size",
    names=TARGET,
    spec="""data: {source: DATA, target: y}
preprocessing: {target_scale: none}
model: {kind: mlp, hidden: [64]}
training: {optimizer: {kind: sgd, learning_rate: 0.01}, epochs: 50, seed: SEED}
""",
    sound=["preprocessing.target_scale=standard"],
)
def _(r, sound):
    header, rows = linear(r)
    return header, [row[:-1] + [900 + 250 * row[-1]] for row in rows]


@case(
    name="returns-of-a-share",
    source="https://github.com/scikit-learn/scikit-learn/issues/5125",
    symptom="A regression of values of about 1e-4 has a negative R²",
    cause="the target is so small that the loss is near 0 from the start",
    names=TARGET,
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: standard, target_scale: none}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: adam, learning_rate: 1e-2}, epochs: 40, seed: SEED}
""",
    sound=["preprocessing.target_scale=standard"],
)
def _(r, sound):
    header, rows = linear(r, noise=0.5)
    return header, [[1e-4 * v for v in row] for row in rows]


@case(
    name="inputs-times-thousand",
    source="http://www.taourl.com/read-2589871.html",
    symptom="Inputs of normal numbers times 1,000 give a loss of nan",
    cause="large inputs and relu units that nothing bounds",
    names=INPUT,
    spec="""data: {source: DATA, target: label}
preprocessing: {scale: none}
model: {kind: mlp, hidden: [64]}
training: {optimizer: {kind: sgd, learning_rate: 0.1}, epochs: 20, seed: SEED}
""",
    sound=["preprocessing.scale=standard"],
)
def _(r, sound):
    return blobs(r, k=2, d=10, gap=0.8, scale=1000)


@case(
    name="price-and-area",
    source="https://stackoverflow.com/questions/37232782",
    symptom="A regression network of tens of inputs has a loss of nan after a few steps",
    cause="inputs and targets of thousands let the gradients explode",
    names=TARGET,
    spec="""data: {source: DATA, target: price}
preprocessing: {scale: none, target_scale: none}
model: {kind: mlp, hidden: [64, 64]}
training: {optimizer: {kind: sgd, learning_rate: 0.01}, batch_size: 16, epochs: 20, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "preprocessing.target_scale=standard"],
)
def _(r, sound):
    return houses(r)


@case(
    name="one-large-column",
    source="https://stackoverflow.com/questions/4674623",
    symptom="Two inputs of which one is a thousand times the other: descent creeps along one of them",
    cause="columns of very different size",
    names=INPUT,
    spec="""data: {source: DATA, target: place}
preprocessing: {scale: none}
model: {kind: mlp, hidden: [16]}
training: {optimizer: {kind: sgd, learning_rate: 0.05}, epochs: 60, seed: SEED}
""",
    sound=["preprocessing.scale=standard"],
)
def _(r, sound):
    header, rows = rings(r)
    return header, [[x, 1000 * y, place] for x, y, place in rows]


@case(
    name="sgd-classifier-raw",
    source="https://iz6.ru/linejnyj-klassifikator-sgd-ne-obuchaetsja-bez-normalizacii-dannyh",
    symptom="A linear classifier by stochastic descent has an accuracy of 2 %, after scaling 85 %",
    cause="charges, ages and months are not scaled",
    names=INPUT,
    spec="""data: {source: DATA, target: left}
preprocessing: {scale: none}
model: {kind: logistic, solver: sgd}
training: {optimizer: {kind: sgd, learning_rate: 0.1}, epochs: 20, seed: SEED}
""",
    sound=["preprocessing.scale=standard"],
)
def _(r, sound):
    return customers(r)

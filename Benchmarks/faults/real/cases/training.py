"""Losses, layers, rates and budgets."""

from catalog import blobs, case, customers, digits, houses, linear, rings

RATE = [r"learning_rate"]


def switch(r, n=400):
    """Exclusive or of two signs, with some noise."""
    rows = []
    for _ in range(n):
        a, b = r.choice((-1, 1)), r.choice((-1, 1))
        rows.append([a + r.gauss(0, 0.2), b + r.gauss(0, 0.2), "odd" if a != b else "even"])
    return ["a", "b", "parity"], rows


@case(
    name="rate-for-adam-of-ten",
    source="https://theneuralbase.com/tensorflow/learn/beginner/nan-loss-learning-rate-or-data/",
    symptom="Adam with a learning rate of 10 gives a loss of nan or one that never falls",
    cause="the learning rate",
    names=RATE,
    spec="""data: {source: DATA, target: label}
model: {kind: mlp, hidden: [16]}
training: {optimizer: {kind: adam, learning_rate: 10}, epochs: 20, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.01"],
)
def _(r, sound):
    return blobs(r, k=2, d=10, gap=0.7)


@case(
    name="adam-rate-of-one",
    source="https://theneuralbase.com/keras/learn/beginner/loss-not-decreasing-learning-rate/",
    symptom="The accuracy stays where it was after the first epoch, whatever the model",
    cause="a learning rate of 1 for an adaptive optimizer",
    names=RATE,
    spec="""data: {source: DATA, target: place}
model: {kind: mlp, hidden: [32, 32]}
training: {optimizer: {kind: adam, learning_rate: 1.0}, epochs: 40, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.01"],
)
def _(r, sound):
    return rings(r)


@case(
    name="constant-half-after-a-while",
    source="https://datascience.stackexchange.com/questions/28481",
    symptom="After epochs of progress the network falls back to one half for every row",
    cause="the learning rate of plain descent is too high",
    names=RATE,
    spec="""data: {source: DATA, target: place}
model: {kind: mlp, hidden: [64, 64]}
training: {optimizer: {kind: momentum, learning_rate: 2.0, momentum: 0.9}, batch_size: 128, epochs: 60, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.05"],
)
def _(r, sound):
    return rings(r)


@case(
    name="rate-of-one-in-100000",
    source="https://chenzhang.org/notes/developer/loss-and-accuracy-get-stuck-in-keras/",
    symptom="Loss and accuracy do not change from epoch to epoch",
    cause="a learning rate of 1e-5 for plain descent",
    names=RATE,
    spec="""data: {source: DATA, target: digit}
preprocessing: {scale: min_max}
model: {kind: mlp, hidden: [20]}
training: {optimizer: {kind: sgd, learning_rate: 1e-5}, epochs: 20, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.3"],
)
def _(r, sound):
    return digits(r)


@case(
    name="logistic-needs-a-high-rate",
    source="https://community.deeplearning.ai/t/394676",
    symptom="A separable task cannot be brought to a loss of 0 by the default rate",
    cause="a learning rate far too low",
    names=RATE + [r"training\.epochs"],
    spec="""data: {source: DATA, target: label}
model: {kind: logistic, solver: sgd}
training: {optimizer: {kind: sgd, learning_rate: 1e-4}, epochs: 20, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.5"],
)
def _(r, sound):
    return blobs(r, k=2, d=4, gap=1.5)


@case(
    name="parity-by-a-linear-layer",
    source="https://stats.stackexchange.com/questions/433365",
    symptom="Exclusive or is stuck at the loss of a constant",
    cause="no function between the layers",
    names=[r"model\.activation"],
    spec="""data: {source: DATA, target: parity}
model: {kind: mlp, hidden: [8, 8], activation: identity}
training: {optimizer: {kind: sgd, learning_rate: 0.3}, epochs: 60, seed: SEED}
""",
    sound=["model.activation=tanh"],
)
def _(r, sound):
    return switch(r)


@case(
    name="parity-for-five-epochs",
    source="https://stats.stackexchange.com/questions/433365",
    symptom="Exclusive or after five epochs of plain descent has learned nothing",
    cause="too few epochs",
    names=[r"training\.epochs"] + RATE,
    spec="""data: {source: DATA, target: parity}
model: {kind: mlp, hidden: [8], activation: tanh}
training: {optimizer: {kind: sgd, learning_rate: 0.01}, epochs: 5, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.3", "training.epochs=100"],
)
def _(r, sound):
    return switch(r)


@case(
    name="parity-with-two-units",
    source="https://geek-tips.imtqy.com/articles/631334/index.html",
    symptom="Exclusive or with two hidden units is solved with some seeds only",
    cause="too few hidden units",
    names=[r"model\.hidden", r"seed"],
    spec="""data: {source: DATA, target: parity}
model: {kind: mlp, hidden: [2]}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 100, seed: SEED}
""",
    sound=["model.hidden=[16]"],
)
def _(r, sound):
    return switch(r)


@case(
    name="relu-on-the-output",
    source="https://community.deeplearning.ai/t/549422",
    symptom="A regression with relu on its last layer predicts 0 for many rows",
    cause="the output cannot be negative, and its unit can die",
    names=[r"model\.output\.activation"],
    spec="""data: {source: DATA, target: y}
model: {kind: mlp, hidden: [32], output: {activation: relu}}
training: {loss: mse, optimizer: {kind: adam, learning_rate: 0.01}, epochs: 60, seed: SEED}
""",
    sound=["~model.output"],
)
def _(r, sound):
    return linear(r)


@case(
    name="sigmoid-output-for-prices",
    source="https://math.stackexchange.com/questions/4483706",
    symptom="A regression never predicts more than its last layer can give",
    cause="an output activation whose range does not hold the targets",
    names=[r"model\.output\.activation", r"target_scale"],
    spec="""data: {source: DATA, target: price}
preprocessing: {target_scale: none}
model: {kind: mlp, hidden: [32], output: {activation: sigmoid}}
training: {loss: mse, optimizer: {kind: adam, learning_rate: 0.01}, epochs: 60, seed: SEED}
""",
    sound=["~model.output", "preprocessing.target_scale=standard"],
)
def _(r, sound):
    return houses(r)


@case(
    name="classes-by-squared-error",
    source="https://stats.stackexchange.com/questions/433365",
    symptom="A classifier trained by the squared error of a linear output creeps",
    cause="a loss that does not suit classes",
    names=[r"training\.loss", r"model\.output"] + RATE,
    spec="""data: {source: DATA, target: digit}
model: {kind: mlp, hidden: [32], activation: sigmoid}
training: {loss: mse, optimizer: {kind: sgd, learning_rate: 0.05}, epochs: 20, seed: SEED}
""",
    sound=["training.loss=auto", "training.optimizer.learning_rate=0.3"],
)
def _(r, sound):
    return digits(r)


@case(
    name="all-weights-zero",
    source="https://community.deeplearning.ai/t/121049",
    symptom="The cost does not fall and every row gets a probability of one half",
    cause="all weights start at 0",
    names=[r"model\.initialization"],
    spec="""data: {source: DATA, target: place}
model: {kind: mlp, hidden: [10, 5], initialization: zeros}
training: {optimizer: {kind: sgd, learning_rate: 0.1}, epochs: 80, seed: SEED}
""",
    sound=["model.initialization=he_normal"],
)
def _(r, sound):
    return rings(r)


@case(
    name="fifteen-sigmoid-layers",
    source="https://thecodeforge.io/ml-ai/what-is-neural-network/",
    symptom="The first layers of a deep sigmoid network are frozen: gradients below 1e-8",
    cause="sigmoid layers shrink the gradient one after the other",
    names=[r"model\.activation", r"model\.hidden", r"layers"],
    spec="""data: {source: DATA, target: digit}
model: {kind: mlp, hidden: [16, 16, 16, 16, 16, 16, 16, 16], activation: sigmoid}
training: {optimizer: {kind: sgd, learning_rate: 0.1}, epochs: 40, seed: SEED}
""",
    sound=["model.hidden=[32]", "model.activation=relu"],
)
def _(r, sound):
    return digits(r)


@case(
    name="four-hidden-layers-of-sigmoids",
    source="http://neuralnetworksanddeeplearning.com/chap5.html",
    symptom="More hidden layers make a digit classifier worse, not better",
    cause="the gradient vanishes on its way to the first layers",
    names=[r"model\.activation", r"model\.hidden", r"layers"] + RATE,
    spec="""data: {source: DATA, target: digit}
model: {kind: mlp, hidden: [30, 30, 30, 30], activation: sigmoid, initialization: normal, initialization_scale: 0.1}
training: {optimizer: {kind: sgd, learning_rate: 0.1}, batch_size: 10, epochs: 20, seed: SEED}
""",
    sound=["model.activation=relu", "~model.initialization", "~model.initialization_scale"],
)
def _(r, sound):
    return digits(r)


@case(
    name="rare-class-as-bias",
    source="https://datascience.stackexchange.com/questions/19283",
    symptom="An unbalanced binary network learns the bias alone and never predicts the rare class",
    cause="unscaled inputs beside a rate that kills the units",
    names=[r"preprocessing\.scale", r"dead", r"learning_rate"],
    spec="""data: {source: DATA, target: left}
preprocessing: {scale: none}
model: {kind: mlp, hidden: [8, 8, 8]}
training: {optimizer: {kind: adam, learning_rate: 0.1}, epochs: 20, seed: SEED}
""",
    sound=["preprocessing.scale=standard", "training.optimizer.learning_rate=0.003"],
)
def _(r, sound):
    return customers(r, share=0.12)


@case(
    name="momentum-of-0.999",
    source="https://madanswer.com/75218/what-might-happen-you-set-momentum-hyperparameter-close-9999-when-using-optimizer",
    symptom="The loss swings for hundreds of steps and does not settle",
    cause="a momentum close to 1 at a rate that suits 0.9",
    names=[r"momentum"] + RATE,
    spec="""data: {source: DATA, target: digit}
model: {kind: mlp, hidden: [32]}
training: {optimizer: {kind: momentum, learning_rate: 0.5, momentum: 0.99}, epochs: 20, seed: SEED}
""",
    sound=["training.optimizer.learning_rate=0.05", "training.optimizer.momentum=0.9"],
)
def _(r, sound):
    return digits(r)


@case(
    name="penalty-taken-for-its-inverse",
    source="https://stackoverflow.com/questions/22851316",
    symptom="A logistic model gives every row nearly the same probability",
    cause="an inverse strength used as a strength",
    names=[r"model\.l2", r"penalt", r"l2"],
    spec="""data: {source: DATA, target: left}
model: {kind: logistic, l2: 100}
training: {seed: SEED}
""",
    sound=["model.l2=0.01"],
)
def _(r, sound):
    return customers(r)


@case(
    name="no-intercept",
    source="https://stats.stackexchange.com/questions/7948",
    symptom="A regression without a constant term has an R² below 0 on new rows",
    cause="the intercept was left out although the target is far from 0",
    names=[r"fit_intercept", r"intercept"],
    spec="""data: {source: DATA, target: y}
preprocessing: {scale: standard, target_scale: none}
model: {kind: linear, fit_intercept: false}
training: {seed: SEED}
""",
    sound=["model.fit_intercept=true"],
)
def _(r, sound):
    header, rows = linear(r)
    return header, [row[:-1] + [row[-1] + 25] for row in rows]


@case(
    name="dropout-in-a-small-network",
    source="https://stats.stackexchange.com/questions/299292",
    symptom="Dropout in a small network keeps it from learning what it learns without",
    cause="too many units are dropped",
    names=[r"dropout"],
    spec="""data: {source: DATA, target: place}
model: {kind: mlp, hidden: [16, 16], dropout: 0.85}
training: {optimizer: {kind: adam, learning_rate: 0.01}, epochs: 60, seed: SEED}
""",
    sound=["model.dropout=0"],
)
def _(r, sound):
    return rings(r)

"""Fully connected networks trained by Adam at a rate of 0.001 on mini-batches."""

import time
import warnings

import numpy as np
from job import torch_with


def mlp784(job):
    rows = job.integer("rows", 60_000)
    (x, y), (test_x, test_y) = job.arrays(f"mnist-{rows}"), job.arrays(f"mnist_test-{rows}")
    x = x.astype(np.float32) / np.float32(255)
    test_x = test_x.astype(np.float32) / np.float32(255)
    train(job, x, y, test_x, test_y, [784, 256, 128, 10], job.integer("batch", 128), 5)


def iris_mlp(job):
    x, y = job.arrays("iris-150")
    x = ((x - x.mean(0)) / x.std(0)).astype(np.float32)
    train(job, x, y, x, y, [4, 16, 3], 16, 200)


def train(job, x, y, test_x, test_y, widths, batch, epochs):
    epochs = job.integer("epochs", epochs)
    run = {"sklearn": with_sklearn, "jax_scan": with_jax, "torch": with_torch}[job.variant]
    epoch, accuracy = run(job, x, y, test_x, test_y, widths, batch, epochs)
    steps = (len(x) + batch - 1) // batch
    # jax's scan needs equal batches and so leaves the last, partial one out.
    done = len(x) // batch if job.variant == "jax_scan" else steps
    job.rate.update(epoch_s=epoch, samples_s=len(x) / epoch, steps_s=done / epoch)
    job.quality["accuracy"] = accuracy


def with_sklearn(job, x, y, test_x, test_y, widths, batch, epochs):
    from sklearn.neural_network import MLPClassifier

    warnings.filterwarnings("ignore")
    model = MLPClassifier(
        hidden_layer_sizes=tuple(widths[1:-1]), activation="relu", solver="adam", alpha=0.0,
        batch_size=batch, learning_rate_init=1e-3, max_iter=epochs, tol=0.0,
        n_iter_no_change=10**6, random_state=0,
    )
    job.timed(lambda: model.fit(x, y))
    return job.seconds / epochs, model.score(test_x, test_y)


def with_torch(job, x, y, test_x, test_y, widths, batch, epochs):
    torch = torch_with(job.integer("threads", 2))
    layers = []
    for index, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers.append(torch.nn.Linear(inputs, outputs))
        if index < len(widths) - 2:
            layers.append(torch.nn.ReLU())
    network = torch.nn.Sequential(*layers)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)
    entropy = torch.nn.CrossEntropyLoss()
    xt, yt = torch.from_numpy(x), torch.from_numpy(y)

    def fit():
        seconds = []
        for _ in range(epochs):
            start = time.perf_counter()
            order = torch.randperm(len(x))
            shuffled, labels = xt[order], yt[order]
            for i in range(0, len(x), batch):
                optimizer.zero_grad(set_to_none=True)
                loss = entropy(network(shuffled[i : i + batch]), labels[i : i + batch])
                loss.backward()
                optimizer.step()
            seconds.append(time.perf_counter() - start)
        return seconds

    seconds = job.timed(fit)
    found = network(torch.from_numpy(test_x)).argmax(1).numpy()
    return np.median(seconds), (found == test_y).mean()


def with_jax(job, x, y, test_x, test_y, widths, batch, epochs):
    """A whole epoch as one compiled scan over its batches."""
    import jax
    import jax.numpy as jnp
    import optax

    key = jax.random.PRNGKey(0)
    parameters = []
    for inputs, outputs in zip(widths, widths[1:]):
        key, own = jax.random.split(key)
        weights = jax.random.uniform(own, (inputs, outputs), jnp.float32, -1, 1)
        parameters.append((weights / np.sqrt(inputs), jnp.zeros(outputs, jnp.float32)))
    optimizer = optax.adam(1e-3)
    state = optimizer.init(parameters)

    def forward(parameters, values):
        for index, (weights, bias) in enumerate(parameters):
            values = values @ weights + bias
            if index < len(parameters) - 1:
                values = jax.nn.relu(values)
        return values

    def loss(parameters, x, y):
        return optax.softmax_cross_entropy_with_integer_labels(forward(parameters, x), y).mean()

    def step(carry, rows):
        parameters, state = carry
        value, gradient = jax.value_and_grad(loss)(parameters, *rows)
        updates, state = optimizer.update(gradient, state, parameters)
        return (optax.apply_updates(parameters, updates), state), value

    count = len(x) // batch
    labels = y.astype(np.int32)
    epoch = jax.jit(lambda carry, x, y: jax.lax.scan(step, carry, (x, y)))
    compiled = epoch.lower(
        (parameters, state),
        jax.ShapeDtypeStruct((count, batch, widths[0]), jnp.float32),
        jax.ShapeDtypeStruct((count, batch), jnp.int32),
    ).compile()
    generator = np.random.default_rng(0)

    def fit():
        carry, seconds = (parameters, state), []
        for _ in range(epochs):
            start = time.perf_counter()
            order = generator.permutation(len(x))[: count * batch]
            carry, values = compiled(
                carry,
                jnp.asarray(x[order].reshape(count, batch, -1)),
                jnp.asarray(labels[order].reshape(count, batch)),
            )
            values.block_until_ready()
            seconds.append(time.perf_counter() - start)
        return carry, seconds

    carry, seconds = job.timed(fit)
    found = np.asarray(forward(carry[0], jnp.asarray(test_x))).argmax(1)
    return np.median(seconds), (found == test_y).mean()

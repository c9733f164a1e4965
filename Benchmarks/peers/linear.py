"""Linear models: least squares, logistic, softmax, lasso paths and a sweep over penalties."""

import warnings

import numpy as np
import objectives
from job import torch_with


def least_squares(job):
    """Ridge with a penalty of ‖w‖² (model=ridge) or none beside the sum of squares."""
    x, y = job.arrays(f"ols-{job.integer('rows', 200_000)}")
    n, p = x.shape
    strength = 1.0 if job.text("model", "linear") == "ridge" else 0.0
    if job.variant == "numpy_normal":

        def fit():
            means, mean = x.mean(0), y.mean()
            gram = x.T @ x - n * np.outer(means, means)
            gram[np.diag_indices(p)] += strength
            weights = np.linalg.solve(gram, x.T @ y - n * means * mean)
            return weights, mean - means @ weights

    elif job.variant == "torch_normal":
        torch = torch_with(job.integer("threads", 2))
        xt, yt = torch.from_numpy(x), torch.from_numpy(y)

        def fit():
            means, mean = xt.mean(0), yt.mean()
            gram = xt.T @ xt - n * torch.outer(means, means)
            gram += strength * torch.eye(p, dtype=gram.dtype)
            right = (xt.T @ yt - n * means * mean)[:, None]
            weights = torch.cholesky_solve(right, torch.linalg.cholesky(gram))[:, 0]
            return weights.numpy(), float(mean - means @ weights)

    elif job.variant == "numpy_lstsq":

        def fit():
            solution = np.linalg.lstsq(np.column_stack([x, np.ones(n)]), y, rcond=None)[0]
            return solution[:-1], solution[-1]

    else:
        from sklearn.linear_model import LinearRegression, Ridge

        model = Ridge(alpha=1.0, solver="cholesky") if strength else LinearRegression()

        def fit():
            model.fit(x, y)
            return model.coef_, model.intercept_

    weights, intercept = job.timed(fit)
    residuals = y - x @ weights - intercept
    job.quality["objective"] = float(residuals @ residuals + strength * (weights @ weights))


def logistic(job):
    """½‖w‖² + Σ log losses, the intercept free."""
    name = job.text("set", "logitA-200000")
    x, y = job.arrays(name)
    n, p = x.shape
    tolerance = job.number("tolerance", 1e-4)
    if job.variant.startswith("sklearn_"):
        from sklearn.linear_model import LogisticRegression

        warnings.filterwarnings("ignore")
        model = LogisticRegression(
            C=1.0, solver=job.variant[8:], tol=tolerance, max_iter=1000, random_state=0
        )
        job.timed(lambda: model.fit(x, y))
        weights, intercept = model.coef_[0], model.intercept_[0]
    elif job.variant == "jax_newton":
        weights, intercept = jax_newton(job, x, y, tolerance)
    elif job.variant == "jax_lbfgs":
        weights, intercept = jax_logistic_lbfgs(job, x, y, tolerance)
    else:
        weights, intercept = torch_newton(job, x, y, tolerance)
    job.judge(objectives.logistic(x, y, weights, intercept), name)


def jax_newton(job, x, y, tolerance):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    n, p = x.shape

    @jax.jit
    def step(point, x, s):
        weights, intercept = point[:-1], point[-1]
        wrong = jax.nn.sigmoid(-s * (x @ weights + intercept))
        residuals, curvatures = -s * wrong, wrong * (1 - wrong)
        gradient = jnp.append(x.T @ residuals + weights, residuals.sum())
        weighted = x * curvatures[:, None]
        edge = weighted.sum(0)
        corner = curvatures.sum()[None, None]
        matrix = jnp.block([[x.T @ weighted + jnp.eye(p), edge[:, None]], [edge[None], corner]])
        return point - jnp.linalg.solve(matrix, gradient), jnp.abs(gradient).max()

    xj, s = jnp.asarray(x), jnp.asarray(2.0 * y - 1)
    step(jnp.zeros(p + 1), xj, s)[0].block_until_ready()

    def fit():
        point = jnp.zeros(p + 1)
        for _ in range(20):
            point, largest = step(point, xj, s)
            if float(largest) < tolerance * n:
                break
        return np.asarray(point)

    point = job.timed(fit)
    return point[:-1], float(point[-1])


def jax_logistic_lbfgs(job, x, y, tolerance):
    import jax
    import jax.numpy as jnp
    from scipy.optimize import minimize

    jax.config.update("jax_enable_x64", True)
    p = x.shape[1]

    def loss(point, x, s):
        weights, intercept = point[:-1], point[-1]
        losses = jnp.logaddexp(0.0, -s * (x @ weights + intercept))
        return 0.5 * weights @ weights + losses.sum()

    xj, s = jnp.asarray(x), jnp.asarray(2.0 * y - 1)
    both = jax.jit(jax.value_and_grad(loss))
    both(jnp.zeros(p + 1), xj, s)[0].block_until_ready()

    def value_and_gradient(point):
        value, gradient = both(point, xj, s)
        return float(value), np.asarray(gradient)

    found = job.timed(
        lambda: minimize(
            value_and_gradient, np.zeros(p + 1), jac=True, method="L-BFGS-B",
            options=dict(maxiter=1000, ftol=tolerance, gtol=1e-12, maxcor=10),
        )
    )
    return found.x[:-1], float(found.x[-1])


def torch_newton(job, x, y, tolerance):
    torch = torch_with(job.integer("threads", 2))
    n, p = x.shape
    padded = torch.cat([torch.from_numpy(x), torch.ones(n, 1, dtype=torch.float64)], 1)
    s = torch.from_numpy(2.0 * y - 1)
    ridge = torch.eye(p + 1, dtype=torch.float64)
    ridge[p, p] = 0

    def fit():
        point = torch.zeros(p + 1, dtype=torch.float64)
        for _ in range(20):
            wrong = torch.sigmoid(-s * (padded @ point))
            gradient = padded.T @ (-s * wrong) + ridge @ point
            if float(gradient.abs().max()) < tolerance * n:
                break
            matrix = padded.T @ (padded * (wrong * (1 - wrong))[:, None]) + ridge
            factor = torch.linalg.cholesky(matrix)
            point = point - torch.cholesky_solve(gradient[:, None], factor)[:, 0]
        return point.numpy()

    point = job.timed(fit)
    return point[:-1], float(point[-1])


def softmax(job):
    """½‖W‖² + C Σ cross entropy, the intercepts free."""
    name, x, y, strength = objectives.softmax_data(job)
    tolerance = job.number("tolerance", 1e-4)
    own = x.astype(np.float32) if job.text("precision", "double") == "float" else x
    if job.variant.startswith("sklearn_"):
        from sklearn.linear_model import LogisticRegression

        warnings.filterwarnings("ignore")
        model = LogisticRegression(
            C=strength, solver=job.variant[8:], tol=tolerance, max_iter=2000, random_state=0
        )
        job.timed(lambda: model.fit(own, y))
        weights, intercepts = model.coef_, model.intercept_
    elif job.variant == "jax_lbfgs":
        weights, intercepts = jax_softmax_lbfgs(job, own, y, strength, tolerance)
    else:
        weights, intercepts = torch_softmax_lbfgs(job, own, y, strength, tolerance)
    weights, intercepts = weights.astype(np.float64), intercepts.astype(np.float64)
    job.judge(objectives.softmax(x, y, weights, intercepts, strength), name)


def jax_softmax_lbfgs(job, x, y, strength, tolerance):
    import jax
    import jax.numpy as jnp
    from scipy.optimize import minimize

    if x.dtype == np.float64:
        jax.config.update("jax_enable_x64", True)
    n, p = x.shape
    k = 10
    xj, own = jnp.asarray(x), jnp.asarray(np.eye(k, dtype=x.dtype)[y])

    def loss(flat, x, own):
        weights, intercepts = flat[: k * p].reshape(k, p), flat[k * p :]
        z = x @ weights.T + intercepts
        losses = jax.nn.logsumexp(z, 1) - jnp.sum(z * own, 1)
        return (0.5 * jnp.sum(weights * weights) + strength * jnp.sum(losses)) / n

    both = jax.jit(jax.value_and_grad(loss))
    both(jnp.zeros(k * p + k, x.dtype), xj, own)[0].block_until_ready()

    def value_and_gradient(flat):
        value, gradient = both(jnp.asarray(flat, x.dtype), xj, own)
        return float(value), np.asarray(gradient, np.float64)

    found = job.timed(
        lambda: minimize(
            value_and_gradient, np.zeros(k * p + k), jac=True, method="L-BFGS-B",
            options=dict(maxiter=2000, maxfun=4000, ftol=1e-14, gtol=tolerance, maxcor=10),
        )
    )
    return found.x[: k * p].reshape(k, p), found.x[k * p :]


def torch_softmax_lbfgs(job, x, y, strength, tolerance):
    torch = torch_with(job.integer("threads", 2))
    n, p = x.shape
    xt, yt = torch.from_numpy(x), torch.from_numpy(y)
    weights = torch.zeros(10, p, dtype=xt.dtype, requires_grad=True)
    intercepts = torch.zeros(10, dtype=xt.dtype, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [weights, intercepts], lr=1, max_iter=1000, tolerance_grad=tolerance, tolerance_change=0,
        history_size=10, line_search_fn="strong_wolfe",
    )

    def closure():
        optimizer.zero_grad()
        losses = torch.nn.functional.cross_entropy(xt @ weights.T + intercepts, yt, reduction="sum")
        loss = (losses * strength + 0.5 * (weights**2).sum()) / n
        loss.backward()
        return loss

    job.timed(lambda: optimizer.step(closure))
    return weights.detach().double().numpy(), intercepts.detach().double().numpy()


def lasso_path(job):
    """100 strengths with centred data; "gram" may use XᵀX, "direct" may not."""
    from sklearn.linear_model import enet_path

    name = f"lasso-{job.integer('rows', 20_000)}"
    x, y = job.arrays(name)
    x, y = np.asfortranarray(x - x.mean(0)), y - y.mean()
    strengths = objectives.lasso_strengths(x, y, job.integer("strengths", 100))
    weights = job.timed(
        lambda: enet_path(
            x, y, l1_ratio=1.0, alphas=strengths, precompute=job.variant == "sklearn_gram",
            tol=job.number("tolerance", 1e-6), max_iter=100_000, copy_X=False,
        )
    )[1]
    reference = np.load(job.file(f"{name}_path_reference.npy"))
    found = objectives.lasso_objectives(x, y, weights, strengths)
    job.quality["relative_suboptimality"] = (found / reference - 1).max()


def cv_sweep(job):
    """100 strengths × 5 folds; row i is held out in fold i mod 5."""
    from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
    from sklearn.model_selection import GridSearchCV, PredefinedSplit
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    warnings.filterwarnings("ignore")
    x, y = job.arrays("breast_cancer-569")
    strengths = np.logspace(-4, 4, job.integer("penalties", 100))
    folds = PredefinedSplit(np.arange(len(y)) % 5)
    if job.variant == "sklearn_cv":
        # It has no pipeline inside: the columns are scaled once over all rows.
        scaled = StandardScaler().fit_transform(x)
        model = LogisticRegressionCV(
            Cs=strengths, cv=folds, max_iter=5000, tol=1e-6, use_legacy_attributes=True
        )
        job.timed(lambda: model.fit(scaled, y))
        best = model.scores_[1].mean(0).max()
    else:
        pipeline = make_pipeline(
            StandardScaler(), LogisticRegression(solver=job.variant[8:], max_iter=5000, tol=1e-6)
        )
        search = GridSearchCV(pipeline, {"logisticregression__C": strengths}, cv=folds)
        job.timed(lambda: search.fit(x, y))
        best = search.best_score_
    job.quality["best_accuracy"] = best
    job.rate["fits_s"] = 5 * len(strengths) / job.seconds

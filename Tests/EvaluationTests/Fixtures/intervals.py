# Reference values for IntervalReferenceTests: intervals by their definitions, with numpy 2.4 and
# scipy 1.17, independently of the Swift code. Prints what the tests quote.
import numpy as np
from scipy import stats

y = np.array([1,0,1,1,0,0,1,0,1,0,0,0,1,0,0,1,0,0,0,1])
s = np.array([.95,.10,.80,.35,.40,.05,.70,.65,.60,.20,.15,.30,.55,.45,.02,.90,.50,.25,.12,.48])
z = stats.norm.ppf(.975)

# ROC AUC: pairwise definition of DeLong's components.
win = (s[y == 1][:, None] > s[y == 0]) + .5 * (s[y == 1][:, None] == s[y == 0])
m, n = win.shape
area = win.mean()
a, b = win.mean(1).var(ddof=1) / m, win.mean(0).var(ddof=1) / n
df = (a + b) ** 2 / (a * a / (m - 1) + b * b / (n - 1))
share = min(1, 2 / min(m, n))
newcombe = area * (1 - area) * (1 + ((m + n) / 2 - 1) * ((1 - area) / (2 - area) + area / (1 + area))) / (m * n)
variance = (1 - share) * (a + b) + share * newcombe
half = stats.t.ppf(.975, df) * np.sqrt(variance) / (area * (1 - area))
logit = np.log(area / (1 - area))
print("roc_auc", 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit)))

# Average precision: the derivative by each row's weight, by central differences of the definition.
def ap(w):
    order = np.argsort(-s)
    found, called = np.cumsum((w * y)[order]), np.cumsum(w[order])
    return ((w * y)[order] * found / called).sum() / found[-1]
value = ap(np.ones(20))
u = np.array([(ap(1 + e) - ap(1 - e)) / 2e-5 for e in 1e-5 * np.eye(20)])
a, b = (u[y == 1] ** 2).sum() * m / (m - 1), (u[y == 0] ** 2).sum()
df = (a + b) ** 2 / (a * a / (m - 1) + b * b / (n - 1))
half = stats.t.ppf(.975, df) * np.sqrt(a + b) / (value * (1 - value))
logit = np.log(value / (1 - value))
print("average_precision", 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit)))

# Counts [[10, 2], [2, 6]].
def wilson(k, n):
    return stats.binomtest(k, n).proportion_ci(method="wilson")
C = np.array([[10., 2], [2, 6]])
r = [wilson(10, 12), wilson(6, 8)]
v = [10 / 12, 6 / 8]
mean = np.mean(v)
print("balanced_accuracy", mean - np.hypot(v[0] - r[0].low, v[1] - r[1].low) / 2,
      mean + np.hypot(r[0].high - v[0], r[1].high - v[1]) / 2)
j = wilson(6, 10)
print("f1", 2 * j.low / (1 + j.low), 2 * j.high / (1 + j.high))

def mcc(c):
    t, p, n = c.sum(1), c.sum(0), c.sum()
    return (np.trace(c) * n - t @ p) / np.sqrt((n * n - t @ t) * (n * n - p @ p))
D = C + .25
grad = np.zeros((2, 2))
for i in range(2):
    for k in range(2):
        e = np.zeros((2, 2)); e[i, k] = 1e-5
        grad[i, k] = (mcc(D + e) - mcc(D - e)) / 2e-5
rho = mcc(D)
half = z * np.sqrt((D * grad ** 2).sum()) / (1 - rho ** 2)
print("mcc", np.tanh(np.arctanh(rho) - half), np.tanh(np.arctanh(rho) + half))

def f1s(c):
    return np.array([2 * c[k, k] / (c[k].sum() + c[:, k].sum()) for k in range(2)])
grad = np.zeros((2, 2, 2))
for i in range(2):
    for k in range(2):
        e = np.zeros((2, 2)); e[i, k] = 1e-5
        grad[:, i, k] = (f1s(D + e) - f1s(D - e)) / 2e-5
cov = np.einsum("aik,bik,ik->ab", grad, grad, D)
corr = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
w = [wilson(10, 14), wilson(6, 10)]
f = lambda x: 2 * x / (1 + x)
v = f1s(C); lo = v - [f(w[0].low), f(w[1].low)]; hi = np.array([f(w[0].high), f(w[1].high)]) - v
norm = lambda d: np.sqrt(d @ d + 2 * corr * d[0] * d[1]) / 2
print("macro_f1", v.mean() - norm(lo), v.mean() + norm(hi))

# Bootstrap-t of a mean and of R², on the logarithm, without and with the larger row: 400,000 resamples.
rng = np.random.default_rng(1)
def ends(x, t=None, B=400_000):
    n = len(x)
    def parts(x, t):
        mean = x.mean(-1, keepdims=True)
        if t is None:
            return np.log(mean[..., 0]), np.sqrt(((x / mean - 1) ** 2).sum(-1)) / n
        d = (t - t.mean(-1, keepdims=True)) ** 2
        spread = d.mean(-1, keepdims=True)
        return np.log((mean / spread)[..., 0]), np.sqrt(((x / mean - d / spread) ** 2).sum(-1)) / n
    value, error = parts(x, t)
    scores = []
    for _ in range(40):
        i = rng.integers(0, n, size=(B // 40, n))
        v, e = parts(x[i], None if t is None else t[i])
        scores.append((v - value) / e)
    q = np.quantile(np.concatenate(scores), [.025, .975])
    return value - q[1] * error, value - q[0] * error
def interval(x, t=None):
    low, high = ends(x, t)
    big = np.argsort(x)
    _, more = ends(np.append(x, 2 * x[big[-1]] - x[big[-2]]), None if t is None else np.append(t, t[big[-1]]))
    return low, high + min(1, 30 / len(x)) * max(0, more - high)
i = np.arange(60)
error = ((i * 37) % 60 - 29) / 20
target = ((i * 7) % 60) / 10 + error
low, high = interval(error ** 2)
print("rmse", np.exp(low / 2), np.exp(high / 2))
low, high = interval(np.abs(error))
print("mae", np.exp(low), np.exp(high))
low, high = interval(error ** 2, target)
print("r2", 1 - np.exp(high), 1 - np.exp(low))

# Three classes, counts [[8, 1, 1], [2, 5, 0], [0, 1, 3]]: MOVER of Wilson with Student's quantile.
k, n = np.array([8, 5, 3]), np.array([10, 7, 4])
w = [wilson(int(a), int(b)) for a, b in zip(k, n)]
lo, hi = np.array([x.low for x in w]), np.array([x.high for x in w])
square = (hi - lo) ** 2
factor = stats.t.ppf(.975, square.sum() ** 2 / (square ** 2 / (n - 1)).sum()) / z
v = k / n
print("macro_recall", v.mean() - factor * np.sqrt(((v - lo) ** 2).sum()) / 3,
      v.mean() + factor * np.sqrt(((hi - v) ** 2).sum()) / 3)

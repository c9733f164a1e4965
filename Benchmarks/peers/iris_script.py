"""The script one would write for the smallest experiment: read, split, fit, judge, write down.

    iris_script.py IRIS.csv RESULT.json
"""

import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split

rows = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1, dtype=str)
inputs, kinds = rows[:, :4].astype(float), rows[:, 4]
train, test, train_kinds, test_kinds = train_test_split(
    inputs, kinds, test_size=0.2, random_state=0, stratify=kinds
)
model = LogisticRegression(max_iter=1000).fit(train, train_kinds)
chances = model.predict_proba(test)
result = {
    "accuracy": accuracy_score(test_kinds, model.predict(test)),
    "log_loss": log_loss(test_kinds, chances),
}
with open(sys.argv[2], "w") as file:
    json.dump(result, file)
print(json.dumps({"work": "process", "variant": "sklearn", "quality": result}))

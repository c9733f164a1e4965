"""Compares an ONNX file in onnxruntime with what assay predict wrote, and fails where they differ.

  check_onnx.py MODEL.onnx NEW.csv PREDICTIONS.csv

A difference is relative to the prediction, of a probability to at least a twentieth (onnxruntime's
sigmoid in single precision is exact to 1e-7 and no further): less than 1e-5.
"""
import csv
import json
import sys

import numpy
import onnx
import onnxruntime

path, data, predictions = sys.argv[1:4]
model = onnx.load(path)
onnx.checker.check_model(model, full_check=True)
assert model.ir_version == 8 and [(o.domain, o.version) for o in model.opset_import] == [("", 15)]
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
properties = session.get_modelmeta().custom_metadata_map
columns, classes = json.loads(properties["columns"]), json.loads(properties["classes"])
with open(data, newline="") as file:
    rows = list(csv.DictReader(file))
with open(predictions, newline="") as file:
    expected = list(csv.DictReader(file))


def code(column, text):
    vocabulary = column["vocabulary"]
    if text == "":
        return -1
    return vocabulary.index(text) if text in vocabulary else len(vocabulary)


feeds = {}
for wanted in session.get_inputs():
    if wanted.name == "numbers":
        kind = numpy.float32 if wanted.type == "tensor(float)" else numpy.float64
        feeds["numbers"] = numpy.array(
            [[float(row[c["column"]] or "nan") for c in columns["numbers"]] for row in rows], kind)
    else:
        feeds["codes"] = numpy.array(
            [[code(c, row[c["column"]]) for c in columns["codes"]] for row in rows], numpy.int64)
found = dict(zip([o.name for o in session.get_outputs()], session.run(None, feeds)))
if classes:
    ours = numpy.array([[float(row[f"p_{name}"]) for name in classes] for row in expected])
    theirs = found["probabilities"].astype(float)
    least = 0.05
    labels = numpy.array([classes.index(row["prediction"]) for row in expected])
    # Where two probabilities are equal but for rounding, either may be the greater.
    ordered = numpy.sort(ours, axis=1)
    wrong = int(((labels != found["label"]) & (ordered[:, -1] - ordered[:, -2] > 1e-6)).sum())
else:
    ours = numpy.array([[float(row["prediction"])] for row in expected])
    theirs, least, wrong = found["prediction"].astype(float), 1e-3, 0
difference = float((abs(ours - theirs) / numpy.maximum(abs(ours), least)).max())
print(f"{path}: {len(rows)} rows, largest relative difference {difference:.1e}, {wrong} labels")
sys.exit(0 if difference <= 1e-5 and wrong == 0 and not numpy.isnan(theirs).any() else 1)

import Schema
import Testing

@testable import Specification

/// The sample that is right up to its last line, then these lines.
private func message(_ lines: String) -> String { messages(SampleSpecs.small + "\n" + lines) }

@Test func samplesAreRight() {
  for text in SampleSpecs.all { #expect(messages(text) == "") }
}

@Test func reportsAnUnknownKeyWithTheNearestOne() {
  #expect(
    message("trainig: {}") == """
      mine.yaml:7:1: error: unknown key "trainig"
         7 | trainig: {}
           | ^^^^^^^ did you mean "training"?
      """)
}

@Test func saysWhereAKeyBelongs() {
  #expect(
    message("batch_size: 4") == """
      mine.yaml:7:1: error: unknown key "batch_size"
         7 | batch_size: 4
           | ^^^^^^^^^^ it belongs in training
      """)
  #expect(
    message("training: {model: mlp}") == """
      mine.yaml:7:12: error: unknown key "model" in training
         7 | training: {model: mlp}
           |            ^^^^^ it belongs at the top of the spec
      """)
}

@Test func listsTheKeysWhenNoneIsNear() {
  #expect(
    message("sanity: {overfit: {zzzzzzz: 1}}") == """
      mine.yaml:7:20: error: unknown key "zzzzzzz" in sanity.overfit
         7 | sanity: {overfit: {zzzzzzz: 1}}
           |                    ^^^^^^^ keys here: rows, steps, target
      """)
}

@Test func namesTheKindThatAKeyIsUnknownTo() {
  #expect(
    message("training: {optimizer: {kind: sgd, weight_decay: 1}}") == """
      mine.yaml:7:35: error: unknown key "weight_decay" in training.optimizer (kind sgd)
         7 | training: {optimizer: {kind: sgd, weight_decay: 1}}
           |                                   ^^^^^^^^^^^^ it belongs in training.optimizer
      """)
}

@Test func reportsPlannedKeys() {
  #expect(
    message("seeds: 5\nevaluation: {costs: [1, 2]}") == """
      mine.yaml:7:1: error: "seeds" is planned and not available in this version
         7 | seeds: 5
           | ^^^^^
      mine.yaml:8:14: error: "evaluation.costs" is planned and not available in this version
         8 | evaluation: {costs: [1, 2]}
           |              ^^^^^
      """)
}

@Test func reportsWhatIsMissing() {
  #expect(
    messages("name: iris\ndata:\n  target: species\n") == """
      mine.yaml:1:1: error: a spec must have "spec"; got "name", "data"
         1 | name: iris
           | ^^^^^^^^^^ spec: 1, the version of the language of specs
      mine.yaml:1:1: error: a spec must have "model"; got "name", "data"
         1 | name: iris
           | ^^^^^^^^^^ model: one of linear, ridge, logistic, softmax, mlp, alone or as {kind: …}
      mine.yaml:2:1: error: data must have "source"; got "target"
         2 | data:
           | ^^^^ source: the path of a file, or a mapping with train, dev, test, or a mapping with \
      inputs, labels, or a mapping with sqlite, query
      """)
}

@Test func aMisspelledKeyIsNotMissingToo() {
  #expect(
    messages(SampleSpecs.small.replacing("model:", with: "modle:")) == """
      mine.yaml:6:1: error: unknown key "modle"
         6 | modle: softmax
           | ^^^^^ did you mean "model"?
      """)
}

@Test func reportsANumberThatIsNone() {
  #expect(
    message("training:\n  learning_rate: 1e-3s") == """
      mine.yaml:8:18: error: training.optimizer.learning_rate must be a number above 0; got "1e-3s"
         8 |   learning_rate: 1e-3s
           |                  ^^^^^
      """)
}

@Test(arguments: [
  (
    "training: {epochs: 1e2}",
    "training.epochs must be a whole number from 1 to 1000000000; got 1e2",
    "did you mean 100?"
  ),
  (
    "training: {epochs: 1000000000000000000}",
    "training.epochs must be a whole number from 1 to 1000000000; got 1000000000000000000", ""
  ),
  (
    "training: {epochs: 1_000}",
    "training.epochs must be a whole number from 1 to 1000000000; got \"1_000\"",
    "did you mean 1000?"
  ),
  (
    "training: {epochs: \"5\"}",
    "training.epochs must be a whole number from 1 to 1000000000; got \"5\"",
    "did you mean 5?"
  ),
  (
    "training: {shuffle: no}", "training.shuffle must be true or false; got \"no\"",
    "did you mean false?"
  ),
  (
    "training: {shuffle: tru}", "training.shuffle must be true or false; got \"tru\"",
    "did you mean \"true\"?"
  ),
  ("training: {l2: .nan}", "training.l2 must be a number of at least 0; got .nan", ""),
  ("training: {l2: -.inf}", "training.l2 must be a number of at least 0; got -.inf", ""),
  ("training: {l2: [1]}", "training.l2 must be a number of at least 0; got a list", ""),
  ("training: {l2: {}}", "training.l2 must be a number of at least 0; got a mapping", ""),
  (
    "training: {epochs: ~}", "training.epochs must be a whole number from 1 to 1000000000; got ~",
    "leave it out for its default, 20"
  ),
  (
    "training: {epochs: }",
    "training.epochs must be a whole number from 1 to 1000000000; got nothing",
    "leave it out for its default, 20"
  ),
  (
    "question: 42", "question must be a text that is not empty; got 42",
    "did you mean \"42\" in quotes?"
  ),
  (
    "preprocessing: {scale: minmax}",
    "preprocessing.scale must be one of standard, min_max, robust, none; got \"minmax\"",
    "did you mean \"min_max\"?"
  ),
  (
    "preprocessing: {scale: zzz}",
    "preprocessing.scale must be one of standard, min_max, robust, none; got \"zzz\"", ""
  ),
  (
    "training: {optimizer: adm}", "training.optimizer must be one of sgd, adam; got \"adm\"",
    "did you mean \"adam\"?"
  ),
  (
    "training: {optimizer: {kind: adm}}",
    "training.optimizer.kind must be one of sgd, adam; got \"adm\"", "did you mean \"adam\"?"
  ),
  (
    "training: {optimizer: 3}",
    "training.optimizer must be one of sgd, adam, alone or as {kind: …}; got 3", ""
  ),
  (
    "training: {schedule: {kind: step}}",
    "training.schedule (kind step) must have \"every\"; got \"kind\"",
    "every: a whole number of at least 1"
  ),
  (
    "training: {class_weights: balancd}",
    "training.class_weights must be one of none, balanced; got \"balancd\"",
    "did you mean \"balanced\"?"
  ),
  (
    "training: {class_weights: {a: 0}}", "training.class_weights.a must be a number above 0; got 0",
    ""
  ),
  (
    "training: 3",
    "training must be a mapping with loss, reduction, label_smoothing, class_weights, …; got 3", ""
  ),
  ("goals: {metric: accuracy}", "goals must be a list; got a mapping", ""),
  (
    "goals: [{metric: acuracy, at_least: 1}]",
    "goals[0].metric must be the name of a metric; got \"acuracy\"", "did you mean \"accuracy\"?"
  ),
  (
    "goals: [{metric: zzzzzzzzz, at_least: 1}]",
    "goals[0].metric must be the name of a metric; got \"zzzzzzzzz\"",
    "names: accuracy, log_loss, roc_auc, recall, rmse, latency_p99_us, model_bytes"
  ),
  (
    "sanity: {waive: {SD8: x}}", "a key in sanity.waive must be the name of a check; got \"SD8\"",
    "did you mean \"SD08\"?"
  ),
  (
    "baselines: [majorty]",
    "baselines[0] must be one of majority, logistic, human, literature, run; "
      + "got \"majorty\"", "did you mean \"majority\"?"
  ),
  (
    "baselines: [human]", "baselines[0] must say more than \"human\"; got the word alone",
    "write {human: …}: a mapping with accuracy, log_loss, roc_auc, recall, …"
  ),
  (
    "baselines: [{majority: 1}]", "baselines[0].majority has no values of its own; got 1",
    "write just majority"
  ),
  (
    "baselines: [{run: a, human: {}}]",
    "baselines[0] must have exactly one key; got \"run\", \"human\"",
    ""
  ),
  ("baselines: [{}]", "baselines[0] must have exactly one key; got none", ""),
  (
    "baselines: [3]",
    "baselines[0] must be one of majority, logistic, human, literature, run; "
      + "got 3", ""
  ),
  (
    "training: {learning_rate: 1, optimizer: {learning_rate: 2}}",
    "training.learning_rate and training.optimizer.learning_rate are the same setting; got both",
    "keep one of them"
  ),
])
func reportsWhatBreaksARule(line: String, message: String, hint: String) {
  let lines = messages(SampleSpecs.small + "\n" + line).split(separator: "\n").map(String.init)
  #expect(lines.count == 3)
  #expect(lines.first?.hasSuffix(": error: " + message) == true, "\(lines)")
  #expect(
    lines.last.map { hint.isEmpty ? $0.hasSuffix("^") : $0.hasSuffix("^ " + hint) } == true,
    "\(lines)")
}

@Test func aSpecIsAMapping() {
  #expect(
    messages("- 1") == """
      mine.yaml:1:1: error: a spec must be a mapping with spec, name, question, goals, …; got a list
         1 | - 1
           | ^^^
      """)
  #expect(
    messages("") == """
      mine.yaml:1:1: error: a spec must have settings; got an empty file
         1 | \("")
           | ^ assay init writes one from a data file
      """)
  #expect(messages("# nothing\n").contains("got an empty file"))
}

@Test func reportsEverythingInTheOrderOfTheText() {
  let shown = messages(
    "spec: 2\nmodel: mpl\nname: A\ndata: {target: x, split: {dev: 2}}\nseeds: 3\n", "a=1",
    "training.l2=-1")
  let places = shown.split(separator: "\n").filter { $0.contains(": error: ") }
    .map { $0.prefix { $0 != " " } }
  #expect(
    places == [
      "mine.yaml:1:7:", "mine.yaml:2:8:", "mine.yaml:3:7:", "mine.yaml:4:1:", "mine.yaml:4:32:",
      "mine.yaml:5:1:", "override:1:1:", "override:2:13:",
    ])
}

@Test func sectionsWithNothingInThemAreEmpty() throws {
  let spec = try read(SampleSpecs.small + "\ngoals:\nbaselines:\nsanity:\ntraining:\n")
  #expect(value("goals", of: spec) == "[]")
  #expect(value("training.epochs", of: spec) == "20")
}

@Test func aKeyWithNothingBehindItIsNotSet() throws {
  let spec = try read(SampleSpecs.small + "\nquestion:\n")
  #expect(spec.settings["question"] == nil)
}

@Test func defaultsAreFilledIn() throws {
  let spec = try read(SampleSpecs.small)
  let training = spec.settings.nested("training")
  #expect(training.integer("epochs") == 20)
  #expect(training.integer("batch_size") == 32)
  #expect(training.nested("optimizer").string("kind") == "adam")
  #expect(training.nested("optimizer").number("learning_rate") == 1e-3)
  #expect(training.integer("seed") == 1)
  #expect(training["steps"] == nil)
  #expect(spec.settings.nested("data").nested("split").number("dev") == 0.15)
  #expect(
    spec.settings.nested("data").nested("csv").list("missing").map(\.string) == ["", "NA", "NaN"])
}

@Test func stepsTakeThePlaceOfTheDefaultOfEpochs() throws {
  let training = try read(SampleSpecs.small, "training.steps=100").settings.nested("training")
  #expect(training.integer("steps") == 100)
  #expect(training["epochs"] == nil)
}

@Test func aChoiceWithoutAKindIsTheDefaultKind() throws {
  let spec = try read(SampleSpecs.small + "\ntraining: {optimizer: {learning_rate: 0.5}}")
  #expect(value("training.optimizer.kind", of: spec) == "adam")
  #expect(value("training.optimizer.learning_rate", of: spec) == "0.5")
}

@Test func classesMayBeCalledByNumbers() throws {
  let spec = try read(
    SampleSpecs.small + "\ntraining: {class_weights: {0: 1, 1: 2}}", "data.positive=1",
    "data.csv.missing=[-999, '?', '']", "data.label_map={0.50: 1e3}")
  let data = spec.settings.nested("data")
  #expect(data.string("positive") == "1")
  #expect(data.nested("csv").list("missing").map(\.string) == ["-999", "?", ""])
  #expect(data.nested("label_map").string("0.50") == "1e3")
}

@Test func theShortPathIsTheLongOne() throws {
  for text in [
    "training: {learning_rate: 0.5}", "training: {learning_rate: 0.5, optimizer: sgd}",
    "training: {optimizer: {kind: sgd}, learning_rate: 0.5}",
  ] {
    let spec = try read(SampleSpecs.small + "\n" + text)
    #expect(value("training.optimizer.learning_rate", of: spec) == "0.5")
    #expect(spec.settings.nested("training")["learning_rate"] == nil)
  }
}

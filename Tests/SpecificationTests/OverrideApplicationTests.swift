import Diagnostics
import Schema
import Testing

@testable import Specification

@Test(arguments: [
  ("training.epochs=5", "training.epochs", "5"),
  ("++training.epochs=5", "training.epochs", "5"),
  ("training.learning_rate=1e-2", "training.optimizer.learning_rate", "0.01"),
  ("training.optimizer=sgd", "training.optimizer.kind", "sgd"),
  ("training.optimizer.kind=sgd", "training.optimizer.kind", "sgd"),
  ("goals[0].at_least=0.5", "goals[0].at_least", "0.5"),
  ("goals.0.at_least=0.5", "goals[0].at_least", "0.5"),
  ("+goals[3]={metric: accuracy, at_least: 1}", "goals[3].metric", "accuracy"),
  ("~goals[0]", "goals[0].metric", "recall"),
  ("~training.epochs", "training.epochs", "20"),
  ("~training.epochs=40", "training.epochs", "20"),
  ("data.features.fnlwgt=drop", "data.features.fnlwgt", "drop"),
  ("data.features.'hours per week'=number", "data.features.\"hours per week\"", "number"),
  ("model.hidden=[8]", "model.hidden", "[8]"),
  ("model={kind: ridge, l2: 3}", "model.l2", "3"),
  ("~preprocessing", "preprocessing.scale", "standard"),
])
func appliesAnOverride(argument: String, path: String, expected: String) throws {
  #expect(value(path, of: try read(SampleSpecs.full, argument)) == expected)
}

@Test func anotherKindTakesThePlaceOfTheFormer() throws {
  for argument in ["model=ridge", "model.kind=ridge"] {
    let spec = try read(SampleSpecs.full, argument)
    #expect(spec.settings.nested("model").keys == ["kind", "l2"])
  }
}

@Test func theSameKindKeepsItsSettings() throws {
  let spec = try read(SampleSpecs.full, "model=mlp")
  #expect(value("model.hidden", of: spec) == "[64, 32]")
}

@Test func overridesOfANewKindHoldInAnyOrder() throws {
  for arguments in [["model=ridge", "model.l2=5"], ["model.l2=5", "model=ridge"]] {
    let spec = try sampleReader.read(
      text: SampleSpecs.full, path: "f", overrides: arguments)
    #expect(value("model.kind", of: spec) == "ridge")
    #expect(value("model.l2", of: spec) == "5")
  }
}

@Test func theLastOverrideOfAKeyHolds() throws {
  let spec = try read(SampleSpecs.full, "training.seed=3", "training.seed=4")
  #expect(value("training.seed", of: spec) == "4")
}

@Test func aWordBecomesAMappingWhenItGetsSettings() throws {
  let spec = try read(
    SampleSpecs.small.replacing("model: softmax", with: "model: mlp"), "model.dropout=0.5")
  #expect(value("model.kind", of: spec) == "mlp")
  #expect(value("model.dropout", of: spec) == "0.5")
}

@Test(arguments: [
  ("+training.epochs=5", "1:2", "training.epochs is in the spec already, as 40"),
  ("~training.steps", "1:11", "training.steps is not in the spec, so it cannot be deleted"),
  ("~training.epochs=41", "1:18", "training.epochs must be 41 to be deleted; the spec has 40"),
  ("goals[7].at_least=1", "1:6", "an index must be below 3, for the list has 3 elements; got 7"),
  ("+goals[4]={}", "1:7", "an index must be below 4, for the list has 3 elements; got 4"),
  ("goals.first=1", "1:7", "\"first\" must be an index, for a list stands there; got a key"),
  ("training[0]=1", "1:9", "an index must lead into a list; got a mapping there"),
  ("name.x=1", "1:6", "\"x\" must be a key of a mapping; got \"adult-income\" there"),
  ("training.epoch=5", "1:10", "unknown key \"epoch\" in training"),
  (
    "training.epochs=five", "1:17",
    "training.epochs must be a whole number from 1 to 1000000000; got \"five\""
  ),
  ("~spec", "", "a spec must have \"spec\"; got \"name\", \"question\", \"goals\", \"data\", …"),
  (
    "training.epochs=1,2", "1:1",
    "training.epochs must have one value here; got the 2 values of a sweep"
  ),
  ("seeds=3", "1:1", "\"seeds\" is planned and not available in this version"),
])
func reportsAnOverrideThatDoesNotFit(argument: String, place: String, message: String) {
  let first = messages(SampleSpecs.full, argument).split(separator: "\n").first.map(String.init)
  let expected = place.isEmpty ? "mine.yaml:1:1" : "override:\(place)"
  #expect(first == "\(expected): error: \(message)")
}

@Test func combinesSweepsWithTheFirstKeySlowest() throws {
  let specs = try sampleReader.sweep(
    text: SampleSpecs.small, path: "f",
    overrides: [
      "model=linear,ridge", "training.seed=7", "training.learning_rate=logspace(-2,-1,2)",
    ])
  #expect(
    specs.map(\.overrides) == [
      ["model=linear", "training.seed=7", "training.learning_rate=0.01"],
      ["model=linear", "training.seed=7", "training.learning_rate=0.1"],
      ["model=ridge", "training.seed=7", "training.learning_rate=0.01"],
      ["model=ridge", "training.seed=7", "training.learning_rate=0.1"],
    ])
  #expect(specs.map { value("model.kind", of: $0) } == ["linear", "linear", "ridge", "ridge"])
  #expect(
    specs.map { value("training.optimizer.learning_rate", of: $0) } == [
      "0.01", "0.1", "0.01", "0.1",
    ])
}

@Test func eachSpecOfASweepIsReadAgainFromItsOverrides() throws {
  let specs = try sampleReader.sweep(
    text: SampleSpecs.full, path: "f",
    overrides: ["model={kind: ridge, l2: 1},mlp", "training.l1=range(0,0.3,0.1)", "~data.limit"])
  #expect(specs.count == 6)
  for spec in specs {
    let again = try sampleReader.read(
      text: SampleSpecs.full, path: "f", overrides: spec.overrides)
    #expect(again.resolved.literal == spec.resolved.literal)
  }
}

@Test func aSweepWithoutListsIsOneSpec() throws {
  let specs = try sampleReader.sweep(text: SampleSpecs.small, path: "f", overrides: [])
  #expect(specs.count == 1)
}

@Test func everyProblemOfASweepIsReportedOnce() {
  #expect {
    try sampleReader.sweep(
      text: SampleSpecs.small, path: "f",
      overrides: ["training.epochs=0,1,x", "training.seed=1,2", "training.l2=-1"])
  } throws: { error in
    guard let error = error as? DiagnosticsError else { return false }
    return error.diagnostics.map { $0.location?.description ?? "" } == [
      "override:1:17", "override:1:21", "override:3:13",
    ]
  }
}

@Test func aSweepHasALimit() {
  #expect {
    try sampleReader.sweep(
      text: SampleSpecs.small, path: "f",
      overrides: ["training.seed=range(0,1000)", "training.epochs=range(1,1001)"])
  } throws: { error in
    (error as? DiagnosticsError)?.diagnostics.map(\.message) == [
      "a sweep must have at most 10000 runs; got more"
    ]
  }
}

@Test func aSpecWithoutOverridesIsRenderedAsItWasWritten() throws {
  let text = SampleSpecs.full + "\n# the end"
  #expect(try read(text).rendered() == text)
}

@Test func aSpecWithOverridesIsRenderedWithThem() throws {
  let spec = try read(SampleSpecs.small, "training.learning_rate=1e-2", "+question='a\nb'")
  #expect(
    spec.rendered() == """
      # mine.yaml with these overrides applied:
      #   training.learning_rate=1e-2
      #   +question='a\u{FFFD}b'
      spec: 1
      name: iris
      data:
        source: datasets/iris.csv
        target: species
      model: softmax
      training:
        optimizer: {learning_rate: 0.01}
      question: "a\\nb"

      """)
}

@Test func aRenderedSpecSaysTheSame() throws {
  for text in SampleSpecs.all {
    let spec = try read(
      text, "training.learning_rate=1e-2", "++question='a: #b\n\"c\"'", "data.limit=9")
    let again = try read(spec.rendered())
    #expect(again.resolved.literal == spec.resolved.literal)
  }
}

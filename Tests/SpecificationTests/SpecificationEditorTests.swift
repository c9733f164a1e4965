import Diagnostics
import Schema
import Testing

@testable import Specification

/// Single values changed in a text: everything else stays byte for byte.
@Suite struct SpecificationEditorTests {
  private static let commented = """
    # What is tried here.\t
    spec: 1   # the language
    name:   "wine"
    data: {source: datasets/wine.csv,   target: cultivar}

    model:
      kind: mlp   # small
      hidden: [8,   4]

    # How it is trained.
    training:
        optimizer: {kind: sgd,  learning_rate: 3e1 }   # too high?
        epochs: 40
    # The end.

    """

  private func edited(_ text: String, _ edits: (String, String)...) throws -> String {
    try SpecificationEditor(sampleReader).text(
      of: try read(text), setting: edits.map { (path: $0.0, value: $0.1) })
  }

  /// The elements of a list in lines are changed one by one, so that their comments stay.
  @Test func editsListsInLines() throws {
    let text = """
      spec: 1
      name: wine
      data: {source: wine.csv, target: cultivar}
      model:
        kind: mlp
        hidden:  # widths
          - 8  # first
          - 4  # last
      training:
        epochs: 40

      """
    #expect(
      try edited(text, ("model.hidden", "[32, 16]"))
        == text.replacing("- 8 ", with: "- 32 ").replacing("- 4 ", with: "- 16 "))
    #expect(
      try edited(text, ("model.hidden", "[32]"))
        == text.replacing("- 8 ", with: "- 32 ").replacing("    - 4  # last\n", with: ""))
    #expect(
      try edited(text, ("model.hidden", "[8, 4, 2]"))
        == text.replacing("# last\n", with: "# last\n    - 2\n"))
  }

  @Test func changesOneValueAndNoOtherByte() throws {
    #expect(
      try edited(Self.commented, ("training.optimizer.learning_rate", "0.3"))
        == Self.commented.replacing("3e1 ", with: "0.3 "))
    #expect(
      try edited(Self.commented, ("model.hidden", "[32, 16]"))
        == Self.commented.replacing("[8,   4]", with: "[32, 16]"))
    #expect(
      try edited(Self.commented, ("training.epochs", "5"))
        == Self.commented.replacing("epochs: 40", with: "epochs: 5"))
  }

  @Test func keepsForeignLineEnds() throws {
    let text = Self.commented.replacing("\n", with: "\r\n")
    #expect(
      try edited(text, ("training.epochs", "5"))
        == text.replacing("epochs: 40", with: "epochs: 5"))
    #expect(
      try edited(text, ("model.activation", "tanh"))
        == text.replacing("4]\r\n", with: "4]\r\n  activation: tanh\r\n"))
  }

  @Test func putsAKeyIntoABlockBehindItsLast() throws {
    #expect(
      try edited(Self.commented, ("model.activation", "tanh"))
        == Self.commented.replacing("4]\n", with: "4]\n  activation: tanh\n"))
    #expect(
      try edited(Self.commented, ("training.batch_size", "8"))
        == Self.commented.replacing("epochs: 40\n", with: "epochs: 40\n    batch_size: 8\n"))
  }

  @Test func putsAKeyIntoBraces() throws {
    let text = Self.commented.replacing("kind: sgd", with: "kind: adam")
    #expect(
      try edited(text, ("training.optimizer.weight_decay", "0.1"))
        == text.replacing("3e1 }", with: "3e1 , weight_decay: 0.1}"))
  }

  @Test func makesRoomForASectionThatIsNotThere() throws {
    #expect(
      try edited(Self.commented, ("preprocessing.scale", "standard"))
        == Self.commented + "preprocessing: {scale: standard}\n")
    #expect(
      try edited(
        "spec: 1\nname: a\ndata: {source: a.csv, target: b}\nmodel: mlp",
        ("training.optimizer.learning_rate", "0.1"))
          == """
          spec: 1
          name: a
          data: {source: a.csv, target: b}
          model: mlp
          training: {optimizer: {learning_rate: 0.1}}

          """)
  }

  @Test func makesAWordAMapping() throws {
    let text = "spec: 1\nname: a\ndata: {source: a.csv, target: b}\nmodel: mlp # small\n"
    #expect(
      try edited(text, ("model.hidden", "[4]"))
        == text.replacing("mlp #", with: "{kind: mlp, hidden: [4]} #"))
  }

  @Test func changesAnAliasInItsPlace() throws {
    let text = """
      spec: 1
      name: a
      data: {source: a.csv, target: b}
      model: mlp
      training:
        learning_rate: 30  # short for the optimizer's
        epochs: 4

      """
    #expect(
      try edited(text, ("training.optimizer.learning_rate", "0.3"))
        == text.replacing("30 ", with: "0.3 "))
  }

  @Test func makesSeveralEdits() throws {
    #expect(
      try edited(Self.commented, ("model.activation", "tanh"), ("training.epochs", "5"))
        == Self.commented.replacing("4]\n", with: "4]\n  activation: tanh\n")
        .replacing("epochs: 40", with: "epochs: 5"))
  }

  /// Another value is this one by name, and would change with it.
  @Test func refusesWhatItCannotChangeAlone() throws {
    let text = """
      spec: 1
      name: a
      data: {source: a.csv, target: b}
      model: {kind: mlp, hidden: [&n 8, 4]}
      training: {epochs: *n}
      """
    let error = try #require(throws: EditFailure.self) {
      try edited(text, ("model.hidden", "[32, 16]"))
    }
    #expect(
      error.description
        == "model.hidden cannot be changed in the file by itself; set it to [32, 16] by hand")
  }

  @Test func writesOverridesOutFirst() throws {
    let spec = try read(Self.commented, "training.epochs=7")
    let text = try SpecificationEditor(sampleReader).text(
      of: spec, setting: [(path: "training.optimizer.learning_rate", value: "0.3")])
    #expect(text.hasPrefix("# mine.yaml with these overrides applied:\n#   training.epochs=7\n"))
    let fixed = try read(text)
    #expect(value("training.epochs", of: fixed) == "7")
    #expect(value("training.optimizer.learning_rate", of: fixed) == "0.3")
  }

  @Test func findsTheValueOrItsSection() throws {
    let spec = try read(Self.commented)
    func place(_ path: SettingPath) -> String {
      guard let (mark, isSet) = spec.mark(of: path) else { return "nowhere" }
      return "\(mark.location) \(mark.excerpt.length) \(isSet ? "set" : "section")"
    }
    #expect(place("training.optimizer.learning_rate") == "mine.yaml:12:44 3 set")
    #expect(place("training.batch_size") == "mine.yaml:11:1 8 section")
    #expect(place("training.optimizer.weight_decay") == "mine.yaml:12:5 9 section")
    #expect(place("preprocessing.scale") == "nowhere")
    let word = try read("spec: 1\nname: a\ndata: {source: a.csv, target: b}\nmodel: mlp")
    #expect(
      word.mark(of: "model.hidden").map { "\($0.mark.location) \($0.isSet)" }
        == "mine.yaml:4:8 false")
    #expect(spec.text(at: "model.hidden") == "[8, 4]")
    #expect(spec.text(at: "training.l2") == "0")
    #expect(spec.text(at: "training.clip_norm") == nil)
  }
}

@Test(arguments: [
  (
    "training: {epochs: 3, batch_size: 8, seed: 2}", "training.epochs",
    "training: {batch_size: 8, seed: 2}"
  ),
  ("training: {epochs: 3, seed: 2}", "training.seed", "training: {epochs: 3}"),
  ("training: {epochs: 3}", "training.epochs", "training: {}"),
  ("training:\n  epochs: 3\n  seed: 2", "training.epochs", "training:\n  seed: 2"),
  (
    "training:\n  optimizer:\n    kind: sgd\n    learning_rate: 1\n  seed: 2", "training.optimizer",
    "training:\n  seed: 2"
  ),
  ("training:\n  epochs: 3  # few", "training.epochs", "training:\n"),
  (
    "training: {optimizer: {kind: sgd, learning_rate: 1}, seed: 2}", "training.optimizer",
    "training: {seed: 2}"
  ),
  (
    "training: {learning_rate: 1, seed: 2}", "training.optimizer.learning_rate",
    "training: {seed: 2}"
  ),
])
func removesOneKey(section: String, path: String, expected: String) throws {
  let spec = try read(SampleSpecs.small + "\n" + section)
  let text = try SpecificationEditor(sampleReader).text(of: spec, removing: [path])
  #expect(text == SampleSpecs.small + "\n" + expected)
}

import Datasets
import Findings
import Foundation
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing
import Text

@testable import Sanity

@Suite struct InterventionTests {
  @Test func everyFileOfTheFolderIsInTheCatalog() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Sanity/Diagnosis/Interventions").standardized
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "swift" }
    let names = try files.map { file in
      try #require(
        String(contentsOf: file, encoding: .utf8).firstMatch(of: /name: "([a-z_]+)"/)?.1
          .description, "\(file.lastPathComponent)")
    }
    #expect(names.sorted() == interventionCatalog.names.sorted())
  }

  @Test func everyInterventionSaysWhatItChanges() {
    for entry in interventionCatalog.entries {
      #expect(entry.summary.hasSuffix("."), "\(entry.name)")
      #expect(!entry.noun.isEmpty, "\(entry.name)")
    }
    #expect(Set(interventionCatalog.entries.map(\.noun)).count == interventionCatalog.names.count)
  }

  /// One digit where that is near enough, and never a number that a spec would read differently.
  @Test func writesNumbersAsASpecWould() {
    let numbers: [(Double, String)] = [
      (30 * 0.01, "0.3"), (0.1, "0.1"), (0.000_3, "0.0003"), (1e-7 * 1e3, "0.0001"),
      (1e-5, "1e-5"), (2.5e-6, "2.5e-6"), (3_000, "3000"), (0.15, "0.15"), (0.123, "0.12"),
      (1e9, "1e+9"), (0, "0"), (1, "1"), (97, "100"), (0.0297, "0.03"),
    ]
    for (value, text) in numbers {
      #expect(NumberFormat.roundedSetting(value) == text)
      #expect(abs((Double(text) ?? .nan) - value) <= 0.05 * value, "\(text)")
    }
  }

  @Test func anEditReadsAsAnOverride() {
    #expect(SpecEdit("model.hidden", "[64, 32]").override == "model.hidden=[64,32]")
  }

  private func outcome(
    _ intervention: Intervention, _ edits: [String], steps: Int = 0
  ) -> CandidateOutcome {
    CandidateOutcome(
      intervention: intervention,
      candidate: CandidateEdit(edits: edits.map { SpecEdit("a", $0) }, cause: ""), trial: nil,
      passed: true)
  }

  private func named(_ outcomes: [CandidateOutcome], _ clues: [String: [Clue]]) -> [String] {
    Diagnostician.ranked(outcomes, clues: clues).map(\.intervention.name)
  }

  @Test func blamesWhatACluePointsAtBeforeTheLearningRate() {
    let passed = [
      outcome(.solver, ["x"]), outcome(.activation, ["x"]), outcome(.learningRate, ["x"]),
      outcome(.inputScale, ["x"]), outcome(.initialization, ["x"]),
    ]
    #expect(
      named(passed, ["scale": [.strong("s")], "learning_rate": [.strong("s")]])
        == ["scale", "learning_rate", "activation", "initialization", "solver"])
    // A weak clue is less than a strong one for the rate, and more than none.
    #expect(
      named(passed, ["scale": [.weak("w")], "learning_rate": [.strong("s")]])
        == ["learning_rate", "scale", "activation", "initialization", "solver"])
    #expect(
      named(passed, ["scale": [.weak("w")]])
        == ["scale", "learning_rate", "activation", "initialization", "solver"])
    // Without any clue other changes only hide a wrong rate.
    #expect(
      named(passed, [:]) == ["learning_rate", "activation", "scale", "initialization", "solver"])
  }

  @Test func prefersTheSmallerEdit() {
    let passed = [outcome(.initialization, ["x", "y"]), outcome(.initialization, ["x"])]
    #expect(Diagnostician.ranked(passed, clues: [:]).map(\.candidate.edits.count) == [1, 2])
  }
}

@Suite struct TeacherTests {
  private func rows() -> TrainingSet { GateFixture.healthy(classes: 3).rows(.train) }

  @Test func keepsTheNumberOfRowsOfEachClass() throws {
    let taught = Teacher.labelled(rows(), seed: 1)
    guard case .classes(let before, _) = rows().targets,
      case .classes(let after, let count) = taught.targets
    else {
      Issue.record("no classes")
      return
    }
    #expect(count == 3)
    #expect(before.counts(of: 3) == after.counts(of: 3))
    #expect(before != after)
    #expect(taught.rowIDs == rows().rowIDs)
  }

  /// A linear rule is what least squares finds without an error.
  @Test func numbersFollowALinearRule() throws {
    let rows = GateFixture.healthyNumbers().rows(.train)
    let taught = Teacher.labelled(rows, seed: 1)
    let recipe = model("linear")
    let outcome = try recipe.fitted(
      to: taught, dev: nil, plan: .with(), context: TrainingContext())
    let outputs = outcome.model.outputs(for: taught.inputs)
    guard case .values(let values) = taught.targets, case .values(let own) = rows.targets else {
      Issue.record("no numbers")
      return
    }
    for i in values.indices { #expect(abs(outputs.storage[i] - values[i]) < 1e-9) }
    let means = [values, own].map { $0.reduce(0, +) / Double($0.count) }
    #expect(abs(means[0] - means[1]) < 1e-9)
  }

  @Test func inputsAreNormalNumbers() {
    let rows = Teacher.normalInputs(like: rows(), seed: 3)
    let numbers = rows.inputs.matrix(as: Double.self).storage.array
    let n = Double(numbers.count)
    let mean = numbers.reduce(0, +) / n
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    // Five standard errors of 600 draws.
    #expect(abs(mean) < 5 / n.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / n).squareRoot())
  }
}

@Suite struct InputScalesTests {
  @Test func seesColumnsOfNumbersAndNotThoseOfFlags() {
    let matrix = Matrix(
      rowCount: 3, columnCount: 3, storage: [300, 0, 0.5, 400, 1, -0.5, 500, 1, 0.1])
    let scales = InputScales(of: .double(matrix))
    // √((300² + 400² + 500²)/3) and √((0.25 + 0.25 + 0.01)/3).
    #expect(abs(scales.largest - 408.248_290) < 1e-6)
    #expect(abs(scales.smallest - 0.412_310_6) < 1e-6)
  }
}

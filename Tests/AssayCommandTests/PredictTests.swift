import Foundation
import Testing

/// `assay predict` on real runs: the same bits as the run's own predictions, nothing half written.
@Suite struct PredictTests {
  /// The predictions by id, without truth and part.
  private func table(_ text: String) -> [String: [String]] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let kept = lines[0].indices.filter { !["part", "truth", "id"].contains(lines[0][$0]) }
    guard let id = lines[0].firstIndex(of: "id") else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { line in (line[id], kept.map { line[$0] }) })
  }

  @Test(arguments: [
    ("iris", []), ("digits", ["training.epochs=3"]), ("diabetes", []),
  ])
  func theBitsAreThoseOfTheEvaluation(
    _ name: String, _ overrides: [String]
  ) throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(["run", "experiments/\(name).yaml", "--quiet"] + overrides)
    try #require([0, 6].contains(run.status), "\(run.errors)")
    let result = try program.run("predict", "latest", "datasets/\(name).csv")
    try #require(result.status == 0, "\(result.errors)")
    let predicted = table(result.output)
    let folder = try program.onlyRun(of: name)
    let evaluated = table(
      try String(contentsOf: folder.appending(path: "predictions.csv"), encoding: .utf8))
    #expect(!evaluated.isEmpty)
    for (id, values) in evaluated { #expect(predicted[id] == values, "row \(id)") }
  }

  @Test func aCopiedFolderIsAModelAndAChangedOneIsRefused() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.run("run", "experiments/iris.yaml", "--quiet")
    let folder = try program.onlyRun(of: "iris")
    let copy = program.runs.appending(path: "copy")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    for name in ["model.json", "model.safetensors"] {
      try FileManager.default.copyItem(
        at: folder.appending(path: name), to: copy.appending(path: name))
    }
    let fromCopy = try program.run("predict", copy.path, "datasets/iris.csv")
    #expect(fromCopy.status == 0)
    #expect(try fromCopy.output == program.run("predict", "latest", "datasets/iris.csv").output)

    var tensors = try Data(contentsOf: copy.appending(path: "model.safetensors"))
    tensors[tensors.count - 1] ^= 1
    try tensors.write(to: copy.appending(path: "model.safetensors"))
    let refused = try program.run("predict", copy.path, "datasets/iris.csv")
    #expect(refused.status == 3)
    #expect(refused.output.isEmpty)
    #expect(refused.errors.contains("model.safetensors\" must have the SHA-256 "))
  }

  @Test func aRefusedFileLeavesNothingBehind() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.run("run", "experiments/iris.yaml", "--quiet")
    let data = program.runs.appending(path: "few.csv")
    try "sepal_length_cm\n5\n".write(to: data, atomically: true, encoding: .utf8)
    let output = program.runs.appending(path: "out.csv")
    let result = try program.run("predict", "latest", data.path, "--out", output.path)
    #expect(result.status == 3)
    #expect(result.errors.contains("must have the column \"petal_width_cm\"; got none"))
    let names = try FileManager.default.contentsOfDirectory(atPath: program.runs.path)
    #expect(!names.contains { $0.hasPrefix("out.csv") })
  }
}

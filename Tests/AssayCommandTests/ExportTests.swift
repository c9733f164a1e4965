import Foundation
import Testing

/// `assay export` on a real run; `scripts/integration` compares what it writes with other programs.
@Suite struct ExportTests {
  private let program: Program

  init() throws {
    program = try Program()
    let run = try program.run("run", "experiments/iris.yaml", "--quiet")
    try #require(run.status == 0, "\(run.errors)")
  }

  private func export(_ words: String...) throws -> (status: Int32, output: String, errors: String)
  {
    let result = try program.run(["export", "latest"] + words)
    return (result.status, result.output, result.errors)
  }

  private func path(_ name: String) -> String { program.runs.appending(path: name).path }

  @Test func everyFormatIsWrittenByItsName() throws {
    defer { program.clean() }
    for name in ["m.onnx", "m.js", "m.html", "m.safetensors"] {
      let result = try export("--out", path(name))
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("→ \(path(name)), "))
      #expect(FileManager.default.fileExists(atPath: path(name)))
    }
    let onnx = try export("--out", path("m.onnx")).output
    #expect(
      onnx.contains(
        "\n             inputs numbers float32 [rows, 4] → probabilities [rows, 3], label [rows]\n"),
      "\(onnx)")
    let bundle = try export("--format", "bundle", "--out", path("m"))
    #expect(bundle.status == 0, "\(bundle.errors)")
    let predicted = try program.run("predict", path("m"), "datasets/iris.csv")
    #expect(predicted.status == 0)
    #expect(try predicted.output == program.run("predict", "latest", "datasets/iris.csv").output)
    let left = try FileManager.default.contentsOfDirectory(atPath: program.runs.path)
    #expect(!left.contains { $0.hasSuffix(".partial") })
  }

  @Test func theDocumentNamesFileAndSize() throws {
    defer { program.clean() }
    let result = try export("--out", path("m.js"), "--json")
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(document["format"] as? String == "js")
    #expect(document["path"] as? String == path("m.js"))
    let size = try FileManager.default.attributesOfItem(atPath: path("m.js"))[.size] as? Int
    #expect(document["byteCount"] as? Int == size)
  }

  @Test func whatIsMissingIsNamed() throws {
    defer { program.clean() }
    let none = try export()
    #expect(none.status == 2)
    #expect(none.errors.contains("assay export needs a format; got none"), "\(none.errors)")
    let odd = try export("--out", path("m.txt"))
    #expect(odd.status == 2)
    #expect(
      odd.errors.contains("does not end in .onnx, .js, .html, .safetensors"), "\(odd.errors)")
    let unknown = try export("--format", "pmml")
    #expect(unknown.status == 2)
    #expect(
      unknown.errors.contains(
        "--format must be one of onnx, js, page, safetensors, bundle; got \"pmml\""),
      "\(unknown.errors)")
    let folder = try export("--out", path("no/such/folder/m.js"))
    #expect(folder.status != 0)
    #expect(folder.errors.contains("no/such/folder/m.js"), "\(folder.errors)")
  }

  @Test func aDeploymentIsEstimatedMeasuredAndJudged() throws {
    defer { program.clean() }
    let demands = [
      "deployment.target=edge", "deployment.model_bytes=100", "deployment.qps=1",
      "deployment.memory_mb=1",
    ]
    let valid = try Subprocess.run(
      Program.path, ["validate", "experiments/iris.yaml"] + demands, in: SourceTree.root)
    #expect(valid.status == 0, "\(valid.errors)")
    #expect(
      valid.output.contains("\n  deployment ✗ deployed size ≤ 100 bytes (about "), "\(valid.output)"
    )
    #expect(valid.output.contains("\n             ✓ prediction memory ≤ 1 MB (about 0.000"))
    let run = try program.run(["run", "experiments/iris.yaml"] + demands)
    #expect(run.status == 6, "\(run.errors)")
    #expect(run.output.contains("✗ deployed size ≤ 100 bytes ("), "\(run.output)")
    #expect(run.output.contains("✓ single rows ≥ 1 rows/s ("), "\(run.output)")
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: program.runs.appending(path: "iris").path)
    #expect(
      folders.contains {
        FileManager.default.fileExists(
          atPath: program.runs.appending(path: "iris/\($0)/model.onnx").path)
      })
    let odd = try Program.run("validate", "experiments/iris.yaml", "deployment.target=moon")
    #expect(odd.status == 2)
    #expect(odd.errors.contains("must be one of server, edge, browser"), "\(odd.errors)")
  }
}

import Foundation
import Testing

/// The JSON of commands that write something else besides.
@Suite struct DocumentTests {
  private func document(_ result: Subprocess) throws -> [String: Any] {
    #expect(result.status == 0, "\(result.errors)")
    let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(found as? [String: Any])
  }

  @Test func explainsOneCheckOrAll() throws {
    let one = try document(try Program.run("explain", "sd06", "--json"))
    let checks = try #require(one["checks"] as? [[String: Any]])
    #expect(one["version"] as? Int == 1)
    #expect(checks.map { $0["code"] as? String } == ["SD06"])
    let all = try document(try Program.run("explain", "--json"))
    #expect(try #require(all["checks"] as? [Any]).count > 20)
  }

  @Test func draftsASpec() throws {
    let draft = try document(
      try Program.run(
        "init", "datasets/iris.csv", "--target", "species", "--output", "-", "--json"))
    #expect(try #require(draft["spec"] as? String).contains("target: species"))
    #expect(draft["path"] == nil)
  }

  @Test func aFolderThatCannotBeWrittenIsTheUsersChoice() throws {
    let result = try Program.run(
      "run", "experiments/iris.yaml", "--quiet", "--runs", "/proc/nowhere")
    #expect(result.status == 2)
    #expect(result.errors.contains("error: cannot create /proc/nowhere"))
    #expect(result.errors.contains("choose a folder that can be written with --runs DIR"))
  }
}

import Foundation
import Testing

/// Pages that are generated from the rules and checks must be fresh in `docs/`.
@Suite struct GeneratedPagesTests {
  @Test(arguments: [
    ("docs/spec.md", ["schema", "--markdown"]),
    ("docs/checks.md", ["explain", "--markdown"]),
    ("docs/assay.schema.json", ["schema"]),
  ])
  func isFresh(_ path: String, _ arguments: [String]) throws {
    let program = try Subprocess.run(Program.path, arguments, in: SourceTree.root)
    #expect(program.status == 0, "\(program.errors)")
    let committed = try SourceTree.file(path).text
    #expect(
      committed == program.output,
      "\(path) is stale: run scripts/regenerate")
  }
}

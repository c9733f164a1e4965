import Diagnostics
import Foundation
import Testing

@testable import Runs

@Suite struct ResolveTests {
  private let temporary: TemporaryStore

  init() throws {
    temporary = try TemporaryStore()
    for name in [
      "iris/20261123-101500-4f2a", "iris/20261123-101600-91c0", "wine/20261124-080000-4fb3",
    ] {
      try temporary.put([], at: name + "/spec.yaml")
    }
  }

  @Test(arguments: [
    ("latest", "20261124-080000-4fb3"), ("iris@latest", "20261123-101600-91c0"),
    ("91c0", "20261123-101600-91c0"), ("9", "20261123-101600-91c0"),
    ("20261124", "20261124-080000-4fb3"), ("iris@4f", "20261123-101500-4f2a"),
    ("20261123-101500-4f2a", "20261123-101500-4f2a"),
    ("wine/20261124-080000-4fb3", "20261124-080000-4fb3"),
    ("runs/iris/20261123-101500-4f2a/", "20261123-101500-4f2a"),
  ])
  func findsTheRunThatIsMeant(reference: String, id: String) throws {
    #expect(try temporary.store.resolve(reference).id == id)
  }

  private func message(_ reference: String, in store: RunStore? = nil) throws -> String {
    let store = store ?? temporary.store
    let error = try #require(
      throws: DiagnosticsError.self, performing: { try store.resolve(reference) })
    return error.diagnostics.map { DiagnosticRenderer().render($0) }.joined(separator: "\n")
  }

  @Test func listsTheCandidatesOfAnAmbiguousName() throws {
    #expect(
      try message("4f") == """
        error: a run must be named so that it is the only one; got "4f"
             | 2 runs begin so
             = wine@20261124-080000-4fb3, iris@20261123-101500-4f2a
        """)
  }

  @Test func suggestsTheRunThatWasMeant() throws {
    #expect(
      try message("91d0") == """
        error: a run's id or the start of one is needed; got "91d0"
             | did you mean "91c0"?
             = latest runs: wine/20261124-080000-4fb3, iris/20261123-101600-91c0, iris/20261123-101500-4f2a
        """)
    #expect(try message("lastest").contains("did you mean \"latest\"?"))
    #expect(try message("iris").contains("did you mean \"iris@latest\"?"))
  }

  @Test func suggestsTheExperimentThatWasMeant() throws {
    #expect(
      try message("irsi@latest") == """
        error: an experiment with runs is needed; got "irsi"
             | did you mean "iris"?
             = experiments: iris, wine
        """)
  }

  @Test func saysThatThereAreNoRuns() throws {
    #expect(
      try message("latest", in: RunStore(root: "/nonexistent")) == """
        error: a run must have been recorded in "/nonexistent"; got none
             = "assay run SPEC" records one
        """)
  }
}
